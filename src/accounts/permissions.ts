import { isConfirmed, type Account } from './account.ts'

/** What a member of an organization is there. */
export type Role = 'administrator' | 'collaborator'

/**
 * What a user is to an account that they act for: themselves, a member with a role, or nobody in particular. Being an
 * administrator of this gallery is another question (`siteAdministrators`).
 */
export type Standing = 'self' | Role | 'stranger'

/** Everything that somebody may do in the name of an account. Gallery.md §6.4. */
export const actions = [
  'see-private-metadata',
  'push-new-id',
  'push-version',
  'push-symbols',
  'verify',
  'change-versions',
  'manage-owners',
  'answer-ownership-request',
  'choose-required-signer',
  'report-own-package',
  'view-account',
  'manage-account',
  'manage-members',
  'create-key',
] as const
export type Action = (typeof actions)[number]

/** What of an entity the account must have, besides the user's standing toward the account. */
export type EntityNeed = 'package-owner' | 'prefix' | 'nothing'

type Rule = {
  readonly standings: readonly Standing[]
  readonly entity: EntityNeed
  /** Administrators of this gallery may, whatever they are to the account and whoever owns the entity. */
  readonly siteAdministrators: boolean
}

const anyMember = ['self', 'administrator', 'collaborator'] as const
const inCharge = ['self', 'administrator'] as const

/** The permission matrix: the one place that says who may do what. */
const rules: Readonly<Record<Action, Rule>> = {
  'see-private-metadata': { standings: anyMember, entity: 'package-owner', siteAdministrators: true },
  'push-new-id': { standings: anyMember, entity: 'prefix', siteAdministrators: false },
  'push-version': { standings: anyMember, entity: 'package-owner', siteAdministrators: false },
  'push-symbols': { standings: anyMember, entity: 'package-owner', siteAdministrators: false },
  verify: { standings: anyMember, entity: 'package-owner', siteAdministrators: false },
  'change-versions': { standings: anyMember, entity: 'package-owner', siteAdministrators: true },
  'manage-owners': { standings: inCharge, entity: 'package-owner', siteAdministrators: true },
  'answer-ownership-request': { standings: inCharge, entity: 'nothing', siteAdministrators: false },
  'choose-required-signer': { standings: inCharge, entity: 'package-owner', siteAdministrators: false },
  'report-own-package': { standings: anyMember, entity: 'package-owner', siteAdministrators: false },
  'view-account': { standings: anyMember, entity: 'nothing', siteAdministrators: true },
  'manage-account': { standings: inCharge, entity: 'nothing', siteAdministrators: false },
  'manage-members': { standings: ['administrator'], entity: 'nothing', siteAdministrators: true },
  'create-key': { standings: anyMember, entity: 'nothing', siteAdministrators: false },
}

/** `role` is the user's membership of `account` at this moment, null when there is none. */
export function standingOf(user: Pick<Account, 'id'>, account: Pick<Account, 'id'>, role: Role | null): Standing {
  return user.id === account.id ? 'self' : (role ?? 'stranger')
}

/** Whether somebody of this standing may do this in the account's name, as far as people are concerned. */
export function mayActAs(action: Action, standing: Standing): boolean {
  return rules[action].standings.includes(standing)
}

/** Whether an administrator of this gallery may do this as such, for any account and entity. */
export function maySiteAdministrator(action: Action): boolean {
  return rules[action].siteAdministrators
}

export function entityNeed(action: Action): EntityNeed {
  return rules[action].entity
}

/** Why `user` may not act in the name of `owner`, by what both are at this moment. */
export type ActingRefusal =
  | { readonly code: 'user-deleted'; readonly user: string }
  | { readonly code: 'user-locked'; readonly user: string }
  | { readonly code: 'owner-locked'; readonly owner: string }
  | { readonly code: 'owner-unconfirmed'; readonly owner: string }
  | { readonly code: 'not-acting-for-owner'; readonly user: string; readonly owner: string }
  | { readonly code: 'two-factor-required'; readonly user: string; readonly owner: string }

/**
 * Says why `user` may not do this in the name of `owner`, or null when they may. Both are checked, so that a locked person
 * is stopped whatever account they act for. `role` is the user's membership of `owner` now.
 */
export function refuseActingFor(
  user: Account,
  owner: Account,
  role: Role | null,
  action: Action,
): ActingRefusal | null {
  if (user.deletedAt) return { code: 'user-deleted', user: user.name }
  if (user.lockedAt) return { code: 'user-locked', user: user.name }
  if (!mayActAs(action, standingOf(user, owner, role)) || owner.deletedAt) {
    return { code: 'not-acting-for-owner', user: user.name, owner: owner.name }
  }
  if (owner.lockedAt) return { code: 'owner-locked', owner: owner.name }
  if (!isConfirmed(owner)) return { code: 'owner-unconfirmed', owner: owner.name }
  if (owner.requiresTwoFactor && user.twoFactorSince === null) {
    return { code: 'two-factor-required', user: user.name, owner: owner.name }
  }
  return null
}
