import type { TryLocked } from './lock-out.ts'

/** Every reason for which something about an account is refused. `refusal-messages.ts` has the words. */
export type AccountRefusal =
  | NameRefusal
  | EmailRefusal
  | PasswordRefusal
  | { readonly code: 'registration-closed' }
  | { readonly code: 'sign-in-wrong' }
  | SignInLocked
  | { readonly code: 'wrong-password' }
  | SecondFactorRefusal
  | TwoFactorRefusal
  | PasskeyRefusal
  | { readonly code: 'second-step-ended' }
  | { readonly code: 'link-invalid' }
  | { readonly code: 'already-confirmed' }
  | { readonly code: 'too-many-mails' }
  | { readonly code: 'account-unknown'; readonly name: string }
  | { readonly code: 'account-is-organization'; readonly name: string }
  | { readonly code: 'account-locked'; readonly name: string }
  | { readonly code: 'would-orphan-packages'; readonly packageIds: readonly string[] }
  | { readonly code: 'last-administrator' }

export type NameRefusal =
  | { readonly code: 'name-missing' }
  | { readonly code: 'name-length'; readonly minimum: number; readonly maximum: number }
  | { readonly code: 'name-characters' }
  | { readonly code: 'name-taken'; readonly name: string }
  | { readonly code: 'name-look-alike'; readonly name: string; readonly other: string }

export type EmailRefusal =
  | { readonly code: 'email-missing' }
  | { readonly code: 'email-invalid' }
  | { readonly code: 'email-too-long'; readonly maximum: number }
  | { readonly code: 'email-taken' }
  | { readonly code: 'email-unchanged' }

export type PasswordRefusal =
  | { readonly code: 'password-missing' }
  | { readonly code: 'password-too-short'; readonly minimum: number }
  | { readonly code: 'password-too-long'; readonly maximum: number }
  | { readonly code: 'password-common' }
  | { readonly code: 'password-is-name' }

/** Too many wrong passwords. */
export type SignInLocked = TryLocked & { readonly code: 'sign-in-locked' }

export type SecondFactorRefusal =
  | { readonly code: 'code-wrong' }
  | { readonly code: 'code-used' }
  | { readonly code: 'passkey-wrong' }
  | (TryLocked & { readonly code: 'codes-locked' })

export type TwoFactorRefusal =
  | { readonly code: 'setup-ended' }
  | { readonly code: 'authenticator-present' }
  | { readonly code: 'two-factor-off' }
  | { readonly code: 'last-factor' }

export type PasskeyRefusal =
  | { readonly code: 'passkey-wrong' }
  | { readonly code: 'passkey-name-missing' }
  | { readonly code: 'passkey-unknown' }
  | { readonly code: 'too-many-passkeys'; readonly maximum: number }
  | { readonly code: 'last-factor' }
