import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import type { TryFrom } from './count-try.ts'
import { rememberDevice, type Device } from './known-device.ts'
import { deleteDevicesOf } from './known-device-store.ts'
import { queuePasswordChangedMail } from './mails.ts'
import { hashPassword } from './password-hash.ts'
import { refusePassword } from './password.ts'
import type { PasswordRefusal, SignInLocked } from './refusal.ts'
import { deleteSessionsOf } from './session-store.ts'
import { addSession, type NewSession, type SessionOrigin } from './session.ts'
import { clearSignInFailures } from './sign-in-failure-store.ts'
import { findAccountByName, findPasswordHash, updateAccount } from './store.ts'
import { endTokens, findToken, isLive, markTokenUsed, type AccountToken } from './token-store.ts'
import { hashToken } from './token.ts'
import { deleteSecondStepsOf } from './two-factor-store.ts'
import { confirmPassword, isStillPassword } from './verify-password.ts'

/**
 * A signed-in user replaces their password. Every session ends; this browser gets a new one, which is returned. The old
 * password is asked for first, and the account is told by mail.
 */
export async function changePassword(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  account: Account,
  change: { readonly oldPassword: string; readonly newPassword: string },
  from: SessionOrigin & TryFrom,
): Promise<Result<NewSession, PasswordRefusal | SignInLocked | { readonly code: 'wrong-password' }>> {
  const refusal = refusePassword(change.newPassword, account.name)
  if (refusal) return fail(refusal)
  const confirmed = await confirmPassword(deps, account, change.oldPassword, from)
  if (!confirmed.ok) return confirmed
  const passwordHash = await hashPassword(change.newPassword)
  const actor = { account, through: 'page', address: from.address } as const
  return deps.db.transaction(async (tx) => {
    // Hashing takes a while: a link from the mailbox may have set another password since.
    if (!(await isStillPassword(tx, account, confirmed.value))) return fail({ code: 'wrong-password' })
    await replacePassword(tx, deps, account, passwordHash, actor)
    return ok(await addSession(tx, account.id, from, deps.now()))
  })
}

/** The account and the token of a living reset link, or null. */
export async function findResetLink(
  db: Db,
  link: { readonly name: string; readonly token: string },
  now: Date,
): Promise<{ readonly account: Account; readonly token: AccountToken } | null> {
  const token = await findToken(db, 'reset-password', hashToken(link.token))
  const account = await findAccountByName(db, link.name)
  if (!token || !isLive(token, now) || !account || account.deletedAt) return null
  return token.accountId === account.id ? { account, token } : null
}

/**
 * Sets a password by a one-time link: lifts the lock-out, ends all sessions and all other links, and says so by mail. Nobody
 * is signed in by it, and a second factor is asked for as before; but this browser is known from now on, so that its owner
 * gets in while strangers keep trying. Answers the browser's device token.
 */
export async function resetPassword(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  link: { readonly name: string; readonly token: string },
  newPassword: string,
  from: Device,
): Promise<Result<{ readonly device: string }, PasswordRefusal | { readonly code: 'link-invalid' }>> {
  const found = await findResetLink(deps.db.read, link, deps.now())
  if (!found) return fail({ code: 'link-invalid' })
  const refusal = refusePassword(newPassword, found.account.name)
  if (refusal) return fail(refusal)
  const passwordHash = await hashPassword(newPassword)
  return deps.db.transaction(async (tx) => {
    const current = await findResetLink(tx, link, deps.now())
    if (!current || !(await markTokenUsed(tx, current.token.id, deps.now()))) return fail({ code: 'link-invalid' })
    const actor = { account: current.account, through: 'page', address: from.address } as const
    await replacePassword(tx, deps, current.account, passwordHash, actor)
    return ok({ device: await rememberDevice(tx, current.account.id, from, deps.now()) })
  })
}

async function replacePassword(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  account: Account,
  passwordHash: string,
  actor: Actor,
): Promise<void> {
  const now = deps.now()
  const entry = { at: now, actor, accountId: account.id, detail: { type: 'password' } }
  if ((await findPasswordHash(tx, account.id)) !== null) await appendAudit(tx, { ...entry, action: 'RemoveCredential' })
  await updateAccount(tx, account.id, { passwordHash })
  await appendAudit(tx, { ...entry, action: 'AddCredential' })
  await clearSignInFailures(tx, account.id)
  await deleteSessionsOf(tx, account.id, null)
  await deleteDevicesOf(tx, account.id)
  await deleteSecondStepsOf(tx, account.id)
  await endTokens(tx, 'reset-password', account.id, now)
  await queuePasswordChangedMail(tx, deps, account)
}
