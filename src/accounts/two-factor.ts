import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import type { TryFrom } from './count-try.ts'
import { authenticatorUri, findStep, makeAuthenticatorSecret } from './authenticator.ts'
import { queueTwoFactorMail } from './mails.ts'
import { hashRecoveryCode, makeRecoveryCodes } from './recovery-code.ts'
import { listPasskeys } from './passkey-store.ts'
import type { SecondFactorRefusal, SignInLocked, TwoFactorRefusal } from './refusal.ts'
import { auditFailedFactor, spendFactor, tryFactor, type FactorProof } from './second-factor.ts'
import { deleteSessionsOf } from './session-store.ts'
import { addSession, type NewSession, type SessionOrigin } from './session.ts'
import { findAccountById, findAccountByName, holdAccount, updateAccount } from './store.ts'
import {
  confirmAuthenticator,
  deleteAuthenticator,
  deleteFactors,
  findAuthenticator,
  putWaitingAuthenticator,
  replaceRecoveryCodes,
} from './two-factor-store.ts'
import { confirmPassword } from './verify-password.ts'

type TwoFactorDeps = Pick<Deps, 'config' | 'db' | 'now'>
type PasswordRefusal = SignInLocked | { readonly code: 'wrong-password' }

/** What an authenticator app is given. */
export type AuthenticatorSetup = { readonly secret: string; readonly uri: string }

/** How long a secret waits for its first code. */
const setupLifetimeMs = 60 * 60_000

/** Makes the secret of a new authenticator app. It counts once a code shows that the app has it. */
export async function beginAuthenticator(
  deps: TwoFactorDeps,
  account: Account,
  password: string,
  from: TryFrom,
): Promise<Result<AuthenticatorSetup, PasswordRefusal | TwoFactorRefusal>> {
  const confirmed = await confirmPassword(deps, account, password, from)
  if (!confirmed.ok) return confirmed
  const secret = makeAuthenticatorSecret()
  const isPut = await deps.db.transaction((tx) => putWaitingAuthenticator(tx, account.id, secret, deps.now()))
  return isPut ? ok(toSetup(deps, account, secret)) : fail({ code: 'authenticator-present' })
}

/** The secret that waits for its first code, to show it again after a wrong one; null when none does. */
export async function findSetup(deps: TwoFactorDeps, account: Account): Promise<AuthenticatorSetup | null> {
  const waiting = await findAuthenticator(deps.db.read, account.id)
  if (!waiting || waiting.confirmedAt) return null
  const isOld = deps.now().getTime() - waiting.createdAt.getTime() >= setupLifetimeMs
  return isOld ? null : toSetup(deps, account, waiting.secret)
}

function toSetup(deps: TwoFactorDeps, account: Account, secret: string): AuthenticatorSetup {
  return { secret, uri: authenticatorUri(secret, deps.config.brand, account.name) }
}

/** What switching two-factor sign-in on gives: the recovery codes, this once, and this browser's new session. */
export type SwitchedOn = { readonly recoveryCodes: readonly string[]; readonly session: NewSession }

/** Puts the authenticator app in use that made this code. The first second factor switches two-factor sign-in on. */
export async function confirmSetup(
  deps: TwoFactorDeps,
  account: Account,
  code: string,
  from: SessionOrigin,
): Promise<Result<SwitchedOn | null, TwoFactorRefusal | { readonly code: 'code-wrong' }>> {
  const setup = await findSetup(deps, account)
  if (!setup) return fail({ code: 'setup-ended' })
  const at = deps.now()
  const step = findStep(setup.secret, code, at)
  if (step === null) return fail({ code: 'code-wrong' })
  return deps.db.transaction(async (tx) => {
    const present = await findAccountById(tx, account.id)
    if (!present || !(await confirmAuthenticator(tx, account.id, { secret: setup.secret, step, at }))) {
      return fail({ code: 'setup-ended' } as const)
    }
    const actor = { account, through: 'page', address: from.address } as const
    const entry = { at, actor, accountId: account.id, detail: { type: 'authenticator' } }
    await appendAudit(tx, { ...entry, action: 'AddCredential' })
    if (!present.twoFactorSince) return ok(await switchOn(tx, deps, present, from))
    await queueTwoFactorMail(tx, deps, 'app-added', present)
    return ok(null)
  })
}

/** Removes the authenticator app. The last second factor is not removed: two-factor sign-in is switched off instead. */
export async function removeAuthenticator(
  deps: TwoFactorDeps,
  account: Account,
  actor: Actor,
): Promise<Result<void, TwoFactorRefusal>> {
  return deps.db.transaction(async (tx) => {
    await holdAccount(tx, account.id) // or the last passkey might go at the same moment
    await deleteAuthenticator(tx, account.id)
    if (!(await hasFactor(tx, account))) return fail({ code: 'last-factor' })
    const entry = { at: deps.now(), actor, accountId: account.id, detail: { type: 'authenticator' } }
    await appendAudit(tx, { ...entry, action: 'RemoveCredential' })
    await queueTwoFactorMail(tx, deps, 'app-removed', account)
    return ok()
  })
}

