import type { Generated } from 'kysely'
import type { Bit } from './bit.ts'

/** Who there is: users, organizations, and how they sign in. */
export type AccountTables = {
  accounts: AccountsTable
  memberships: MembershipsTable
  invitations: InvitationsTable
  transformations: TransformationsTable
  account_tokens: AccountTokensTable
  sessions: SessionsTable
  known_devices: KnownDevicesTable
  sign_in_failures: SignInFailuresTable
  spent_form_tokens: SpentFormTokensTable
}

/** Users and organizations, deleted ones included: a name is never handed out twice. */
export type AccountsTable = {
  id: Generated<number>
  kind: 'user' | 'organization'
  name: string
  lower_name: string
  /** The name without `.`, `_` and `-`, lower case: look-alikes are refused at registration. */
  plain_name: string
  /** The confirmed address, or null until one is confirmed. */
  email: string | null
  lower_email: string | null
  unconfirmed_email: string | null
  /** `$argon2id$…`; null for organizations and accounts without a password. */
  password_hash: string | null
  is_admin: Bit
  contact_allowed: Bit
  notify_push: Bit
  language: 'en' | 'zh-CN' | null
  theme: 'system' | 'light' | 'dark' | null
  created_at: number
  locked_at: number | null
  deleted_at: number | null
  /** Organizations: members without two-factor sign-in cannot act for it. */
  requires_two_factor: Generated<Bit>
  /** Organizations: the longest life of a member's key for it, in days; null for the gallery's own limit. */
  max_key_days: Generated<number | null>
  /** Users: since when signing in takes a second factor; null while it does not. */
  two_factor_since: Generated<number | null>
}

/** Users in organizations. */
export type MembershipsTable = {
  organization_id: number
  user_id: number
  role: 'administrator' | 'collaborator'
  added_at: number
}

/** Users who are asked to join an organization, until they answer. */
export type InvitationsTable = {
  id: Generated<number>
  organization_id: number
  user_id: number
  role: 'administrator' | 'collaborator'
  invited_by: number
  created_at: number
}

/** Users who want to become an organization, until the administrator whom they named answers. */
export type TransformationsTable = { user_id: number; admin_id: number; created_at: number }

/** One-time links: confirm an address, set a new password, become the first administrator. Tokens are stored as SHA-256. */
export type AccountTokensTable = {
  id: Generated<number>
  account_id: number | null
  kind: 'confirm-email' | 'reset-password' | 'first-administrator'
  token_hash: string
  /** The address that a confirm-email token confirms. */
  email: string | null
  created_at: number
  expires_at: number
  used_at: number | null
}

export type SessionsTable = {
  id: Generated<number>
  account_id: number
  token_hash: string
  stay_signed_in: Bit
  created_at: number
  last_seen_at: number
  expires_at: number
  address: string
  user_agent: string
  /** Whether it began with two factors, or with a passkey. */
  two_factor: Generated<Bit>
  /** When the user last proved in it who they are: at sign-in, or later when asked. */
  confirmed_at: Generated<number | null>
}

/** Browsers from which an account was signed in to, and where they were. */
export type KnownDevicesTable = {
  id: Generated<number>
  account_id: number
  /** SHA-256 of the browser's cookie, which is the same for all accounts that were signed in to in it. */
  token_hash: string
  address_group: string
  last_seen_at: number
}

/**
 * Consecutive failures per subject: `account:ID@ADDRESS`, `account:ID#device:ID` and `account:ID#session:ID` for one place,
 * `account:ID` for all strangers; `code:…` for codes of the second step.
 */
export type SignInFailuresTable = {
  subject: string
  failures: number
  last_failed_at: number
}

/** One-time form tokens that were used: a form sent twice acts once. */
export type SpentFormTokensTable = {
  token_hash: string
  spent_at: number
}
