import { appendAudit, type Actor } from '../audit/audit.ts'
import { isUniqueViolation, type Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import { queueConfirmMail, queueEmailChangedMail } from './mails.ts'
import { refuseTakenEmail } from './new-user.ts'
import { findAccountById, updateAccount } from './store.ts'
import { countTokensSince, endTokens, findToken, insertToken, isLive, type AccountToken } from './token-store.ts'
import { hashToken, makeToken } from './token.ts'

const hour = 60 * 60_000
export const confirmLinkLifetimeMs = 7 * 24 * hour
/** So that nobody can fill a stranger's mailbox through us. */
const mailsPerHour = 5

export type ConfirmRefusal =
  { readonly code: 'link-invalid' } | { readonly code: 'already-confirmed' } | { readonly code: 'email-taken' }

/** Makes a link for the account's unconfirmed address and mails it there. Earlier links for that address stay good. */
export async function queueConfirmation(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  account: Account,
  returnUrl: string | null,
): Promise<void> {
  const email = account.unconfirmedEmail
  if (email === null) throw new Error('there is no address to confirm')
  const { token, hash } = makeToken()
  const createdAt = deps.now()
  const expiresAt = new Date(createdAt.getTime() + confirmLinkLifetimeMs)
  await insertToken(tx, { kind: 'confirm-email', accountId: account.id, hash, email, createdAt, expiresAt })
  await queueConfirmMail(tx, deps, { account, email, token, returnUrl, isChange: account.email !== null })
}

/** Whether so many links were mailed for this account within the hour that the next has to wait. */
export async function hasMailedEnough(tx: Db, account: Pick<Account, 'id'>, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - hour)
  return (await countTokensSince(tx, 'confirm-email', account.id, since)) >= mailsPerHour
}

/** Sends the link once more, and lets it come back to `returnUrl`. At most five an hour. */
export async function resendConfirmation(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  account: Account,
  returnUrl: string | null,
): Promise<Result<void, { readonly code: 'already-confirmed' } | { readonly code: 'too-many-mails' }>> {
  return deps.db.transaction((tx) => resendConfirmationIn(tx, deps, account, returnUrl))
}

/** The same inside a transaction, which has asked whether the caller may. */
export async function resendConfirmationIn(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  account: Account,
  returnUrl: string | null,
): Promise<Result<void, { readonly code: 'already-confirmed' } | { readonly code: 'too-many-mails' }>> {
  const current = await findAccountById(tx, account.id)
  if (!current || current.unconfirmedEmail === null) return fail({ code: 'already-confirmed' })
  if (await hasMailedEnough(tx, account, deps.now())) return fail({ code: 'too-many-mails' })
  await queueConfirmation(tx, deps, current, returnUrl)
  return ok()
}

/** What following the link would do now: the address it would confirm, or why it would not. */
export async function findConfirmation(
  db: Db,
  account: Account,
  token: string,
  now: Date,
): Promise<Result<string, ConfirmRefusal>> {
  const link = await findToken(db, 'confirm-email', hashToken(token))
  const email = link?.email
  if (!link || !email || link.accountId !== account.id) return fail({ code: 'link-invalid' })
  const refusal = refuseLink(account, link, now)
  if (refusal) return fail(refusal)
  const taken = await refuseTakenEmail(db, email, account)
  return taken ? fail({ code: 'email-taken' }) : ok(email)
}

function refuseLink(account: Account, link: AccountToken, now: Date): ConfirmRefusal | null {
  if (account.email === link.email && account.unconfirmedEmail !== link.email) return { code: 'already-confirmed' }
  return isLive(link, now) && account.unconfirmedEmail === link.email ? null : { code: 'link-invalid' }
}

/** Makes the pending address the account's address. The old one, if any, gets a notice. */
export async function confirmEmail(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  account: Account,
  token: string,
  actor: Actor,
): Promise<Result<{ readonly email: string }, ConfirmRefusal>> {
  try {
    return await deps.db.transaction((tx) => confirmEmailIn(tx, deps, account, token, actor))
  } catch (error) {
    if (isUniqueViolation(error)) return fail({ code: 'email-taken' })
    throw error
  }
}

/** The same inside a transaction, which has asked whether the caller may. Throws a unique violation. */
export async function confirmEmailIn(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  account: Account,
  token: string,
  actor: Actor,
): Promise<Result<{ readonly email: string }, ConfirmRefusal>> {
  const current = await findAccountById(tx, account.id)
  if (!current || current.deletedAt) return fail({ code: 'link-invalid' })
  const found = await findConfirmation(tx, current, token, deps.now())
  if (!found.ok) return found
  await applyConfirmedEmail(tx, deps, current, found.value)
  const detail = { email: found.value, oldEmail: current.email }
  await appendAudit(tx, { at: deps.now(), actor, action: 'ConfirmEmail', accountId: account.id, detail })
  return ok({ email: found.value })
}

/** The change itself: also used where no mail can be sent and a new address counts at once. */
export async function applyConfirmedEmail(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  account: Account,
  email: string,
): Promise<void> {
  await updateAccount(tx, account.id, { email, unconfirmedEmail: null })
  await endTokens(tx, 'confirm-email', account.id, deps.now())
  // A link that was mailed to the old address must not open the account any more.
  await endTokens(tx, 'reset-password', account.id, deps.now())
  if (account.email !== null)
    await queueEmailChangedMail(tx, deps, { account, oldEmail: account.email, newEmail: email })
}
