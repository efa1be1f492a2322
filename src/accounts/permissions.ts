import { isConfirmed, type Account } from './account.ts'

/** Why `user` may not act in the name of `owner`, by what both are at this moment. */
export type ActingRefusal =
  | { readonly code: 'user-deleted'; readonly user: string }
  | { readonly code: 'user-locked'; readonly user: string }
  | { readonly code: 'owner-locked'; readonly owner: string }
  | { readonly code: 'owner-unconfirmed'; readonly owner: string }
  | { readonly code: 'not-acting-for-owner'; readonly user: string; readonly owner: string }

/** May `user` do things in the name of `owner` at all? Users act for themselves; organizations are not there yet. */
export function mayActFor(user: Pick<Account, 'id'>, owner: Pick<Account, 'id'>): boolean {
  return user.id === owner.id
}

/**
 * Says why `user` may not publish, unlist or manage in the name of `owner`, or null when they may. Both are checked, so
 * that a locked person is stopped whatever account their key acts for.
 */
export function refuseActingFor(user: Account, owner: Account): ActingRefusal | null {
  if (user.deletedAt) return { code: 'user-deleted', user: user.name }
  if (user.lockedAt) return { code: 'user-locked', user: user.name }
  if (!mayActFor(user, owner) || owner.deletedAt) {
    return { code: 'not-acting-for-owner', user: user.name, owner: owner.name }
  }
  if (owner.lockedAt) return { code: 'owner-locked', owner: owner.name }
  if (!isConfirmed(owner)) return { code: 'owner-unconfirmed', owner: owner.name }
  return null
}

/** The accounts that `user` may choose as the owner of a key or a new package, themselves first. */
export function accountsToActFor(user: Account): readonly Account[] {
  return [user]
}
