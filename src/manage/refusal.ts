import type { Message, Translate } from '../i18n/message.ts'
import type { DeletionRefusal } from '../packages/deletion.ts'
import type { DeprecationRefusal } from '../packages/deprecation.ts'
import { messages as packageMessages } from '../packages/messages.ts'
import type { ChangeRefusal } from '../publish/authority.ts'
import type { DeprecationRequestRefusal } from '../publish/deprecation-request.ts'
import { messages } from './messages.ts'
import type { ChoiceRefusal } from './version-choice.ts'

export type ManageRefusal =
  | ChangeRefusal
  | DeletionRefusal
  | DeprecationRefusal
  | DeprecationRequestRefusal
  | ChoiceRefusal
  | { readonly code: 'reason-missing' }

const sentences: { readonly [C in ManageRefusal['code']]?: Message } = {
  'nothing-chosen': messages.nothingChosen,
  'deprecation-versions-missing': messages.nothingChosen,
  'reason-missing': messages.reasonMissing,
  'deprecation-message-missing': messages.otherNeedsMessage,
  'deprecation-message-too-long': messages.messageTooLong,
  'deprecation-alternate-incomplete': messages.alternateIncomplete,
  'deprecation-alternate-unknown': messages.alternateUnknown,
  'deprecation-alternate-itself': messages.alternateItself,
  'deletion-not-allowed': messages.deletionNotAllowed,
  'deletion-too-late': messages.deletionTooLate,
  'package-locked': packageMessages.lockedBanner,
  'user-locked': messages.youAreLocked,
  'owner-locked': messages.ownerLocked,
  'owner-unconfirmed': messages.ownerUnconfirmed,
  'two-factor-required': messages.twoFactorRequired,
  'version-unknown': messages.versionGone,
  'range-wrong': messages.rangeWrong,
  'range-backwards': messages.rangeBackwards,
  'range-nothing': messages.rangeNothing,
}

/** The field of the form that it is about; null when it is about none. */
export function manageRefusalField(refusal: ManageRefusal): string | null {
  switch (refusal.code) {
    case 'nothing-chosen':
      return 'which'
    case 'range-wrong':
      return refusal.field
    case 'range-backwards':
    case 'range-nothing':
      return 'from'
    case 'reason-missing':
      return 'reasons'
    case 'deprecation-message-missing':
    case 'deprecation-message-too-long':
      return 'message'
    case 'deprecation-alternate-incomplete':
    case 'deprecation-alternate-unknown':
    case 'deprecation-alternate-itself':
      return 'alternateId'
    default:
      return null
  }
}

/** The refusal in the reader's language: what it is and what to do. Anything else means that the package is not theirs. */
export function manageRefusalText(t: Translate, refusal: ManageRefusal, id: string): string {
  const values = { id, limit: 0, withinHours: 0, version: '', text: '', ...withoutObjects(refusal) }
  return t(sentences[refusal.code] ?? messages.notYours, values)
}

function withoutObjects(refusal: ManageRefusal): Readonly<Record<string, string | number>> {
  const pairs = Object.entries(refusal).filter(([, value]) => typeof value === 'string' || typeof value === 'number')
  return Object.fromEntries(pairs) as Record<string, string | number>
}
