import type { Message, Translate } from '../i18n/message.ts'
import type { ChangeRefusal } from '../publish/authority.ts'
import type { DeprecationRequestRefusal } from '../publish/deprecation-request.ts'
import type { DeletionRefusal } from './deletion.ts'
import type { DeprecationRefusal } from './deprecation.ts'
import { messages } from './messages.ts'

export type ManageRefusal =
  | ChangeRefusal
  | DeletionRefusal
  | DeprecationRefusal
  | DeprecationRequestRefusal
  | { readonly code: 'nothing-chosen' }
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
  'package-locked': messages.lockedBanner,
  'user-locked': messages.youAreLocked,
  'owner-locked': messages.ownerLocked,
  'owner-unconfirmed': messages.ownerUnconfirmed,
  'two-factor-required': messages.twoFactorRequired,
  'version-unknown': messages.versionGone,
}

/** The refusal in the reader's language: what it is and what to do. Anything else means that the package is not theirs. */
export function manageRefusalText(t: Translate, refusal: ManageRefusal, id: string): string {
  const values = { id, limit: 0, withinHours: 0, version: '', ...withoutObjects(refusal) }
  return t(sentences[refusal.code] ?? messages.notYours, values)
}

function withoutObjects(refusal: ManageRefusal): Readonly<Record<string, string | number>> {
  const pairs = Object.entries(refusal).filter(([, value]) => typeof value === 'string' || typeof value === 'number')
  return Object.fromEntries(pairs) as Record<string, string | number>
}
