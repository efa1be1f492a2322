import type { SignInLocked } from '../accounts/refusal.ts'

/** Every reason for which something about a key is refused. `refusal-messages.ts` has the words. */
export type KeyFormRefusal =
  | { readonly code: 'key-name-missing' }
  | { readonly code: 'key-name-too-long'; readonly maximum: number }
  | { readonly code: 'key-owner-unknown' }
  | { readonly code: 'key-scope-missing' }
  | { readonly code: 'key-subject-missing' }
  | { readonly code: 'key-glob-invalid'; readonly glob: string }
  | { readonly code: 'key-package-not-owned'; readonly id: string }
  | { readonly code: 'key-too-many-subjects'; readonly maximum: number }
  | { readonly code: 'key-lifetime-invalid'; readonly maximumDays: number }
  | { readonly code: 'too-many-keys'; readonly maximum: number }
  | { readonly code: 'key-user-locked' }
  | { readonly code: 'key-user-unconfirmed' }
  | { readonly code: 'key-not-acting-for-owner'; readonly owner: string }
  | { readonly code: 'key-owner-locked'; readonly owner: string }
  | { readonly code: 'key-owner-unconfirmed'; readonly owner: string }
  | { readonly code: 'key-owner-needs-two-factor'; readonly owner: string }
  | { readonly code: 'key-widening' }
  | { readonly code: 'wrong-password' }
  | SignInLocked

/** Not the caller's key, or no key at all: the same answer, 404. */
export type KeyNotFound = { readonly code: 'key-not-found' }
