import type { Account } from '../accounts/account.ts'
import { isConfirmed } from '../accounts/account.ts'
import { refuseActingFor, type Role } from '../accounts/permissions.ts'
import type { Config } from '../config.ts'
import type { ApiKey } from './key.ts'
import type { KeyFormRefusal } from './refusal.ts'

/** How long a key for `owner` may live: what the gallery allows, or less where the organization asks for that. */
export function longestKeyDays(
  config: Pick<Config, 'maxKeyLifetimeDays'>,
  owner: Pick<Account, 'maxKeyDays'> | null,
): number {
  return Math.min(config.maxKeyLifetimeDays, owner?.maxKeyDays ?? Number.POSITIVE_INFINITY)
}

/**
 * When a key stops acting for `owner`: at its own end, or sooner where the organization lets keys of its members live
 * fewer days. They are counted from the newest of its secret and the choice of its end, so that a lower limit counts at
 * once, for keys that were there before.
 */
export function endFor(
  key: Pick<ApiKey, 'expiresAt' | 'lifetimeMs'>,
  secretMadeAt: Date,
  owner: Pick<Account, 'maxKeyDays'>,
): Date {
  if (owner.maxKeyDays === null) return key.expiresAt
  const began = Math.max(secretMadeAt.getTime(), key.expiresAt.getTime() - key.lifetimeMs)
  return new Date(Math.min(key.expiresAt.getTime(), began + owner.maxKeyDays * 86_400_000))
}

/**
 * Says why `user` may not have a key that acts for `owner` now, or null when they may. Asked at creation, edit and
 * regeneration, with the user's role in the owner as it is then; each request with the key asks again (authorise.ts).
 */
export function refuseKeyFor(user: Account, owner: Account | null, role: Role | null): KeyFormRefusal | null {
  if (user.lockedAt || user.deletedAt) return { code: 'key-user-locked' }
  if (!isConfirmed(user)) return { code: 'key-user-unconfirmed' }
  if (!owner) return { code: 'key-owner-unknown' }
  const refusal = refuseActingFor(user, owner, role, 'create-key')
  switch (refusal?.code) {
    case undefined:
      return null
    case 'owner-locked':
      return { code: 'key-owner-locked', owner: owner.name }
    case 'owner-unconfirmed':
      return { code: 'key-owner-unconfirmed', owner: owner.name }
    case 'two-factor-required':
      return { code: 'key-owner-needs-two-factor', owner: owner.name }
    default:
      return { code: 'key-not-acting-for-owner', owner: owner.name }
  }
}
