import type { Db } from '../db/database.ts'
import type { NewJob } from './queue.ts'

/** Adds a job, unless one with the same dedupe key was ever queued. */
export async function insertJob(tx: Db, job: NewJob): Promise<void> {
  await tx
    .insertInto('jobs')
    .values({
      kind: job.kind,
      payload: JSON.stringify(job.payload ?? null),
      dedupe_key: job.dedupeKey ?? null,
      run_at: job.runAt.getTime(),
      attempts: 0,
      leased_until: null,
      finished_at: null,
      last_error: null,
    })
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .execute()
}
