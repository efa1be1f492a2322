import { describe, expect, it } from 'vitest'
import { translator } from '../i18n/translate.ts'
import { organizationRefusalText } from './refusal-messages.ts'
import type { OrganizationRefusal } from './refusal.ts'

const refusals: readonly (readonly [refusal: OrganizationRefusal, sentence: string])[] = [
  [{ code: 'name-missing' }, 'Enter a name for the organization.'],
  [{ code: 'name-taken', name: 'ann' }, 'The name ann is taken.'],
  [{ code: 'email-taken' }, 'Another account uses this address.'],
  [{ code: 'sign-in-locked', until: new Date(), waitSeconds: 90 }, 'Wait 2 minutes'],
  [{ code: 'organization-unknown', name: 'X' }, 'There is no organization named X.'],
  [{ code: 'not-organization-administrator', name: 'X' }, 'Only administrators of X can do this.'],
  [{ code: 'organization-locked', name: 'X' }, 'The organization X is locked.'],
  [{ code: 'organization-needs-two-factor', name: 'X' }, 'Switch it on in your account settings first.'],
  [{ code: 'user-locked' }, 'Your account is locked.'],
  [{ code: 'creator-unknown', name: 'X' }, 'There is no user named X.'],
  [{ code: 'creator-unconfirmed' }, 'is not confirmed yet. Confirm it first.'],
  [{ code: 'too-many-organizations', limit: 20 }, 'You administer 20 organizations, and that is the limit here.'],
  [{ code: 'role-missing' }, 'Choose administrator or collaborator.'],
  [{ code: 'invitee-missing' }, 'Enter the user name of the person to invite.'],
  [{ code: 'invitee-is-email' }, 'Enter the user name, not an e-mail address.'],
  [{ code: 'invitee-unknown', name: 'X' }, 'They need an account here first.'],
  [{ code: 'invitee-is-organization', name: 'X' }, 'Only users can be members.'],
  [{ code: 'invitee-unconfirmed', name: 'X' }, 'The address of X is not confirmed yet.'],
  [{ code: 'already-member', name: 'ben', organization: 'X' }, 'ben is a member of X already.'],
  [{ code: 'organization-unconfirmed', name: 'X' }, 'Confirm it before you invite anybody.'],
  [{ code: 'invitation-gone' }, 'This invitation is not open any more: it was answered or cancelled.'],
  [{ code: 'not-member', name: 'ben', organization: 'X' }, 'ben is not a member of X.'],
  [{ code: 'last-organization-administrator', organization: 'X' }, 'This is the last administrator of X.'],
  [{ code: 'organization-has-members', count: 2 }, 'The organization has 2 other members. Remove them first.'],
  [{ code: 'would-orphan-packages', packageIds: ['A', 'B'] }, '2 packages would have no owner any more: A, B.'],
  [{ code: 'max-key-days-invalid', maximum: 365 }, 'from 1 to 365, or leave the field empty.'],
  [{ code: 'two-factor-yourself-first' }, 'for your own account first'],
  [{ code: 'transform-needs-confirmed' }, 'Confirm it first.'],
  [{ code: 'transform-has-memberships' }, 'It has to leave it first.'],
  [{ code: 'transform-has-invitations' }, 'has to be declined first.'],
  [{ code: 'transform-last-site-administrator' }, 'the last administrator of this gallery.'],
  [{ code: 'transform-needs-other-administrator' }, 'Name another user'],
  [{ code: 'transformation-gone' }, 'This request is not open any more: it was answered or cancelled.'],
]

describe('what is said when something about an organization is refused', () => {
  it.each(refusals)('%o', (refusal, sentence) => {
    expect(organizationRefusalText(translator('en'), refusal)).toContain(sentence)
    expect(organizationRefusalText(translator('zh-CN'), refusal)).toMatch(/[\u4e00-\u9fff].*。$/)
  })
})
