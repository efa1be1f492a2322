import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import type { Account } from './account.ts'
import { rememberDevice } from './known-device.ts'
import {
  deleteSession,
  deleteSessionsOf,
  findSessionRow,
  insertSession,
  listSessionRows,
  updateSessionExpiry,
} from './session-store.ts'
import { hashToken, makeToken } from './token.ts'

/** A signed-in browser. The token itself is only in its cookie; the table has the hash. */
export type Session = {
  readonly id: number
  readonly accountId: number
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly expiresAt: Date
  readonly staySignedIn: boolean
  readonly address: string
  readonly userAgent: string
  /** It began with two factors, or with a passkey, which counts as two. */
  readonly isTwoFactor: boolean
  /** When the user last proved in it who they are: at sign-in, or later when asked (confirmation.ts). */
  readonly confirmedAt: Date | null
}

export type SessionOrigin = {
  readonly address: string
  readonly userAgent: string
  readonly staySignedIn: boolean
  readonly isTwoFactor?: boolean
  /** The browser's token of known devices (known-device.ts); null or absent when it has none. */
  readonly device?: string | null
}

const minute = 60_000
const hour = 60 * minute
const writeEvery = 5 * minute

/** How long a session lives after its last use: six hours, or thirty days for those who asked to stay signed in. */
export function sessionLifetimeMs(staySignedIn: boolean): number {
  return staySignedIn ? 30 * 24 * hour : 6 * hour
}

/**
 * Who the token belongs to, or null when it is unknown, expired, or of a deleted account. Being seen lengthens the
 * session's life; that is written at most every five minutes.
 */
export async function findSession(
  deps: Pick<Deps, 'db' | 'now'>,
  token: string,
): Promise<{ account: Account; session: Session } | null> {
  if (!/^[0-9a-f]{64}$/.test(token)) return null
  const now = deps.now()
  const found = await findSessionRow(deps.db.read, hashToken(token))
  if (!found || found.session.expiresAt <= now || found.account.deletedAt) return null
  if (now.getTime() - found.session.lastSeenAt.getTime() < writeEvery) return found

  const expiresAt = new Date(now.getTime() + sessionLifetimeMs(found.session.staySignedIn))
  await deps.db.transaction((tx) => updateSessionExpiry(tx, found.session.id, { lastSeenAt: now, expiresAt }))
  return { account: found.account, session: { ...found.session, lastSeenAt: now, expiresAt } }
}

/** Begins a session with a new token, which is returned this once. */
export async function startSession(
  deps: Pick<Deps, 'db' | 'now'>,
  account: Pick<Account, 'id'>,
  from: SessionOrigin,
): Promise<NewSession> {
  return deps.db.transaction((tx) => addSession(tx, account.id, from, deps.now()))
}

/** What a browser is given: the token for its cookie, when the session ends unless it is used, and its new device token. */
export type NewSession = {
  readonly token: string
  readonly expiresAt: Date
  readonly staySignedIn: boolean
  readonly device: string
}

/** The same within the transaction of a sign-in, a registration or a change of password. */
export async function addSession(tx: Db, accountId: number, from: SessionOrigin, now: Date): Promise<NewSession> {
  const { token, hash } = makeToken()
  const expiresAt = new Date(now.getTime() + sessionLifetimeMs(from.staySignedIn))
  await insertSession(tx, {
    accountId,
    tokenHash: hash,
    staySignedIn: from.staySignedIn,
    address: from.address,
    userAgent: from.userAgent.slice(0, 300),
    isTwoFactor: from.isTwoFactor ?? false,
    createdAt: now,
    confirmedAt: now,
    expiresAt,
  })
  const device = await rememberDevice(tx, accountId, from, now)
  return { token, expiresAt, staySignedIn: from.staySignedIn, device }
}

/** The account's living sessions, last seen first. */
export async function listSessions(deps: Pick<Deps, 'db' | 'now'>, accountId: number): Promise<readonly Session[]> {
  return listSessionRows(deps.db.read, accountId, deps.now())
}

/** Ends one session of this account; somebody else's is left alone. True when there was one. */
export async function endSession(
  deps: Pick<Deps, 'db' | 'now'>,
  accountId: number,
  sessionId: number,
  actor: Actor,
): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    const ended = (await listSessionRows(tx, accountId, deps.now())).find(({ id }) => id === sessionId)
    if (!ended || !(await deleteSession(tx, accountId, sessionId))) return false
    await auditEnd(tx, { accountId, actor, at: deps.now() }, [ended])
    return true
  })
}

/** Ends every session of the account but one. */
export async function endOtherSessions(
  deps: Pick<Deps, 'db' | 'now'>,
  accountId: number,
  keepSessionId: number | null,
  actor: Actor,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const ended = (await listSessionRows(tx, accountId, deps.now())).filter(({ id }) => id !== keepSessionId)
    await deleteSessionsOf(tx, accountId, keepSessionId)
    if (ended.length > 0) await auditEnd(tx, { accountId, actor, at: deps.now() }, ended)
  })
}

async function auditEnd(
  tx: Db,
  entry: { readonly accountId: number; readonly actor: Actor; readonly at: Date },
  ended: readonly Session[],
): Promise<void> {
  const sessions = ended.map(({ address, createdAt }) => ({ address, createdAt: createdAt.toISOString() }))
  await appendAudit(tx, { ...entry, action: 'EndSession', detail: { sessions } })
}
