import type { Db } from '../db/database.ts'
import type { JobKind } from './job.ts'
import { insertJob } from './store.ts'

export type { JobKind } from './job.ts'

export type NewJob = {
  readonly kind: JobKind
  /** What the handler gets, as JSON. Identifiers rather than content: the job may run hours later. */
  readonly payload?: unknown
  readonly runAt: Date
  /** A second job with the same key is not queued: `expiry-digest:2026-11-24`. */
  readonly dedupeKey?: string
}

/** Queues work in the transaction of the act that causes it: it runs if and only if that commits. */
export async function enqueueJob(tx: Db, job: NewJob): Promise<void> {
  await insertJob(tx, job)
}
