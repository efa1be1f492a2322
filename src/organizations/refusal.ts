import type { EmailRefusal, NameRefusal, SignInLocked } from '../accounts/refusal.ts'

/** Every reason for which something about an organization is refused. `refusal-messages.ts` has the words. */
export type OrganizationRefusal =
  | NameRefusal
  | EmailRefusal
  | SignInLocked
  | ManageRefusal
  | InviteRefusal
  | MemberRefusal
  | DeleteOrganizationRefusal
  | TransformRefusal
  | { readonly code: 'wrong-password' }
  | { readonly code: 'too-many-mails' }
  | { readonly code: 'creator-unknown'; readonly name: string }
  | { readonly code: 'creator-unconfirmed' }
  | { readonly code: 'too-many-organizations'; readonly limit: number }
  | { readonly code: 'invitation-gone' }
  | { readonly code: 'max-key-days-invalid'; readonly maximum: number }
  | { readonly code: 'two-factor-yourself-first' }

/** Why somebody may not manage an organization. To strangers it is unknown, whether it exists or not. */
export type ManageRefusal =
  | { readonly code: 'organization-unknown'; readonly name: string }
  | { readonly code: 'not-organization-administrator'; readonly name: string }
  | { readonly code: 'organization-locked'; readonly name: string }
  | { readonly code: 'organization-needs-two-factor'; readonly name: string }
  | { readonly code: 'user-locked' }

export type InviteRefusal =
  | { readonly code: 'role-missing' }
  | { readonly code: 'invitee-missing' }
  | { readonly code: 'invitee-is-email' }
  | { readonly code: 'invitee-unknown'; readonly name: string }
  | { readonly code: 'invitee-is-organization'; readonly name: string }
  | { readonly code: 'invitee-unconfirmed'; readonly name: string }
  | { readonly code: 'already-member'; readonly name: string; readonly organization: string }
  | { readonly code: 'organization-unconfirmed'; readonly name: string }

export type MemberRefusal =
  | { readonly code: 'not-member'; readonly name: string; readonly organization: string }
  | { readonly code: 'last-organization-administrator'; readonly organization: string }

export type DeleteOrganizationRefusal =
  | { readonly code: 'organization-has-members'; readonly count: number }
  | { readonly code: 'would-orphan-packages'; readonly packageIds: readonly string[] }

export type TransformRefusal =
  | { readonly code: 'transform-needs-confirmed' }
  | { readonly code: 'transform-has-memberships' }
  | { readonly code: 'transform-has-invitations' }
  | { readonly code: 'transform-last-site-administrator' }
  | { readonly code: 'transform-needs-other-administrator' }
  | { readonly code: 'transformation-gone' }
