import type { Account } from '../accounts/account.ts'
import { isConfirmed } from '../accounts/account.ts'
import { accountsToActFor, refuseActingFor } from '../accounts/permissions.ts'
import type { KeyFormRefusal } from './refusal.ts'

/**
 * Says why `user` may not have a key that acts for `owner` now, or null when they may. Asked at creation, edit and
 * regeneration; each request with the key asks again (authorise.ts).
 */
export function refuseKeyFor(user: Account, owner: Account | null): KeyFormRefusal | null {
  if (user.lockedAt || user.deletedAt) return { code: 'key-user-locked' }
  if (!isConfirmed(user)) return { code: 'key-user-unconfirmed' }
  if (!owner || !accountsToActFor(user).some((account) => account.id === owner.id)) return { code: 'key-owner-unknown' }
  const refusal = refuseActingFor(user, owner)
  if (!refusal) return null
  return refusal.code === 'owner-locked'
    ? { code: 'key-owner-locked', owner: owner.name }
    : { code: 'key-owner-unknown' }
}
