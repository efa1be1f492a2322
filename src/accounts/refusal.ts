/** Every reason for which something about an account is refused. `refusal-messages.ts` has the words. */
export type AccountRefusal =
  | NameRefusal
  | EmailRefusal
  | PasswordRefusal
  | { readonly code: 'registration-closed' }
  | { readonly code: 'sign-in-wrong' }
  | SignInLocked
  | { readonly code: 'wrong-password' }
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

/** Too many wrong passwords: tries before `until` neither count nor succeed. */
export type SignInLocked = { readonly code: 'sign-in-locked'; readonly until: Date; readonly waitSeconds: number }
