import type { Database, Db } from '../db/database.ts'
import type { JobKind, LeasedJob } from './job.ts'
import type { NewJob } from './queue.ts'

/** Adds a job, unless one with the same dedupe key is there, finished or not. */
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

/** Whether a job with this dedupe key was queued, finished or not. */
export async function isJobQueued(db: Db, dedupeKey: string): Promise<boolean> {
  const row = await db.selectFrom('jobs').select('id').where('dedupe_key', '=', dedupeKey).executeTakeFirst()
  return row !== undefined
}

/**
 * Takes up to `limit` due jobs for `leaseMs`, oldest first. No other process gets them before the lease is over: on
 * SQLite because writers take turns, on PostgreSQL because locked rows are skipped.
 */
export async function leaseDueJobs(
  database: Database,
  now: Date,
  leaseMs: number,
  limit: number,
): Promise<LeasedJob[]> {
  const isAnyDue = await dueJobs(database.read, now).select('id').limit(1).executeTakeFirst()
  if (!isAnyDue) return [] // an idle instance does not take the write lock every second

  return database.transaction(async (tx) => {
    const rows = await dueJobs(tx, now)
      .select(['id', 'kind', 'payload', 'attempts'])
      .orderBy('run_at')
      .orderBy('id')
      .limit(limit)
      .$if(database.kind === 'postgres', (query) => query.forUpdate().skipLocked())
      .execute()
    if (rows.length === 0) return []

    const leasedUntil = new Date(now.getTime() + leaseMs)
    await tx
      .updateTable('jobs')
      .set((row) => ({ leased_until: leasedUntil.getTime(), attempts: row('attempts', '+', 1) }))
      .where(
        'id',
        'in',
        rows.map((row) => row.id),
      )
      .execute()
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind as JobKind,
      payload: JSON.parse(row.payload) as unknown,
      attempts: row.attempts + 1,
      leasedUntil,
    }))
  })
}

function dueJobs(db: Db, now: Date) {
  return db
    .selectFrom('jobs')
    .where('finished_at', 'is', null)
    .where('run_at', '<=', now.getTime())
    .where((row) => row.or([row('leased_until', 'is', null), row('leased_until', '<=', now.getTime())]))
}

/** Keeps a job that takes long. Null when the lease was lost: another process does the job by now. */
export async function extendLease(tx: Db, job: LeasedJob, until: Date): Promise<LeasedJob | null> {
  const { numUpdatedRows } = await heldJob(tx, job).set({ leased_until: until.getTime() }).executeTakeFirst()
  return numUpdatedRows > 0 ? { ...job, leasedUntil: until } : null
}

/** The job is over: done when `error` is null, given up otherwise. Does nothing when the lease was lost. */
export async function finishJob(tx: Db, job: LeasedJob, at: Date, error: string | null): Promise<void> {
  await heldJob(tx, job).set({ finished_at: at.getTime(), leased_until: null, last_error: error }).execute()
}

/** The job runs again at `runAt`. Does nothing when the lease was lost. */
export async function postponeJob(tx: Db, job: LeasedJob, runAt: Date, error: string): Promise<void> {
  await heldJob(tx, job).set({ run_at: runAt.getTime(), leased_until: null, last_error: error }).execute()
}

function heldJob(tx: Db, job: LeasedJob) {
  return tx.updateTable('jobs').where('id', '=', job.id).where('leased_until', '=', job.leasedUntil.getTime())
}
