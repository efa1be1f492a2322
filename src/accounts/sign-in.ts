import { appendAudit } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import type { SignInLocked } from './refusal.ts'
import { deleteSessionOfToken } from './session-store.ts'
import { addSession, type NewSession, type SessionOrigin } from './session.ts'
import { deleteSignInFailures } from './sign-in-failure-store.ts'
import { findAccountByEmail, findAccountByName } from './store.ts'
import { hashToken } from './token.ts'
import { tryPassword } from './verify-password.ts'

export type SignIn = {
  /** User name or confirmed e-mail address. */
  readonly identifier: string
  readonly password: string
}

/**
 * Signs a user in. Unknown names, wrong passwords, organizations and deleted users are one and the same refusal, which
 * takes the same time. Locked users may sign in.
 */
export async function signIn(
  deps: Pick<Deps, 'db' | 'now'>,
  given: SignIn,
  from: SessionOrigin,
): Promise<Result<{ readonly account: Account } & NewSession, SignInLocked | { readonly code: 'sign-in-wrong' }>> {
  const account = await findAccountToSignIn(deps.db.read, given.identifier)
  const tried = await tryPassword(deps, { account, ...given, address: from.address })
  if (!tried.ok) {
    if (tried.error.code === 'sign-in-locked') return fail(tried.error)
    await deps.db.transaction((tx) => auditFailure(tx, account, from, deps.now()))
    return fail({ code: 'sign-in-wrong' })
  }
  if (!account) throw new Error('a password was right for nobody')
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    await deleteSignInFailures(tx, tried.value.subjects)
    const actor = { account, through: 'page', address: from.address } as const
    await appendAudit(tx, { at: now, actor, action: 'Login', accountId: account.id })
    return ok({ account, ...(await addSession(tx, account.id, from, now)) })
  })
}

/** Ends the session of this token; one that is gone already is fine. */
export async function signOut(deps: Pick<Deps, 'db'>, token: string): Promise<void> {
  await deps.db.transaction((tx) => deleteSessionOfToken(tx, hashToken(token)))
}

/** The account of this user name or confirmed address, of whatever kind and state; null when nobody has it. */
export async function findAccountToSignIn(db: Db, identifier: string): Promise<Account | null> {
  if (identifier === '') return null
  return identifier.includes('@') ? findAccountByEmail(db, identifier) : findAccountByName(db, identifier)
}

async function auditFailure(tx: Db, account: Account | null, from: SessionOrigin, now: Date): Promise<void> {
  const actor = { account: null, through: 'page', address: from.address } as const
  await appendAudit(tx, { at: now, actor, action: failureAction(account), accountId: account?.id })
}

function failureAction(account: Account | null): string {
  if (!account || account.deletedAt) return 'FailedLoginNoSuchUser'
  return account.kind === 'organization' ? 'FailedLoginUserIsOrganization' : 'FailedLoginInvalidPassword'
}