/** Whether the account has an authenticator app or a passkey. */
export async function hasFactor(db: Db, account: Pick<Account, 'id'>): Promise<boolean> {
  const app = await findAuthenticator(db, account.id)
  return Boolean(app?.confirmedAt) || (await listPasskeys(db, account.id)).length > 0
}

/** Every session ends, because none began with two factors; this browser gets a new one. */
export async function switchOn(
  tx: Db,
  deps: TwoFactorDeps,
  account: Account,
  from: SessionOrigin,
): Promise<SwitchedOn> {
  const now = deps.now()
  await updateAccount(tx, account.id, { twoFactorSince: now })
  const recoveryCodes = await renewRecoveryCodes(tx, account)
  await deleteSessionsOf(tx, account.id, null)
  const actor = { account, through: 'page', address: from.address } as const
  await appendAudit(tx, { at: now, actor, action: 'EnabledMultiFactor', accountId: account.id })
  await queueTwoFactorMail(tx, deps, 'on', account)
  return { recoveryCodes, session: await addSession(tx, account.id, { ...from, isTwoFactor: true }, now) }
}

async function renewRecoveryCodes(tx: Db, account: Account): Promise<readonly string[]> {
  const codes = makeRecoveryCodes()
  await replaceRecoveryCodes(tx, account.id, codes.map(hashRecoveryCode))
  return codes
}

/** Ten new recovery codes; those before them end. */
export async function changeRecoveryCodes(
  deps: TwoFactorDeps,
  account: Account,
  actor: Actor,
): Promise<Result<readonly string[], TwoFactorRefusal>> {
  return deps.db.transaction(async (tx) => {
    const present = await findAccountById(tx, account.id)
    if (!present?.twoFactorSince) return fail({ code: 'two-factor-off' })
    const codes = await renewRecoveryCodes(tx, account)
    const entry = { at: deps.now(), actor, accountId: account.id, detail: { type: 'recovery-codes' } }
    await appendAudit(tx, { ...entry, action: 'EditCredential' })
    await queueTwoFactorMail(tx, deps, 'codes', present)
    return ok(codes)
  })
}

/** Switches two-factor sign-in off, with the password and a second factor. Locked users keep it (gallery.md §3.12). */
export async function switchOffTwoFactor(
  deps: TwoFactorDeps,
  account: Account,
  proof: { readonly password: string; readonly factor: FactorProof },
  actor: Actor & TryFrom,
): Promise<
  Result<
    void,
    | PasswordRefusal
    | SecondFactorRefusal
    | TwoFactorRefusal
    | { readonly code: 'account-locked'; readonly name: string }
  >
> {
  if (account.lockedAt) return fail({ code: 'account-locked', name: account.name })
  if (!account.twoFactorSince) return fail({ code: 'two-factor-off' })
  const confirmed = await confirmPassword(deps, account, proof.password, actor)
  if (!confirmed.ok) return confirmed
  const factor = await tryFactor(deps, account, proof.factor, actor)
  const done = factor.ok
    ? await deps.db.transaction(async (tx) => {
        const spent = await spendFactor(tx, account, factor.value, deps.now())
        if (spent.ok) await switchOff(tx, deps, account, actor, { by: 'user' })
        return spent
      })
    : factor
  if (!done.ok) await auditFailedFactor(deps, account, done.error, actor)
  return done
}

/**
 * An operator's help for somebody who lost every second factor: all of them are removed, and every browser is signed out.
 * The password stays. Twice is once.
 */
export async function resetTwoFactor(
  deps: TwoFactorDeps,
  name: string,
  actor: Actor,
): Promise<Result<Account, { readonly code: 'account-unknown' | 'account-is-organization'; readonly name: string }>> {
  return deps.db.transaction(async (tx) => {
    const account = await findAccountByName(tx, name)
    if (!account || account.deletedAt) return fail({ code: 'account-unknown', name })
    if (account.kind === 'organization') return fail({ code: 'account-is-organization', name: account.name })
    if (!account.twoFactorSince) return ok(account)
    await switchOff(tx, deps, account, actor, { by: 'operator' })
    await deleteSessionsOf(tx, account.id, null)
    return ok({ ...account, twoFactorSince: null })
  })
}

async function switchOff(
  tx: Db,
  deps: TwoFactorDeps,
  account: Account,
  actor: Actor,
  detail: { readonly by: 'user' | 'operator' },
): Promise<void> {
  await deleteFactors(tx, account.id)
  await updateAccount(tx, account.id, { twoFactorSince: null })
  await appendAudit(tx, { at: deps.now(), actor, action: 'DisabledMultiFactor', accountId: account.id, detail })
  await queueTwoFactorMail(tx, deps, detail.by === 'user' ? 'off' : 'reset', account)
}
