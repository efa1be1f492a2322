import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { addressGroup, countFailures, refuseTry, type TryLocked } from './lock-out.ts'
import { deleteSignInFailures, lockSignInFailures, updateSignInFailures } from './sign-in-failure-store.ts'

/** Under which names tries are counted: from one address, and from everywhere. */
export type TrySubjects = readonly [here: string, everywhere: string]

export function trySubjects(everywhere: string, address: string): TrySubjects {
  return [`${everywhere}@${addressGroup(address)}`, everywhere]
}

/**
 * Counts a try under the lock-out before it is known whether it was right, so that a thousand tries at once are not a
 * thousand guesses: `forgiveTries` when it was. While locked, tries neither count nor succeed. Answers how many there are
 * now from everywhere.
 */
export async function countTry(
  deps: Pick<Deps, 'db' | 'now'>,
  [here, everywhere]: TrySubjects,
): Promise<Result<number, TryLocked>> {
  return deps.db.transaction(async (tx) => {
    let count = 0
    for (const [subject, scope] of [[here, 'account-and-address'] as const, [everywhere, 'account'] as const]) {
      const now = deps.now()
      const known = await lockSignInFailures(tx, subject, now)
      const locked = refuseTry(scope, known, now)
      if (locked) return fail(locked)
      count = countFailures(known, now) + 1
      await updateSignInFailures(tx, subject, { failures: count, lastFailedAt: now })
    }
    return ok(count)
  })
}

/** What was right is no failure, and clears those before it. */
export async function forgiveTries(tx: Db, subjects: TrySubjects): Promise<void> {
  await deleteSignInFailures(tx, subjects)
}
