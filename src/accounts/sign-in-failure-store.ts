import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { SignInFailures } from './lock-out.ts'

/** The failures of these subjects (`account:7@203.0.113.9`, `account:7`), by subject. */
export async function findSignInFailures(
  db: Db,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, SignInFailures>> {
  const rows = await db.selectFrom('sign_in_failures').selectAll().where('subject', 'in', subjects).execute()
  return new Map(
    rows.map((row) => [row.subject, { failures: row.failures, lastFailedAt: new Date(row.last_failed_at) }]),
  )
}

/** Counts one more failure; those older than `forgetBefore` count no longer. */
export async function addSignInFailure(tx: Db, subject: string, now: Date, forgetBefore: Date): Promise<void> {
  await sql`insert into sign_in_failures (subject, failures, last_failed_at) values (${subject}, 1, ${now.getTime()})
    on conflict (subject) do update set
      failures = case when sign_in_failures.last_failed_at < ${forgetBefore.getTime()} then 1 else sign_in_failures.failures + 1 end,
      last_failed_at = ${now.getTime()}`.execute(tx)
}

/** Forgets the failures of one account, from every address. */
export async function clearSignInFailures(tx: Db, accountId: number): Promise<void> {
  await tx
    .deleteFrom('sign_in_failures')
    .where((row) =>
      row.or([row('subject', '=', `account:${accountId}`), row('subject', 'like', `account:${accountId}@%`)]),
    )
    .execute()
}

/** Forgets the failures of these subjects only. */
export async function deleteSignInFailures(tx: Db, subjects: readonly string[]): Promise<void> {
  await tx.deleteFrom('sign_in_failures').where('subject', 'in', subjects).execute()
}
