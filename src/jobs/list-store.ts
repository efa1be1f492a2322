import type { Db } from '../db/database.ts'

export type JobState = 'waiting' | 'running' | 'done' | 'failed'

/** A job as administrators see it. */
export type StoredJob = {
  readonly id: number
  readonly kind: string
  readonly runAt: Date
  readonly attempts: number
  readonly state: JobState
  readonly lastError: string | null
}

/** Those that failed or wait first, each newest first. */
export async function listJobs(db: Db, now: Date, limit: number): Promise<readonly StoredJob[]> {
  const failed = await db
    .selectFrom('jobs')
    .selectAll()
    .where('finished_at', 'is not', null)
    .where('last_error', 'is not', null)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  const open = await db
    .selectFrom('jobs')
    .selectAll()
    .where('finished_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  const done = await db
    .selectFrom('jobs')
    .selectAll()
    .where('finished_at', 'is not', null)
    .where('last_error', 'is', null)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return [...failed, ...open, ...done].slice(0, limit).map((row) => ({
    id: row.id,
    kind: row.kind,
    runAt: new Date(row.run_at),
    attempts: row.attempts,
    state:
      row.finished_at !== null
        ? row.last_error === null
          ? 'done'
          : 'failed'
        : (row.leased_until ?? 0) > now.getTime()
          ? 'running'
          : 'waiting',
    lastError: row.last_error,
  }))
}

/** Lets a job that was given up, or waits for its next try, run now. False when there is none such. */
export async function restartJob(tx: Db, id: number, now: Date): Promise<string | null> {
  const row = await tx
    .updateTable('jobs')
    .set({ finished_at: null, leased_until: null, attempts: 0, run_at: now.getTime() })
    .where('id', '=', id)
    .where('last_error', 'is not', null)
    .where((where) => where.or([where('leased_until', 'is', null), where('leased_until', '<=', now.getTime())]))
    .returning('kind')
    .executeTakeFirst()
  return row?.kind ?? null
}
