import type { Db } from '../db/database.ts'
import type { AccountTokensTable } from '../db/tables/accounts.ts'

export type TokenKind = AccountTokensTable['kind']

/** A one-time link. The token itself is only in the link. */
export type AccountToken = {
  readonly id: number
  readonly kind: TokenKind
  readonly accountId: number | null
  readonly email: string | null
  readonly expiresAt: Date
  readonly usedAt: Date | null
}

/** Whether the link may still be followed. */
export function isLive(token: Pick<AccountToken, 'expiresAt' | 'usedAt'>, now: Date): boolean {
  return token.usedAt === null && token.expiresAt > now
}

export type NewAccountToken = Omit<AccountToken, 'id' | 'usedAt'> & { readonly hash: string; readonly createdAt: Date }

export async function insertToken(tx: Db, token: NewAccountToken): Promise<void> {
  await tx
    .insertInto('account_tokens')
    .values({
      account_id: token.accountId,
      kind: token.kind,
      token_hash: token.hash,
      email: token.email,
      created_at: token.createdAt.getTime(),
      expires_at: token.expiresAt.getTime(),
      used_at: null,
    })
    .execute()
}

/** The token with this hash when it is of this kind, used and expired ones included; else null. */
export async function findToken(db: Db, kind: TokenKind, hash: string): Promise<AccountToken | null> {
  const row = await db
    .selectFrom('account_tokens')
    .selectAll()
    .where('token_hash', '=', hash)
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    kind: row.kind,
    accountId: row.account_id,
    email: row.email,
    expiresAt: new Date(row.expires_at),
    usedAt: row.used_at === null ? null : new Date(row.used_at),
  }
}

/** Uses a token up. False when somebody else did so first. */
export async function markTokenUsed(tx: Db, id: number, now: Date): Promise<boolean> {
  const result = await tx
    .updateTable('account_tokens')
    .set({ used_at: now.getTime() })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Ends every unused link of one kind: of one account, or those of no account. */
export async function endTokens(tx: Db, kind: TokenKind, accountId: number | null, now: Date): Promise<void> {
  await tx
    .updateTable('account_tokens')
    .set({ used_at: now.getTime() })
    .where('kind', '=', kind)
    .where('account_id', accountId === null ? 'is' : '=', accountId)
    .where('used_at', 'is', null)
    .execute()
}

/** How many links of one kind were made for an account since then, whatever became of them. */
export async function countTokensSince(db: Db, kind: TokenKind, accountId: number, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom('account_tokens')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('kind', '=', kind)
    .where('account_id', '=', accountId)
    .where('created_at', '>', since.getTime())
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Whether an unused link of this kind that belongs to no account still lives. */
export async function hasLiveTokenWithoutAccount(db: Db, kind: TokenKind, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('account_tokens')
    .select('id')
    .where('kind', '=', kind)
    .where('account_id', 'is', null)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now.getTime())
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteTokensOf(tx: Db, accountId: number): Promise<void> {
  await tx.deleteFrom('account_tokens').where('account_id', '=', accountId).execute()
}
