import { createHash } from 'node:crypto'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import { countTry, forgiveTries, trySubjects, type TrySubjects } from './count-try.ts'
import { verifyPassword } from './password-hash.ts'
import type { SignInLocked } from './refusal.ts'
import { findPasswordHash } from './store.ts'

export type PasswordTry = {
  /** The account that is tried; null when nobody has what was typed: that costs and counts the same. */
  readonly account: Account | null
  /** What was typed to name the account. */
  readonly identifier: string
  readonly password: string
  readonly address: string
}

/** What a right password lets the caller do in its own transaction: `forgiveTries(tx, subjects)`. */
export type PasswordRight = { readonly subjects: TrySubjects }

/** Tries a password under the lock-out. */
export async function tryPassword(
  deps: Pick<Deps, 'db' | 'now'>,
  attempt: PasswordTry,
): Promise<Result<PasswordRight, SignInLocked | { readonly code: 'wrong-password' }>> {
  const { account } = attempt
  const subjects = subjectsOf(attempt)
  const counted = await countTry(deps, subjects)
  if (!counted.ok) return fail({ code: 'sign-in-locked', ...counted.error })
  const stored =
    account?.kind === 'user' && !account.deletedAt ? await findPasswordHash(deps.db.read, account.id) : null
  const isRight = await verifyPassword(attempt.password, stored)
  return isRight ? ok({ subjects }) : fail({ code: 'wrong-password' })
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
  await deps.db.transaction((tx) => forgiveTries(tx, tried.value.subjects))
  return ok()
}

/** What nobody has is counted as a hash: people type passwords into the wrong field. */
function subjectsOf({ account, identifier, address }: PasswordTry): TrySubjects {
  const hash = () => createHash('sha256').update(identifier.toLowerCase()).digest('hex')
  return trySubjects(account ? `account:${account.id}` : `unknown:${hash()}`, address)
}
