import { sql } from 'kysely'
import type { Db } from '../db/database.ts'

/**
 * Counts one more try of this subject, in the window that runs or a new one, and answers how many there are in it now. One
 * statement, so that every process and machine on this database counts together.
 */
export async function countTry(
  tx: Db,
  subject: string,
  windowMs: number,
  now: Date,
): Promise<{ readonly times: number; readonly startedAt: Date }> {
  const at = now.getTime()
  const isOver = sql<boolean>`rate_limits.started_at <= ${at - windowMs} or rate_limits.started_at > ${at}`
  const row = await tx
    .insertInto('rate_limits')
    .values({ subject, started_at: at, ends_at: at + windowMs, times: 1 })
    .onConflict((conflict) =>
      conflict.column('subject').doUpdateSet({
        times: sql<number>`case when ${isOver} then 1 else rate_limits.times + 1 end`,
        started_at: sql<number>`case when ${isOver} then ${at} else rate_limits.started_at end`,
        ends_at: sql<number>`case when ${isOver} then ${at + windowMs} else rate_limits.ends_at end`,
      }),
    )
    .returning(['times', 'started_at'])
    .executeTakeFirstOrThrow()
  return { times: Number(row.times), startedAt: new Date(Number(row.started_at)) }
}
