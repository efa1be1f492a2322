import type { Selectable } from 'kysely'
import type { Db } from '../db/database.ts'
import type { PasskeyChallengesTable, PasskeysTable } from '../db/tables/two-factor.ts'

/** A passkey of a user, as its browser or device made it. */
export type Passkey = {
  readonly id: number
  readonly accountId: number
  /** Base64url, as are the bytes of the public key. */
  readonly credentialId: string
  readonly publicKey: string
  readonly counter: number
  readonly transports: readonly string[]
  readonly name: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

/** The passkeys of a user, oldest first. */
export async function listPasskeys(db: Db, accountId: number): Promise<readonly Passkey[]> {
  const rows = await db.selectFrom('passkeys').selectAll().where('account_id', '=', accountId).orderBy('id').execute()
  return rows.map(toPasskey)
}

export async function findPasskeyByCredential(db: Db, credentialId: string): Promise<Passkey | null> {
  const row = await db.selectFrom('passkeys').selectAll().where('credential_id', '=', credentialId).executeTakeFirst()
  return row ? toPasskey(row) : null
}

/** Adds a passkey. Throws a unique violation when the credential is known already. */
export async function insertPasskey(tx: Db, passkey: Omit<Passkey, 'id' | 'lastUsedAt'>): Promise<void> {
  await tx
    .insertInto('passkeys')
    .values({
      account_id: passkey.accountId,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: passkey.transports.join(','),
      name: passkey.name,
      created_at: passkey.createdAt.getTime(),
      last_used_at: null,
    })
    .execute()
}

/** Notes a use. False when the passkey is gone. */
export async function updatePasskeyUsed(
  tx: Db,
  id: number,
  used: { readonly counter: number; readonly at: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('passkeys')
    .set({ counter: used.counter, last_used_at: used.at.getTime() })
    .where('id', '=', id)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function updatePasskeyName(tx: Db, accountId: number, id: number, name: string): Promise<boolean> {
  const result = await tx
    .updateTable('passkeys')
    .set({ name })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Removes one passkey if it is this user's. True when it was. */
export async function deletePasskey(tx: Db, accountId: number, id: number): Promise<boolean> {
  const result = await tx
    .deleteFrom('passkeys')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** What a browser was asked to sign. */
export type Challenge = {
  readonly purpose: PasskeyChallengesTable['purpose']
  readonly accountId: number | null
  readonly boundTo: string
  readonly expiresAt: Date
}

export async function insertChallenge(tx: Db, challenge: Challenge & { readonly hash: string }): Promise<void> {
  await tx
    .insertInto('passkey_challenges')
    .values({
      challenge_hash: challenge.hash,
      purpose: challenge.purpose,
      account_id: challenge.accountId,
      bound_to: challenge.boundTo,
      expires_at: challenge.expiresAt.getTime(),
    })
    .execute()
}

/** Uses a challenge up, expired ones included; null when there is none (any more). */
export async function takeChallenge(tx: Db, hash: string): Promise<Challenge | null> {
  const row = await tx
    .deleteFrom('passkey_challenges')
    .where('challenge_hash', '=', hash)
    .returningAll()
    .executeTakeFirst()
  if (!row) return null
  const expiresAt = new Date(row.expires_at)
  return { purpose: row.purpose, accountId: row.account_id, boundTo: row.bound_to, expiresAt }
}

function toPasskey(row: Selectable<PasskeysTable>): Passkey {
  return {
    id: row.id,
    accountId: row.account_id,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    counter: row.counter,
    transports: row.transports === '' ? [] : row.transports.split(','),
    name: row.name,
    createdAt: new Date(row.created_at),
    lastUsedAt: row.last_used_at === null ? null : new Date(row.last_used_at),
  }
}
