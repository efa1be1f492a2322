import type { Deps } from '../deps.ts'
import type { JobHandlers } from './job.ts'

export type JobRunner = {
  /** Looks for due jobs at once instead of at the next poll. Call it after a commit that queued one. */
  wake(): void
  /** Runs every job that is due now, and says how many ran. For tests, which leave the timer out. */
  runDue(): Promise<number>
  /** Takes no more jobs, and resolves when the running ones have ended. */
  stop(): Promise<void>
}

/** Runs jobs until it is stopped. Any number of processes may do so on one database. */
export function startJobRunner(
  _deps: Pick<Deps, 'db' | 'log' | 'now'>,
  _handlers: JobHandlers,
  _options: { readonly pollMs?: number | null } = {},
): JobRunner {
  throw new Error('not written yet')
}
