import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { findKnown } from './known-device.ts'
import { deleteDevice } from './known-device-store.ts'
import { addressGroup, countFailures, deviceTries, refuseTry, type LockOutScope, type TryLocked } from './lock-out.ts'
import type { Session } from './session.ts'
import { deleteSignInFailures, lockSignInFailures, updateSignInFailures } from './sign-in-failure-store.ts'

/** Where a try comes from. */
export type TryFrom = {
  readonly address: string
  /** The token in the browser's cookie of known devices (known-device.ts). */
  readonly device?: string | null
  /** The session in which the try is made; it counts only for its own account. */
  readonly session?: Pick<Session, 'id' | 'accountId'> | null
}

/** Under which names a try is counted, the narrowest first. */
export type Tries = {
  readonly subjects: readonly { readonly name: string; readonly scope: LockOutScope }[]
  /** The known device that tries, or null. */
  readonly deviceId: number | null
}

/**
 * Strangers are counted by address and all together. Whoever is signed in, is in a browser from which the account was signed
 * in to, or is at an address from which it was, is counted on their own: what strangers do does not hold them up.
 */
export async function findTries(
  deps: Pick<Deps, 'db' | 'now'>,
  { name, accountId }: { readonly name: string; readonly accountId: number | null },
  from: TryFrom,
): Promise<Tries> {
  const known = await findKnown(deps.db.read, accountId, from, deps.now())
  const here = { name: `${name}@${addressGroup(from.address)}`, scope: 'account-and-address' } as const
  if (from.session && from.session.accountId === accountId) {
    return { subjects: [{ name: `${name}#session:${from.session.id}`, scope: here.scope }], deviceId: null }
  }
  const { deviceId } = known
  if (deviceId !== null) return { subjects: [{ name: `${name}#device:${deviceId}`, scope: 'device' }], deviceId }
  return { subjects: known.isAddressKnown ? [here] : [here, { name, scope: 'account' }], deviceId }
}

/**
 * Counts a try under the lock-out before it is known whether it was right, so that a thousand tries at once are not a
 * thousand guesses: `forgiveTries` when it was. While locked, tries neither count nor succeed. Answers how many there are
 * now under the widest name.
 */
export async function countTry(
  deps: Pick<Deps, 'db' | 'now'>,
  { subjects, deviceId }: Tries,
): Promise<Result<number, TryLocked>> {
  return deps.db.transaction(async (tx) => {
    let count = 0
    for (const { name, scope } of subjects) {
      const now = deps.now()
      const known = await lockSignInFailures(tx, name, now)
      const locked = refuseTry(scope, known, now)
      if (locked) return fail(locked)
      count = countFailures(known, now) + 1
      await updateSignInFailures(tx, name, { failures: count, lastFailedAt: now })
    }
    // Its cookie may be stolen: from now on it is a stranger's.
    if (deviceId !== null && count >= deviceTries) await deleteDevice(tx, deviceId)
    return ok(count)
  })
}

/** What was right is no failure, and clears those before it. */
export async function forgiveTries(tx: Db, { subjects }: Tries): Promise<void> {
  await deleteSignInFailures(
    tx,
    subjects.map(({ name }) => name),
  )
}
