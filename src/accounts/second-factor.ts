import { appendAudit } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import { findStep, isAuthenticatorCode } from './authenticator.ts'
import { countTry, findTries, forgiveTries, type Tries, type TryFrom } from './count-try.ts'
import { queueCodesTriedMail } from './mails.ts'
import { tryPasskey, type PasskeyAnswer, type ProvenPasskey } from './passkey-proof.ts'
import { updatePasskeyUsed } from './passkey-store.ts'
import { hashRecoveryCode } from './recovery-code.ts'
import type { SecondFactorRefusal } from './refusal.ts'
import { findAuthenticator, spendRecoveryCode, spendStep } from './two-factor-store.ts'

/** A factor that fits, not used up yet: that is done in the transaction of what it is for (`spendFactor`). */
export type FittingFactor =
  | { readonly kind: 'authenticator'; readonly step: number; readonly tries: Tries }
  | { readonly kind: 'recovery-code'; readonly hash: string; readonly tries: Tries }
  | ({ readonly kind: 'passkey' } & ProvenPasskey)

/** What somebody shows as their second factor: a code that they type, or what their passkey signed. */
export type FactorProof = { readonly code: string } | { readonly passkey: PasskeyAnswer }

/** Says which factor this proof is, when it fits. */
export async function tryFactor(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  account: Account,
  proof: FactorProof,
  from: TryFrom,
): Promise<Result<FittingFactor, SecondFactorRefusal>> {
  if ('code' in proof) return tryCode(deps, account, proof.code, from)
  const proven = await tryPasskey(deps, account, proof.passkey)
  return proven.ok ? ok({ kind: 'passkey', ...proven.value }) : proven
}

/** So many wrong codes in a row are told by mail: whoever types them knows the password. */
const triesToTell = 10

/**
 * Tries a code of the authenticator app, or a recovery code, under a lock-out of its own: a right password does not clear
 * it, or whoever knows that could guess codes without end.
 */
async function tryCode(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  account: Account,
  code: string,
  from: TryFrom,
): Promise<Result<FittingFactor, SecondFactorRefusal>> {
  const tries = await findTries(deps, { name: `code:${account.id}`, accountId: account.id }, from)
  const counted = await countTry(deps, tries)
  if (!counted.ok) return fail({ code: 'codes-locked', ...counted.error })
  if (counted.value === triesToTell) {
    await deps.db.transaction((tx) => queueCodesTriedMail(tx, deps, account, from.address))
  }
  if (!isAuthenticatorCode(code)) return ok({ kind: 'recovery-code', hash: hashRecoveryCode(code), tries })
  const app = await findAuthenticator(deps.db.read, account.id)
  const step = app?.confirmedAt ? findStep(app.secret, code, deps.now()) : null
  return step === null ? fail({ code: 'code-wrong' }) : ok({ kind: 'authenticator', step, tries })
}

/** Uses a factor up. The refusal of a second use leaves its try counted. */
export async function spendFactor(
  tx: Db,
  account: Pick<Account, 'id'>,
  factor: FittingFactor,
  now: Date,
): Promise<Result<void, SecondFactorRefusal>> {
  if (factor.kind === 'passkey') {
    const isThere = await updatePasskeyUsed(tx, factor.passkey.id, { counter: factor.counter, at: now })
    return isThere ? ok() : fail({ code: 'passkey-wrong' })
  }
  if (factor.kind === 'authenticator') {
    if (!(await spendStep(tx, account.id, factor.step))) return fail({ code: 'code-used' })
  } else if (!(await spendRecoveryCode(tx, account.id, factor.hash, now))) {
    return fail({ code: 'code-wrong' })
  }
  await forgiveTries(tx, factor.tries)
  return ok()
}

/** What does not fit leaves a trace, as wrong passwords do. */
export async function auditFailedFactor(
  deps: Pick<Deps, 'db' | 'now'>,
  account: Pick<Account, 'id'>,
  refusal: SecondFactorRefusal,
  from: { readonly address: string },
): Promise<void> {
  const actor = { account: null, through: 'page', address: from.address } as const
  const entry = { actor, action: 'FailedLoginInvalidSecondFactor', accountId: account.id }
  await deps.db.transaction((tx) => appendAudit(tx, { ...entry, at: deps.now(), detail: { reason: refusal.code } }))
}
