import type { Generated } from 'kysely'
import type { Bit } from './bit.ts'

/** The second factor of signing in. */
export type TwoFactorTables = {
  authenticators: AuthenticatorsTable
  recovery_codes: RecoveryCodesTable
  passkeys: PasskeysTable
  passkey_challenges: PasskeyChallengesTable
  second_steps: SecondStepsTable
}

/** Apps that make one-time codes (TOTP), at most one per user. */
export type AuthenticatorsTable = {
  account_id: number
  /** Base32, in clear: codes are made from it, so that a hash would not do, and Lode holds no key to encrypt it with. */
  secret: string
  created_at: number
  /** Null until a first code showed that the app has the secret. */
  confirmed_at: number | null
  /** The time step of the last code that was accepted: neither it nor an older one is accepted again. */
  last_step: Generated<number>
}

/** Codes that stand in for a lost second factor, as SHA-256. */
export type RecoveryCodesTable = { account_id: number; code_hash: string; used_at: number | null }

export type PasskeysTable = {
  id: Generated<number>
  account_id: number
  /** As WebAuthn gives it, base64url. */
  credential_id: string
  /** COSE, base64url. */
  public_key: string
  counter: number
  /** Comma-separated: internal, hybrid, usb… */
  transports: string
  name: string
  created_at: number
  last_used_at: number | null
}

/** Challenges that a browser was given to sign with a passkey, as SHA-256; each is deleted when it comes back. */
export type PasskeyChallengesTable = {
  challenge_hash: string
  purpose: 'register' | 'prove'
  /** Null before it is known who signs in. */
  account_id: number | null
  /** SHA-256 of the form token of the browser that asked. */
  bound_to: string
  expires_at: number
}

/** Sign-ins that had the right password and wait for the second factor. Tokens are stored as SHA-256. */
export type SecondStepsTable = {
  token_hash: string
  account_id: number
  stay_signed_in: Bit
  tries: number
  expires_at: number
}
