import { createHash } from 'node:crypto'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import { addressGroup, countFailures, refuseTry } from './lock-out.ts'
import { verifyPassword } from './password-hash.ts'
import type { SignInLocked } from './refusal.ts'
import { deleteSignInFailures, lockSignInFailures, updateSignInFailures } from './sign-in-failure-store.ts'
import { findPasswordHash } from './store.ts'

export type PasswordTry = {
  /** The account that is tried; null when nobody has what was typed: that costs and counts the same. */
  readonly account: Account | null
  /** What was typed to name the account. */
  readonly identifier: string
  readonly password: string
  readonly address: string
}

/** What a right password lets the caller do in its own transaction: `deleteSignInFailures(tx, subjects)`. */
export type PasswordRight = { readonly subjects: readonly string[] }

/**
 * Tries a password under the lock-out. A try is counted before the slow hash is computed and forgiven when it was right,
 * so that a thousand tries at once are not a thousand guesses. While locked, tries neither count nor succeed.
 */
export async function tryPassword(
  deps: Pick<Deps, 'db' | 'now'>,
  attempt: PasswordTry,
): Promise<Result<PasswordRight, SignInLocked | { readonly code: 'wrong-password' }>> {
  const { account } = attempt
  const [here, everywhere] = subjectsOf(attempt)
  const counted = await deps.db.transaction(async (tx) => {
    for (const [subject, scope] of [[here, 'account-and-address'] as const, [everywhere, 'account'] as const]) {
      const now = deps.now()
      const known = await lockSignInFailures(tx, subject, now)
      const locked = refuseTry(scope, known, now)
      if (locked) return fail(locked)
      await updateSignInFailures(tx, subject, { failures: countFailures(known, now) + 1, lastFailedAt: now })
    }
    return ok()
  })
  if (!counted.ok) return counted
  const stored =
    account?.kind === 'user' && !account.deletedAt ? await findPasswordHash(deps.db.read, account.id) : null
  const isRight = await verifyPassword(attempt.password, stored)
  return isRight ? ok({ subjects: [here, everywhere] }) : fail({ code: 'wrong-password' })
}

/** Asks a signed-in user for their password once more, before something that widens rights. Counts like a sign-in. */
export async function confirmPassword(
  deps: Pick<Deps, 'db' | 'now'>,
  account: Account,
  password: string,
  from: { readonly address: string },
): Promise<Result<void, SignInLocked | { readonly code: 'wrong-password' }>> {
  const tried = await tryPassword(deps, { account, identifier: account.name, password, address: from.address })
  if (!tried.ok) return tried
  await deps.db.transaction((tx) => deleteSignInFailures(tx, tried.value.subjects))
  return ok()
}

/** Under which names tries are counted. What nobody has is kept as a hash: people type passwords into the wrong field. */
function subjectsOf(attempt: PasswordTry): readonly [here: string, everywhere: string] {
  const everywhere = attempt.account
    ? `account:${attempt.account.id}`
    : `unknown:${createHash('sha256').update(attempt.identifier.toLowerCase()).digest('hex')}`
  return [`${everywhere}@${addressGroup(attempt.address)}`, everywhere]
}
