import type { Db } from '../db/database.ts'
import type { SignInFailures } from './lock-out.ts'

/**
 * The failures of this subject (`account:7@203.0.113.9`, `account:7#device:3`, `account:7`). Its row is locked until the transaction ends, so
 * that tries at the same moment are judged one after the other on PostgreSQL too.
 */
export async function lockSignInFailures(tx: Db, subject: string, now: Date): Promise<SignInFailures> {
  const row = await tx
    .insertInto('sign_in_failures')
    .values({ subject, failures: 0, last_failed_at: now.getTime() })
    .onConflict((conflict) =>
      conflict.column('subject').doUpdateSet((set) => ({ failures: set.ref('sign_in_failures.failures') })),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
  return { failures: row.failures, lastFailedAt: new Date(row.last_failed_at) }
}

export async function updateSignInFailures(tx: Db, subject: string, known: SignInFailures): Promise<void> {
  await tx
    .updateTable('sign_in_failures')
    .set({ failures: known.failures, last_failed_at: known.lastFailedAt.getTime() })
    .where('subject', '=', subject)
    .execute()
}

/** Forgets the failures of one account, wherever they were made. */
export async function clearSignInFailures(tx: Db, accountId: number): Promise<void> {
  await tx
    .deleteFrom('sign_in_failures')
    .where((row) =>
      row.or([
        row('subject', '=', `account:${accountId}`),
        row('subject', 'like', `account:${accountId}@%`),
        row('subject', 'like', `account:${accountId}#%`),
      ]),
    )
    .execute()
}

/** Forgets the failures of these subjects only. */
export async function deleteSignInFailures(tx: Db, subjects: readonly string[]): Promise<void> {
  await tx.deleteFrom('sign_in_failures').where('subject', 'in', subjects).execute()
}
