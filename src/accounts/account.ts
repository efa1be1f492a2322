import type { Language } from '../i18n/message.ts'

/** A user or an organization: one table, one name space. Organizations never sign in. */
export type Account = {
  readonly id: number
  readonly kind: 'user' | 'organization'
  readonly name: string
  /** The confirmed address; null until one is confirmed. */
  readonly email: string | null
  /** An address that waits for confirmation: the first one, or a change. */
  readonly unconfirmedEmail: string | null
  readonly isAdmin: boolean
  readonly contactAllowed: boolean
  readonly notifyPush: boolean
  readonly language: Language | null
  readonly theme: Theme | null
  readonly createdAt: Date
  readonly lockedAt: Date | null
  readonly deletedAt: Date | null
  /** Organizations: members without two-factor sign-in cannot act for it. */
  readonly requiresTwoFactor: boolean
  /** Organizations: the longest life of a member's key for it, in days; null for the gallery's own limit. */
  readonly maxKeyDays: number | null
  /** Users: since when signing in takes a second factor; null while it does not. */
  readonly twoFactorSince: Date | null
}

export type Theme = 'system' | 'light' | 'dark'

/** *Confirmed* is derived, as on nuget.org: the account has a confirmed address. */
export function isConfirmed(account: Pick<Account, 'email'>): boolean {
  return account.email !== null
}
