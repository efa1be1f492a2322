import { appendAudit } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import type { TryFrom } from './count-try.ts'
import type { SecondFactorRefusal, SignInLocked } from './refusal.ts'
import { auditFailedFactor, spendFactor, tryFactor, type FactorProof } from './second-factor.ts'
import { updateSessionConfirmed } from './session-store.ts'
import type { Session } from './session.ts'
import { confirmPassword } from './verify-password.ts'

type ConfirmDeps = Pick<Deps, 'config' | 'db' | 'now'>

/** What a form with a field for the password brings; the field is left out while a proof in this session is recent. */
export type IdentityProof = { readonly password: string; readonly isRecentlyConfirmed: boolean }

/** Before a dangerous act: a password that was typed must be right, and none is needed after a recent proof. */
export async function requireProof(
  deps: Pick<Deps, 'db' | 'now'>,
  account: Account,
  proof: IdentityProof,
  from: TryFrom,
): Promise<Result<unknown, SignInLocked | { readonly code: 'wrong-password' }>> {
  if (proof.password === '' && proof.isRecentlyConfirmed) return ok()
  return confirmPassword(deps, account, proof.password, from)
}

/** Notes in this session that its user gave the password again (confirmation.ts). */
export async function confirmByPassword(
  deps: ConfirmDeps,
  user: { readonly account: Account; readonly session: Session },
  password: string,
  from: TryFrom,
): Promise<Result<unknown, SignInLocked | { readonly code: 'wrong-password' }>> {
  const confirmed = await confirmPassword(deps, user.account, password, from)
  if (confirmed.ok) await deps.db.transaction((tx) => updateSessionConfirmed(tx, user.session.id, deps.now()))
  return confirmed
}

/** The same with a code, which is used up, or a passkey. */
export async function confirmByFactor(
  deps: ConfirmDeps,
  user: { readonly account: Account; readonly session: Session },
  proof: FactorProof,
  from: TryFrom,
): Promise<Result<void, SecondFactorRefusal>> {
  const factor = await tryFactor(deps, user.account, proof, from)
  const done = factor.ok
    ? await deps.db.transaction(async (tx) => {
        const spent = await spendFactor(tx, user.account, factor.value, deps.now())
        if (!spent.ok) return spent
        await updateSessionConfirmed(tx, user.session.id, deps.now())
        const actor = { account: user.account, through: 'page', address: from.address } as const
        const entry = { at: deps.now(), actor, accountId: user.account.id, detail: { factor: factor.value.kind } }
        await appendAudit(tx, { ...entry, action: 'ConfirmIdentity' })
        return ok()
      })
    : factor
  if (!done.ok) await auditFailedFactor(deps, user.account, done.error, from)
  return done
}
