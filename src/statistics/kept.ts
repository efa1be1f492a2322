/** A value and the moment at which it was true. */
export type Kept<T> = { readonly value: T; readonly madeAt: Date }

/** Asks for a value that takes a while to work out, and that all who ask share. */
export type AskKept<T> = {
  /** The newest there is. Waits where there is none yet, and where waiting is short. */
  get(): Promise<Kept<T>>
  /** The same, or null when there is none within so many milliseconds. It is worked out all the same. */
  within(ms: number): Promise<Kept<T> | null>
}

const shortestMs = 10_000
/** Working it out takes at most a hundredth of the time, however large the gallery becomes. */
const restingShare = 100
/** Who asks for what takes longer than this gets the value of before, while the new one is made. */
const longestWaitMs = 100

/**
 * Keeps what `work` answers for ten seconds, on a large gallery for longer: a hundred times as long as the work took.
 * Nothing is worked out while nobody asks.
 */
export function keep<T>(work: () => Promise<T>, now: () => Date): AskKept<T> {
  let kept: (Kept<T> & { readonly tookMs: number }) | null = null
  let running: Promise<Kept<T>> | null = null

  async function make(): Promise<Kept<T>> {
    const startedAt = performance.now()
    const madeAt = now()
    try {
      kept = { value: await work(), madeAt, tookMs: performance.now() - startedAt }
      return kept
    } catch (error) {
      kept = null // whoever asks next waits for it, and learns what is wrong
      throw error
    }
  }

  function get(): Promise<Kept<T>> {
    const age = kept ? Math.abs(now().getTime() - kept.madeAt.getTime()) : 0
    if (kept && age < Math.max(shortestMs, kept.tookMs * restingShare)) return Promise.resolve(kept)
    running ??= make().finally(() => {
      running = null
    })
    if (!kept || kept.tookMs <= longestWaitMs) return running
    running.catch(() => {})
    return Promise.resolve(kept)
  }

  return {
    get,
    async within(ms) {
      const asked = get()
      let timer: NodeJS.Timeout | undefined
      const tooLate = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ms)))
      try {
        const first = await Promise.race([asked, tooLate])
        if (first === null) asked.catch(() => {})
        return first
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** The same for many values by name: those that were not asked for longest are forgotten when there are more than `most`. */
export function keepEach<T>(most: number, now: () => Date): (name: string, work: () => Promise<T>) => AskKept<T> {
  const all = new Map<string, AskKept<T>>()
  return (name, work) => {
    const asked = all.get(name) ?? keep(work, now)
    all.delete(name) // put at the end: the first is the one that was not asked for longest
    all.set(name, asked)
    for (const oldest of all.keys()) {
      if (all.size <= most) break
      all.delete(oldest)
    }
    return asked
  }
}
