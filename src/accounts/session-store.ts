import type { Selectable } from 'kysely'
import type { Db } from '../db/database.ts'
import type { SessionsTable } from '../db/tables/accounts.ts'
import type { Account } from './account.ts'
import type { Session } from './session.ts'
import { toAccount } from './store.ts'

/** The session with this hash of its token, expired ones included, with its account; or null. */
export async function findSessionRow(
  db: Db,
  tokenHash: string,
): Promise<{ account: Account; session: Session } | null> {
  const session = await db.selectFrom('sessions').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst()
  if (!session) return null
  const account = await db.selectFrom('accounts').selectAll().where('id', '=', session.account_id).executeTakeFirst()
  return account ? { account: toAccount(account), session: toSession(session) } : null
}

/** The living sessions of one account, last seen first. */
export async function listSessionRows(db: Db, accountId: number, now: Date): Promise<Session[]> {
  const rows = await db
    .selectFrom('sessions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now.getTime())
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(toSession)
}

export async function insertSession(
  tx: Db,
  session: Omit<Session, 'id' | 'lastSeenAt'> & { readonly tokenHash: string },
): Promise<void> {
  await tx
    .insertInto('sessions')
    .values({
      account_id: session.accountId,
      token_hash: session.tokenHash,
      stay_signed_in: session.staySignedIn ? 1 : 0,
      created_at: session.createdAt.getTime(),
      last_seen_at: session.createdAt.getTime(),
      expires_at: session.expiresAt.getTime(),
      address: session.address,
      user_agent: session.userAgent,
      two_factor: session.isTwoFactor ? 1 : 0,
      confirmed_at: session.confirmedAt?.getTime() ?? null,
    })
    .execute()
}

export async function updateSessionExpiry(
  tx: Db,
  id: number,
  seen: Pick<Session, 'lastSeenAt' | 'expiresAt'>,
): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ last_seen_at: seen.lastSeenAt.getTime(), expires_at: seen.expiresAt.getTime() })
    .where('id', '=', id)
    .execute()
}

export async function updateSessionConfirmed(tx: Db, id: number, confirmedAt: Date): Promise<void> {
  await tx.updateTable('sessions').set({ confirmed_at: confirmedAt.getTime() }).where('id', '=', id).execute()
}

/** Deletes one session if it is this account's. True when it was. */
export async function deleteSession(tx: Db, accountId: number, sessionId: number): Promise<boolean> {
  const result = await tx
    .deleteFrom('sessions')
    .where('id', '=', sessionId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

export async function deleteSessionOfToken(tx: Db, tokenHash: string): Promise<void> {
  await tx.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute()
}

/** Deletes the sessions of an account, all or all but one. */
export async function deleteSessionsOf(tx: Db, accountId: number, keepSessionId: number | null): Promise<void> {
  let query = tx.deleteFrom('sessions').where('account_id', '=', accountId)
  if (keepSessionId !== null) query = query.where('id', '<>', keepSessionId)
  await query.execute()
}

function toSession(row: Selectable<SessionsTable>): Session {
  return {
    id: row.id,
    accountId: row.account_id,
    createdAt: new Date(row.created_at),
    lastSeenAt: new Date(row.last_seen_at),
    expiresAt: new Date(row.expires_at),
    staySignedIn: row.stay_signed_in === 1,
    address: row.address,
    userAgent: row.user_agent,
    isTwoFactor: row.two_factor === 1,
    confirmedAt: row.confirmed_at === null ? null : new Date(row.confirmed_at),
  }
}
