import type { PatternRefusal } from './prefix.ts'

/** Why a reservation, or a request for one, is not made or changed. */
export type PrefixRefusal =
  | PatternRefusal
  | { readonly code: 'prefix-taken'; readonly pattern: string; readonly other: string }
  | { readonly code: 'prefix-unknown'; readonly pattern: string }
  | { readonly code: 'prefix-owner-unknown'; readonly name: string }
  | { readonly code: 'prefix-owner-present'; readonly name: string; readonly pattern: string }
  | { readonly code: 'prefix-owner-absent'; readonly name: string; readonly pattern: string }
  | { readonly code: 'prefix-account-not-yours'; readonly name: string }
  | { readonly code: 'prefix-reason-missing' }
  | { readonly code: 'prefix-reason-too-long'; readonly limit: number }
  | { readonly code: 'prefix-request-open'; readonly pattern: string }
  | { readonly code: 'too-many-prefix-requests'; readonly limit: number }
  | { readonly code: 'prefix-request-gone' }
