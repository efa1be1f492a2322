/** What can be done after a commit. Every kind has a handler in handlers.ts, and is safe to run twice. */
export type JobKind = 'send-mail' | 'expiry-digest' | 'clean-up' | 'remove-blob'

export const jobKinds: readonly JobKind[] = ['send-mail', 'expiry-digest', 'clean-up', 'remove-blob']

/** A job that this process holds until `leasedUntil`: another process may take it afterwards. */
export type LeasedJob = {
  readonly id: number
  readonly kind: JobKind
  readonly payload: unknown
  /** Counts this attempt: 1 at the first. */
  readonly attempts: number
  readonly leasedUntil: Date
}

/** Does one job. Throwing means "try again later"; throwing `JobIsHopeless` means "never". */
export type JobHandler = (payload: unknown) => Promise<void>

export type JobHandlers = Readonly<Record<JobKind, JobHandler>>

/** Trying again cannot help: the mail server refused the address for good, for example. */
export class JobIsHopeless extends Error {}

const second = 1000
export const maxAttempts = 14
const longestWaitMs = 6 * 60 * 60 * second

/** When a job that failed `attempts` times runs again: after 15 s, 30 s, 1 min … 6 h; null after 14 times (about a day). */
export function nextAttemptAt(attempts: number, now: Date): Date | null {
  if (attempts >= maxAttempts) return null
  return new Date(now.getTime() + Math.min(longestWaitMs, 15 * second * 2 ** (attempts - 1)))
}
