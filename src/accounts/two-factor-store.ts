import type { Db } from '../db/database.ts'

/** An authenticator app of a user; not yet in use while `confirmedAt` is null. */
export type Authenticator = {
  readonly secret: string
  readonly createdAt: Date
  readonly confirmedAt: Date | null
}

export async function findAuthenticator(db: Db, accountId: number): Promise<Authenticator | null> {
  const row = await db.selectFrom('authenticators').selectAll().where('account_id', '=', accountId).executeTakeFirst()
  if (!row) return null
  const confirmedAt = row.confirmed_at === null ? null : new Date(row.confirmed_at)
  return { secret: row.secret, createdAt: new Date(row.created_at), confirmedAt }
}

/** Notes a secret that waits for its first code, in the place of another that waits. False when an app is in use. */
export async function putWaitingAuthenticator(tx: Db, accountId: number, secret: string, now: Date): Promise<boolean> {
  const row = { secret, created_at: now.getTime() }
  const result = await tx
    .insertInto('authenticators')
    .values({ account_id: accountId, ...row, confirmed_at: null })
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet(row).where('authenticators.confirmed_at', 'is', null),
    )
    .returning('account_id')
    .executeTakeFirst()
  return result !== undefined
}

/** Puts the app with this secret in use. False when it is not (or no longer) the one that waits. */
export async function confirmAuthenticator(
  tx: Db,
  accountId: number,
  confirmed: { readonly secret: string; readonly step: number; readonly at: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('authenticators')
    .set({ confirmed_at: confirmed.at.getTime(), last_step: confirmed.step })
    .where('account_id', '=', accountId)
    .where('secret', '=', confirmed.secret)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/**
 * Uses up the code of this time step and those before it. False when that was done already: of two requests with one code
 * the database lets one through.
 */
export async function spendStep(tx: Db, accountId: number, step: number): Promise<boolean> {
  const result = await tx
    .updateTable('authenticators')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is not', null)
    .where('last_step', '<', step)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function deleteAuthenticator(tx: Db, accountId: number): Promise<void> {
  await tx.deleteFrom('authenticators').where('account_id', '=', accountId).execute()
}

/** Removes every second factor of a user, and ends sign-ins that wait for one. */
export async function deleteFactors(tx: Db, accountId: number): Promise<void> {
  for (const table of ['authenticators', 'recovery_codes', 'passkeys', 'second_steps'] as const) {
    await tx.deleteFrom(table).where('account_id', '=', accountId).execute()
  }
}

/** Replaces all recovery codes of a user by these hashes. */
export async function replaceRecoveryCodes(tx: Db, accountId: number, hashes: readonly string[]): Promise<void> {
  await tx.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute()
  if (hashes.length === 0) return
  const rows = hashes.map((hash) => ({ account_id: accountId, code_hash: hash, used_at: null }))
  await tx.insertInto('recovery_codes').values(rows).execute()
}

/** Uses a recovery code up. False when there is none, or it was used before. */
export async function spendRecoveryCode(tx: Db, accountId: number, hash: string, now: Date): Promise<boolean> {
  const result = await tx
    .updateTable('recovery_codes')
    .set({ used_at: now.getTime() })
    .where('account_id', '=', accountId)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** How many recovery codes of a user are left. */
export async function countRecoveryCodes(db: Db, accountId: number): Promise<number> {
  const { count } = await db
    .selectFrom('recovery_codes')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** A sign-in that had the right password. */
export type SecondStep = { readonly accountId: number; readonly staySignedIn: boolean; readonly expiresAt: Date }

export async function insertSecondStep(tx: Db, step: SecondStep & { readonly tokenHash: string }): Promise<void> {
  await tx
    .insertInto('second_steps')
    .values({
      token_hash: step.tokenHash,
      account_id: step.accountId,
      stay_signed_in: step.staySignedIn ? 1 : 0,
      tries: 0,
      expires_at: step.expiresAt.getTime(),
    })
    .execute()
}

/** The living second step with this hash of its token, or null. */
export async function findSecondStep(db: Db, tokenHash: string, now: Date): Promise<SecondStep | null> {
  const row = await db
    .selectFrom('second_steps')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now.getTime())
    .executeTakeFirst()
  if (!row) return null
  return { accountId: row.account_id, staySignedIn: row.stay_signed_in === 1, expiresAt: new Date(row.expires_at) }
}

/** Counts a try of a second step. False when it had as many as it may. */
export async function countSecondStepTry(tx: Db, tokenHash: string, most: number): Promise<boolean> {
  const result = await tx
    .updateTable('second_steps')
    .set((set) => ({ tries: set('tries', '+', 1) }))
    .where('token_hash', '=', tokenHash)
    .where('tries', '<', most)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Uses a second step up. False when somebody else did so first. */
export async function deleteSecondStep(tx: Db, tokenHash: string): Promise<boolean> {
  const result = await tx.deleteFrom('second_steps').where('token_hash', '=', tokenHash).executeTakeFirst()
  return result.numDeletedRows > 0n
}

export async function deleteSecondStepsOf(tx: Db, accountId: number): Promise<void> {
  await tx.deleteFrom('second_steps').where('account_id', '=', accountId).execute()
}
