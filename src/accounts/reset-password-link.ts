import { appendAudit, type Actor } from '../audit/audit.ts'
import { linkBaseUrl } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import { queueResetMail } from './mails.ts'
import { findAccountToSignIn } from './sign-in.ts'
import { findAccountByName } from './store.ts'
import { countTokensSince, insertToken } from './token-store.ts'
import { makeToken } from './token.ts'

const hour = 60 * 60_000
const mailedLinkLifetimeMs = hour
const operatorLinkLifetimeMs = 24 * hour
const mailsPerHour = 3

/**
 * Mails a one-time link to whoever has this user name or confirmed address. The caller learns nothing: unknown and
 * unconfirmed accounts get no mail and the same answer. At most three an hour go to one account.
 */
export async function requestPasswordReset(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  identifier: string,
  from: { readonly address: string },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const account = await findAccountToSignIn(tx, identifier)
    if (!account || account.kind !== 'user' || account.deletedAt || account.email === null) return
    const now = deps.now()
    const actor = { account: null, through: 'page', address: from.address } as const
    const since = new Date(now.getTime() - hour)
    if ((await countTokensSince(tx, 'reset-password', account.id, since)) >= mailsPerHour) return
    const token = await addResetToken(tx, account, now, mailedLinkLifetimeMs)
    await appendAudit(tx, { at: now, actor, action: 'RequestPasswordReset', accountId: account.id })
    await queueResetMail(tx, deps, { account, email: account.email, token })
  })
}

/** An operator's way: a one-time link, good for a day, to hand to the user by other means. */
export async function resetPasswordLink(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  name: string,
  actor: Actor,
): Promise<
  Result<
    { readonly link: string; readonly expiresAt: Date },
    { readonly code: 'account-unknown' | 'account-is-organization'; readonly name: string }
  >
> {
  return deps.db.transaction(async (tx) => {
    const account = await findAccountByName(tx, name)
    if (!account || account.deletedAt) return fail({ code: 'account-unknown', name })
    if (account.kind === 'organization') return fail({ code: 'account-is-organization', name: account.name })
    const now = deps.now()
    const token = await addResetToken(tx, account, now, operatorLinkLifetimeMs)
    await appendAudit(tx, { at: now, actor, action: 'RequestPasswordReset', accountId: account.id })
    const link = `${linkBaseUrl(deps.config)}${resetPath(account, token)}`
    return ok({ link, expiresAt: new Date(now.getTime() + operatorLinkLifetimeMs) })
  })
}

/** Where the page behind the link is. */
export function resetPath(account: Pick<Account, 'name'>, token: string): string {
  return `/account/forgotpassword/${account.name}/${token}`
}

async function addResetToken(tx: Db, account: Account, createdAt: Date, lifetimeMs: number): Promise<string> {
  const { token, hash } = makeToken()
  const expiresAt = new Date(createdAt.getTime() + lifetimeMs)
  await insertToken(tx, { kind: 'reset-password', accountId: account.id, hash, email: null, createdAt, expiresAt })
  return token
}
