import { appendAudit, type Actor } from '../audit/audit.ts'
import { isUniqueViolation, type Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import { applyConfirmedEmail, hasMailedEnough, queueConfirmation } from './confirm-email.ts'
import { requireProof, type IdentityProof } from './confirm-identity.ts'
import type { TryFrom } from './count-try.ts'
import { parseEmailAddress } from './email-address.ts'
import { refuseTakenEmail } from './new-user.ts'
import type { EmailRefusal, SignInLocked } from './refusal.ts'
import { findAccountById, updateAccount } from './store.ts'
import { endTokens } from './token-store.ts'

export type ChangeEmailRefusal =
  | EmailRefusal
  | SignInLocked
  | { readonly code: 'wrong-password' }
  | { readonly code: 'too-many-mails' }
  | { readonly code: 'account-locked'; readonly name: string }

/**
 * Asks for another address. The present one stays until the new one is confirmed by its link; where no mail can be sent
 * the new one counts at once. Locked users keep theirs.
 */
export async function changeEmail(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  account: Account,
  change: { readonly email: string; readonly proof: IdentityProof },
  from: TryFrom,
): Promise<Result<{ readonly isPending: boolean }, ChangeEmailRefusal>> {
  if (account.lockedAt) return fail({ code: 'account-locked', name: account.name })
  const parsed = parseEmailAddress(change.email)
  if (!parsed.ok) return parsed
  const email = parsed.value
  if (email.toLowerCase() === account.email?.toLowerCase()) return fail({ code: 'email-unchanged' })
  const taken = await refuseTakenEmail(deps.db.read, email, account)
  if (taken) return fail(taken)
  const confirmed = await requireProof(deps, account, change.proof, from)
  if (!confirmed.ok) return confirmed

  try {
    return await deps.db.transaction(async (tx) => {
      const current = await findAccountById(tx, account.id)
      if (!current || current.lockedAt) return fail({ code: 'account-locked', name: account.name })
      if (await hasMailedEnough(tx, account, deps.now())) return fail({ code: 'too-many-mails' })
      return ok(await beginEmailChange(tx, deps, current, email, { account, through: 'page', address: from.address }))
    })
  } catch (error) {
    if (isUniqueViolation(error)) return fail({ code: 'email-taken' })
    throw error
  }
}

/** The change itself, once it is known that the caller may; an operator's word needs no link. Throws a unique violation when the address is taken. */
export async function beginEmailChange(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  current: Account,
  email: string,
  actor: Actor,
): Promise<{ readonly isPending: boolean }> {
  const isPending = deps.config.smtpUrl !== null && actor.through !== 'command-line'
  const now = deps.now()
  const detail = { email, oldEmail: current.email }
  await appendAudit(tx, { at: now, actor, action: 'ChangeEmail', accountId: current.id, detail })
  await endTokens(tx, 'confirm-email', current.id, now)
  if (isPending) {
    await updateAccount(tx, current.id, { unconfirmedEmail: email })
    await queueConfirmation(tx, deps, { ...current, unconfirmedEmail: email }, null)
  } else {
    await applyConfirmedEmail(tx, deps, current, email)
  }
  return { isPending }
}

/** Forgets the pending address; its link is dead. The first address of an account cannot be cancelled, only replaced. */
export async function cancelChangeEmail(
  deps: Pick<Deps, 'db' | 'now'>,
  account: Account,
  from: { readonly address: string },
): Promise<void> {
  const actor = { account, through: 'page', address: from.address } as const
  await deps.db.transaction((tx) => cancelChangeEmailIn(tx, deps, account, actor))
}

/** The same inside a transaction, which has asked whether the caller may. */
export async function cancelChangeEmailIn(
  tx: Db,
  deps: Pick<Deps, 'now'>,
  account: Account,
  actor: Actor,
): Promise<void> {
  const current = await findAccountById(tx, account.id)
  if (!current || current.email === null || current.unconfirmedEmail === null) return
  const now = deps.now()
  await updateAccount(tx, account.id, { unconfirmedEmail: null })
  await endTokens(tx, 'confirm-email', account.id, now)
  const detail = { email: current.unconfirmedEmail }
  await appendAudit(tx, { at: now, actor, action: 'CancelChangeEmail', accountId: account.id, detail })
}
