import { appendAudit } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import { forgiveTries } from './count-try.ts'
import { tryPasskey, type PasskeyAnswer } from './passkey-proof.ts'
import { updatePasskeyUsed } from './passkey-store.ts'
import type { SecondFactorRefusal, SignInLocked } from './refusal.ts'
import { auditFailedFactor, spendFactor, tryFactor, type FactorProof } from './second-factor.ts'
import { deleteSessionOfToken } from './session-store.ts'
import { addSession, type NewSession, type SessionOrigin } from './session.ts'
import { findAccountByEmail, findAccountById, findAccountByName } from './store.ts'
import { hashToken, makeToken } from './token.ts'
import { countSecondStepTry, deleteSecondStep, findSecondStep, insertSecondStep } from './two-factor-store.ts'
import { isStillPassword, tryPassword } from './verify-password.ts'

export type SignIn = {
  /** User name or confirmed e-mail address. */
  readonly identifier: string
  readonly password: string
}

/** Either a session, or for users with two-factor sign-in the token of the second step, which makes one. */
export type SignedIn =
  | ({ readonly kind: 'session'; readonly account: Account } & NewSession)
  | { readonly kind: 'second-step'; readonly token: string; readonly expiresAt: Date }

/** How long the second step may take, and how many codes may be tried in it. */
const secondStepLifetimeMs = 10 * 60_000
const secondStepTries = 5

/**
 * Checks a password: of users without two-factor sign-in it makes a session. Unknown names, wrong passwords, organizations
 * and deleted users are one and the same refusal, which takes the same time. Locked users may sign in.
 */
export async function signIn(
  deps: Pick<Deps, 'db' | 'now'>,
  given: SignIn,
  from: SessionOrigin,
): Promise<Result<SignedIn, SignInLocked | { readonly code: 'sign-in-wrong' }>> {
  const account = await findAccountToSignIn(deps.db.read, given.identifier)
  const tried = await tryPassword(deps, { account, ...given, from })
  if (!tried.ok) {
    if (tried.error.code === 'sign-in-locked') return fail(tried.error)
    await deps.db.transaction((tx) => auditFailure(tx, account, from, deps.now()))
    return fail({ code: 'sign-in-wrong' })
  }
  if (!account) throw new Error('a password was right for nobody')
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    await forgiveTries(tx, tried.value.tries)
    const present = await findAccountById(tx, account.id)
    if (!present || present.deletedAt) return fail({ code: 'sign-in-wrong' })
    if (!(await isStillPassword(tx, account, tried.value))) return fail({ code: 'sign-in-wrong' })
    if (present.twoFactorSince) {
      const step = await addSecondStep(tx, present, from, now)
      return ok({ kind: 'second-step', ...step } as const)
    }
    await auditSignIn(tx, present, ['password'], from, now)
    return ok({ kind: 'session', account: present, ...(await addSession(tx, account.id, from, now)) } as const)
  })
}

async function addSecondStep(tx: Db, account: Account, from: SessionOrigin, now: Date) {
  const { token, hash } = makeToken()
  const expiresAt = new Date(now.getTime() + secondStepLifetimeMs)
  const step = { tokenHash: hash, accountId: account.id, staySignedIn: from.staySignedIn, expiresAt }
  await insertSecondStep(tx, step)
  return { token, expiresAt }
}

/** Who is in the second step with this token; null when it ended, was used, or never was. */
export async function findSecondStepAccount(
  deps: Pick<Deps, 'db' | 'now'>,
  token: string | null,
): Promise<{ readonly account: Account; readonly staySignedIn: boolean } | null> {
  const step = token === null ? null : await findSecondStep(deps.db.read, hashToken(token), deps.now())
  const account = step && (await findAccountById(deps.db.read, step.accountId))
  return step && account?.twoFactorSince ? { account, staySignedIn: step.staySignedIn } : null
}

/** The second step: a factor that fits uses up itself and the step, and makes the session. */
export async function signInByFactor(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  given: { readonly token: string | null; readonly proof: FactorProof },
  from: Omit<SessionOrigin, 'staySignedIn'>,
): Promise<Result<NewSession, SecondFactorRefusal | { code: 'second-step-ended' }>> {
  const step = await findSecondStepAccount(deps, given.token)
  if (!step || given.token === null) return fail({ code: 'second-step-ended' })
  const { account, staySignedIn } = step
  const tokenHash = hashToken(given.token)
  if (!(await deps.db.transaction((tx) => countSecondStepTry(tx, tokenHash, secondStepTries)))) {
    return fail({ code: 'second-step-ended' })
  }
  const factor = await tryFactor(deps, account, given.proof, from)
  const signedIn = factor.ok
    ? await deps.db.transaction(async (tx) => {
        const now = deps.now()
        const spent = await spendFactor(tx, account, factor.value, now)
        if (!spent.ok) return spent
        if (!(await deleteSecondStep(tx, tokenHash))) return fail({ code: 'second-step-ended' } as const)
        await auditSignIn(tx, account, ['password', factor.value.kind], from, now)
        return ok(await addSession(tx, account.id, { ...from, staySignedIn, isTwoFactor: true }, now))
      })
    : factor
  if (!signedIn.ok && signedIn.error.code !== 'second-step-ended') {
    await auditFailedFactor(deps, account, signedIn.error, from)
  }
  return signedIn
}

/** A passkey alone signs in whoever it belongs to: it counts as two factors. */
export async function signInByPasskey(
  deps: Pick<Deps, 'db' | 'now'>,
  given: PasskeyAnswer,
  from: SessionOrigin,
): Promise<Result<NewSession, { readonly code: 'passkey-wrong' }>> {
  const proven = await tryPasskey(deps, null, given)
  if (!proven.ok) {
    const actor = { account: null, through: 'page', address: from.address } as const
    const entry = { at: deps.now(), actor, action: 'FailedLoginInvalidPasskey' }
    await deps.db.transaction((tx) => appendAudit(tx, entry))
    return proven
  }
  const { passkey, counter } = proven.value
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const account = await findAccountById(tx, passkey.accountId)
    if (!account || account.deletedAt) return fail({ code: 'passkey-wrong' })
    if (!(await updatePasskeyUsed(tx, passkey.id, { counter, at: now }))) return fail({ code: 'passkey-wrong' })
    await auditSignIn(tx, account, ['passkey'], from, now)
    return ok(await addSession(tx, account.id, { ...from, isTwoFactor: true }, now))
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

async function auditSignIn(
  tx: Db,
  account: Account,
  factors: readonly string[],
  from: { readonly address: string },
  now: Date,
): Promise<void> {
  const actor = { account, through: 'page', address: from.address } as const
  await appendAudit(tx, { at: now, actor, action: 'Login', accountId: account.id, detail: { factors } })
}

async function auditFailure(tx: Db, account: Account | null, from: SessionOrigin, now: Date): Promise<void> {
  const actor = { account: null, through: 'page', address: from.address } as const
  await appendAudit(tx, { at: now, actor, action: failureAction(account), accountId: account?.id })
}

function failureAction(account: Account | null): string {
  if (!account || account.deletedAt) return 'FailedLoginNoSuchUser'
  return account.kind === 'organization' ? 'FailedLoginUserIsOrganization' : 'FailedLoginInvalidPassword'
}
