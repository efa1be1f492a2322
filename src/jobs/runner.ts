import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { dayOf, queueDailyJobs } from './daily.ts'
import { JobIsHopeless, maxAttempts, nextAttemptAt, type JobHandlers, type LeasedJob } from './job.ts'
import { extendLease, finishJob, leaseDueJobs, postponeJob } from './store.ts'

export type JobRunner = {
  /** Looks for due jobs at once instead of at the next poll. Call it after a commit that queued one. */
  wake(): void
  /** Runs every job that is due now, and says how many ran. For tests, which leave the timer out (`pollMs: null`). */
  runDue(): Promise<number>
  /** Takes no more jobs, and resolves when the running ones have ended. */
  stop(): Promise<void>
}

type RunnerDeps = Pick<Deps, 'db' | 'log' | 'now'>

const maxRunning = 4
const leaseMs = 5 * 60_000

/** Runs jobs until it is stopped. Any number of processes may do so on one database. */
export function startJobRunner(
  deps: RunnerDeps,
  handlers: JobHandlers,
  options: { readonly pollMs?: number | null } = {},
): JobRunner {
  const running = new Set<Promise<void>>()
  let looking: Promise<void> | null = null
  let lookAgain = false
  let isStopped = false
  let queuedDay: string | null = null

  async function takeJobs(limit: number): Promise<LeasedJob[]> {
    const now = deps.now()
    if (queuedDay !== dayOf(now)) {
      await queueDailyJobs(deps.db, now)
      queuedDay = dayOf(now)
    }
    return leaseDueJobs(deps.db, now, leaseMs, limit)
  }

  function start(job: LeasedJob): void {
    const run = runJob(deps, handlers, job).finally(() => {
      running.delete(run)
      wake()
    })
    running.add(run)
  }

  async function look(): Promise<void> {
    do {
      lookAgain = false
      if (running.size >= maxRunning) return // whichever ends first looks again
      for (const job of await takeJobs(maxRunning - running.size)) start(job)
    } while (lookAgain && !isStopped)
  }

  function wake(): void {
    lookAgain = true
    if (looking || isStopped) return
    looking = look()
      .catch((error: unknown) => deps.log.error({ error: error }, 'jobs could not be taken'))
      .finally(() => {
        looking = null
      })
  }

  const pollMs = options.pollMs === undefined ? 1000 : options.pollMs
  const timer = pollMs === null ? null : setInterval(wake, pollMs).unref()
  if (timer) wake()

  return {
    wake: () => {
      if (timer) wake()
    },
    async runDue() {
      let count = 0
      for (;;) {
        const jobs = await takeJobs(maxRunning)
        if (jobs.length === 0) return count
        await Promise.all(jobs.map((job) => runJob(deps, handlers, job)))
        count += jobs.length
      }
    },
    async stop() {
      isStopped = true
      if (timer) clearInterval(timer)
      await looking
      await Promise.all(running)
    },
  }
}

/** Never rejects: what happens to a job is in its row and in the log. */
async function runJob(deps: RunnerDeps, handlers: JobHandlers, leased: LeasedJob): Promise<void> {
  let job = leased
  let extending: Promise<unknown> = Promise.resolve()
  const heartbeat = setInterval(() => {
    const until = new Date(deps.now().getTime() + leaseMs)
    extending = deps.db
      .transaction((tx) => extendLease(tx, job, until))
      .then((extended) => (job = extended ?? job))
      .catch((error: unknown) => deps.log.warn({ error, job: job.id }, 'the lease of a job could not be extended'))
  }, leaseMs / 3)

  const error = await handle(handlers, job).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  clearInterval(heartbeat)
  await extending // or `settle` would not know the lease that it holds
  try {
    await deps.db.transaction((tx) => settle(tx, job, error, deps))
  } catch (thrown) {
    deps.log.error({ error: thrown, job: job.id }, 'the outcome of a job could not be stored; it runs again')
  }
}

async function handle(handlers: JobHandlers, job: LeasedJob): Promise<void> {
  // Only a job that ends its process every time gets here: failures are counted by `settle`.
  if (job.attempts > maxAttempts) throw new JobIsHopeless('the job never came to an end')
  const handler = handlers[job.kind]
  if (!handler) throw new Error(`this Lode has no handler for jobs of the kind ${job.kind}`)
  await handler(job.payload)
}

async function settle(tx: Db, job: LeasedJob, error: unknown, deps: RunnerDeps): Promise<void> {
  const now = deps.now()
  if (error === null) return finishJob(tx, job, now, null)

  const text = error instanceof Error ? error.message : String(error)
  const again = error instanceof JobIsHopeless ? null : nextAttemptAt(job.attempts, now)
  deps.log.warn({ error, job: job.id, kind: job.kind, attempts: job.attempts, again }, 'a job failed')
  if (again) return postponeJob(tx, job, again, text)
  return finishJob(tx, job, now, text)
}
