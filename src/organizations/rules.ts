import type { Account } from '../accounts/account.ts'
import { mayActAs, maySiteAdministrator, type Action, type Role } from '../accounts/permissions.ts'
import type { Member } from '../accounts/membership-store.ts'
import type { InviteRefusal, ManageRefusal, MemberRefusal } from './refusal.ts'

/**
 * Says why `user` may not do this to `organization`, or null when they may. `role` is their membership now. Administrators
 * of the gallery pass where the matrix lets them; strangers do not learn that there is such an organization.
 */
export function refuseManaging(
  user: Account,
  organization: Account,
  role: Role | null,
  action: Action,
): ManageRefusal | null {
  const { name } = organization
  if (user.lockedAt || user.deletedAt) return { code: 'user-locked' }
  if (user.isAdmin && maySiteAdministrator(action)) return null
  if (role === null) return { code: 'organization-unknown', name }
  if (!mayActAs(action, role)) return { code: 'not-organization-administrator', name }
  if (organization.lockedAt) return { code: 'organization-locked', name }
  if (organization.requiresTwoFactor && user.twoFactorSince === null) {
    return { code: 'organization-needs-two-factor', name }
  }
  return null
}

/** Says why this account cannot become a member, or null. `name` is what was typed. Gallery.md §6.2. */
export function refuseInvitee(
  organization: Account,
  name: string,
  invitee: Account | null,
  role: Role | null,
): InviteRefusal | null {
  if (organization.email === null) return { code: 'organization-unconfirmed', name: organization.name }
  if (name === '') return { code: 'invitee-missing' }
  if (name.includes('@')) return { code: 'invitee-is-email' }
  if (!invitee || invitee.deletedAt) return { code: 'invitee-unknown', name }
  if (invitee.kind === 'organization') return { code: 'invitee-is-organization', name: invitee.name }
  if (invitee.email === null) return { code: 'invitee-unconfirmed', name: invitee.name }
  return role === null ? null : { code: 'already-member', name: invitee.name, organization: organization.name }
}

/** Says that the change would leave the organization without an administrator, or null. */
export function refuseLastAdministrator(
  organization: Account,
  members: readonly Member[],
  userId: number,
): MemberRefusal | null {
  const others = members.filter(({ user, role }) => role === 'administrator' && user.id !== userId)
  return others.length > 0 ? null : { code: 'last-organization-administrator', organization: organization.name }
}

/** A role as forms and the command line write it, or null for any other text. */
export function readRole(text: string): Role | null {
  return text === 'administrator' || text === 'collaborator' ? text : null
}
