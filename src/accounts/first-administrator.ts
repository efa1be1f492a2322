import { appendAudit } from '../audit/audit.ts'
import { linkBaseUrl } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import type { Language } from '../i18n/message.ts'
import { fail, type Result } from '../result.ts'
import type { Account } from './account.ts'
import { addUser, type UserFieldRefusal } from './new-user.ts'
import { addSession, type NewSession, type SessionOrigin } from './session.ts'
import { hasAdministrator } from './store.ts'
import {
  endTokens,
  findToken,
  hasLiveTokenWithoutAccount,
  insertToken,
  isLive,
  markTokenUsed,
  type AccountToken,
} from './token-store.ts'
import { hashToken, makeToken } from './token.ts'

const lifetimeMs = 24 * 60 * 60_000
const kind = 'first-administrator'

/**
 * The link behind which the first administrator is made, or null when there is an administrator or an earlier link still
 * lives: it is shown once and stored only as a hash. Lost it? `lode user create NAME --email E --admin`.
 */
export async function ensureFirstAdministratorLink(deps: Pick<Deps, 'config' | 'db' | 'now'>): Promise<string | null> {
  const now = deps.now()
  const token = await deps.db.transaction(async (tx) => {
    if ((await hasAdministrator(tx)) || (await hasLiveTokenWithoutAccount(tx, kind, now))) return null
    const made = makeToken()
    const expiresAt = new Date(now.getTime() + lifetimeMs)
    await insertToken(tx, { kind, accountId: null, hash: made.hash, email: null, createdAt: now, expiresAt })
    return made.token
  })
  return token === null ? null : `${linkBaseUrl(deps.config)}/account/FirstAdministrator/${token}`
}

/** The link while it may be used: it lives, and nobody became administrator in another way. */
export async function findFirstAdministratorLink(db: Db, token: string, now: Date): Promise<AccountToken | null> {
  const link = await findToken(db, kind, hashToken(token))
  return link && isLive(link, now) && !(await hasAdministrator(db)) ? link : null
}

/** Makes the first administrator, signed in, with a confirmed address: whoever reads the server's output may. */
export async function createFirstAdministrator(
  deps: Pick<Deps, 'db' | 'now'>,
  token: string,
  user: { readonly name: string; readonly email: string; readonly password: string; readonly language: Language },
  from: SessionOrigin,
): Promise<
  Result<{ account: Account } & NewSession, readonly (UserFieldRefusal | { readonly code: 'link-invalid' })[]>
> {
  if (!(await findFirstAdministratorLink(deps.db.read, token, deps.now()))) return fail([{ code: 'link-invalid' }])
  const settings = { isEmailConfirmed: true, isAdmin: true, language: user.language }
  return addUser(deps, user, settings, async (tx, account, now) => {
    const link = await findToken(tx, kind, hashToken(token))
    if (!link || !isLive(link, now) || !(await markTokenUsed(tx, link.id, now))) throw new LinkUsedMeanwhile()
    await endTokens(tx, kind, null, now)
    const actor = { account, through: 'page', address: from.address } as const
    await appendAudit(tx, { at: now, actor, action: 'Register', accountId: account.id, detail: { isAdmin: true } })
    return { account, ...(await addSession(tx, account.id, from, now)) }
  }).catch((error: unknown) => {
    if (error instanceof LinkUsedMeanwhile) return fail([{ code: 'link-invalid' as const }])
    throw error
  })
}

/** Rolls back when two people follow the link at the same moment. */
class LinkUsedMeanwhile extends Error {}
