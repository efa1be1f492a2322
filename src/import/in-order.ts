/**
 * Runs `work` on the items, `atOnce` at a time, and yields the results in the order of the items, as many at once as are
 * ready. After `signal` no new item is begun; those that were begun are still yielded. When one fails the others end
 * before the error is thrown.
 */
export async function* inOrder<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  options: { readonly atOnce: number; readonly signal: AbortSignal },
): AsyncGenerator<readonly R[]> {
  const slots: Slot<R>[] = []
  const rest = items[Symbol.iterator]()
  function begin(): void {
    while (!options.signal.aborted && slots.length < options.atOnce) {
      const next = rest.next()
      if (next.done) return
      slots.push(new Slot(work(next.value)))
    }
  }
  try {
    for (begin(); slots[0]; begin()) {
      await slots[0].ended
      const unready = slots.findIndex((slot) => slot.result === null)
      const ready = slots.splice(0, unready < 0 ? slots.length : unready)
      yield ready.flatMap(({ result }) => (result ? [result.value] : []))
    }
  } finally {
    await Promise.allSettled(slots.map((slot) => slot.ended))
  }
}

class Slot<R> {
  result: { readonly value: R } | null = null
  readonly ended: Promise<void>

  constructor(promise: Promise<R>) {
    this.ended = promise.then((value) => {
      this.result = { value }
    })
    this.ended.catch(() => {}) // thrown when its turn comes
  }
}
