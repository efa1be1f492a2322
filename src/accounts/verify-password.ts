import { createHash } from 'node:crypto'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import { countTry, findTries, forgiveTries, type Tries, type TryFrom } from './count-try.ts'
import { verifyPassword } from './password-hash.ts'
import type { SignInLocked } from './refusal.ts'
import { findPasswordHash } from './store.ts'

export type PasswordTry = {
  /** The account that is tried; null when nobody has what was typed: that costs and counts the same. */
  readonly account: Account | null
  /** What was typed to name the account. */
  readonly identifier: string
  readonly password: string
  readonly from: TryFrom
}

/**
 * What a right password lets the caller do in its own transaction: `forgiveTries(tx, tries)`, once `isStillPassword(tx, …)`
 * shows that nobody has set another one meanwhile.
 */
export type PasswordRight = { readonly tries: Tries; readonly storedHash: string }

/** Tries a password under the lock-out. */
export async function tryPassword(
  deps: Pick<Deps, 'db' | 'now'>,
  attempt: PasswordTry,
): Promise<Result<PasswordRight, SignInLocked | { readonly code: 'wrong-password' }>> {
  const { account } = attempt
  const tries = await findTries(deps, subjectOf(attempt), attempt.from)
  const counted = await countTry(deps, tries)
  if (!counted.ok) return fail({ code: 'sign-in-locked', ...counted.error })
  const stored =
    account?.kind === 'user' && !account.deletedAt ? await findPasswordHash(deps.db.read, account.id) : null
  const isRight = await verifyPassword(attempt.password, stored)
  return isRight && stored !== null ? ok({ tries, storedHash: stored }) : fail({ code: 'wrong-password' })
}

/** Whether the password that was right is the account's still: comparing takes long enough for a reset in between. */
export async function isStillPassword(tx: Db, account: Pick<Account, 'id'>, right: PasswordRight): Promise<boolean> {
  return (await findPasswordHash(tx, account.id)) === right.storedHash
}

/** Asks a signed-in user for their password once more, before something that widens rights. Counts like a sign-in. */
export async function confirmPassword(
  deps: Pick<Deps, 'db' | 'now'>,
  account: Account,
  password: string,
  from: TryFrom,
): Promise<Result<PasswordRight, SignInLocked | { readonly code: 'wrong-password' }>> {
  const tried = await tryPassword(deps, { account, identifier: account.name, password, from })
  if (tried.ok) await deps.db.transaction((tx) => forgiveTries(tx, tried.value.tries))
  return tried
}

/** What nobody has is counted as a hash: people type passwords into the wrong field. */
function subjectOf({ account, identifier }: PasswordTry) {
  if (account) return { name: `account:${account.id}`, accountId: account.id }
  const hash = createHash('sha256').update(identifier.toLowerCase()).digest('hex')
  return { name: `unknown:${hash}`, accountId: null }
}
