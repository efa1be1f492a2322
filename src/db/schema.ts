import type { Generated } from 'kysely'

/**
 * The tables as Kysely sees them: one description for SQLite and PostgreSQL.
 *
 * Conventions: instants are milliseconds since 1970 (UTC) in `…_at` columns, booleans are 0 or 1, JSON is text, names and
 * IDs that are looked up have a lower-case twin. Commit times of the catalog are microseconds (`…_us`).
 */
export type Tables = {
  accounts: AccountsTable
  memberships: MembershipsTable
  invitations: InvitationsTable
  transformations: TransformationsTable
  account_tokens: AccountTokensTable
  sessions: SessionsTable
  authenticators: AuthenticatorsTable
  recovery_codes: RecoveryCodesTable
  passkeys: PasskeysTable
  passkey_challenges: PasskeyChallengesTable
  second_steps: SecondStepsTable
  sign_in_failures: SignInFailuresTable
  spent_form_tokens: SpentFormTokensTable
  api_keys: ApiKeysTable
  api_key_secrets: ApiKeySecretsTable
  api_key_subjects: ApiKeySubjectsTable
  verification_keys: VerificationKeysTable
  packages: PackagesTable
  package_owners: PackageOwnersTable
  ownership_requests: OwnershipRequestsTable
  reserved_prefixes: ReservedPrefixesTable
  reserved_prefix_owners: ReservedPrefixOwnersTable
  prefix_requests: PrefixRequestsTable
  versions: VersionsTable
  version_entries: VersionEntriesTable
  catalog_head: CatalogHeadTable
  catalog_items: CatalogItemsTable
  download_counts: DownloadCountsTable
  jobs: JobsTable
  mails: MailsTable
  audit: AuditTable
  rate_limits: RateLimitsTable
  site_settings: SiteSettingsTable
}

type Bit = 0 | 1

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

/** Consecutive failures per subject: `account:ID@ADDRESS` or `account:ID`; `code:…` for codes of the second step. */
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

export type ApiKeysTable = {
  id: Generated<number>
  /** The user who made the key and acts with it. */
  user_id: number
  /** The account the key acts for: the user, or an organization. */
  owner_id: number
  name: string
  /** Comma-separated, sorted: push, push-version, unlist. */
  actions: string
  created_at: number
  expires_at: number
  /** The chosen length of life in milliseconds: regenerating starts it anew. */
  lifetime_ms: number
  revoked_at: number | null
  last_used_at: number | null
  last_used_from: string | null
  expiring_noticed_at: number | null
  expired_noticed_at: number | null
}

/** The live secrets of a key: one, or two during an overlap. `ends_at` null means "as long as the key". */
export type ApiKeySecretsTable = {
  id: Generated<number>
  key_id: number
  /** The visible part of the secret, for lists and audit. */
  visible_id: string
  /** SHA-256 of the whole secret, hexadecimal. */
  secret_hash: string
  created_at: number
  ends_at: number | null
}

export type ApiKeySubjectsTable = {
  key_id: number
  kind: 'glob' | 'package'
  /** A glob pattern as typed, or a package ID. */
  pattern: string
}

/** Keys of one use that show a symbol server what their API key may do. */
export type VerificationKeysTable = {
  /** SHA-256 of the secret, hexadecimal. */
  secret_hash: string
  key_id: number
  lower_id: string
  created_at: number
  expires_at: number
}

/** All versions under one ID. The row stays when every version was deleted. */
export type PackagesTable = {
  id: Generated<number>
  /** The ID as its first push wrote it. */
  package_id: string
  lower_id: string
  created_at: number
  /** Those imported and those counted here. */
  downloads: number
  imported_downloads: Generated<number>
  locked_at: number | null
  /** Rises with every change that any document about this package shows; caches compare it. */
  revision: number
  /** One of its owners owns a reserved prefix that its ID belongs to (prefixes/marks.ts). */
  verified: Generated<Bit>
}

export type PackageOwnersTable = {
  package_key: number
  account_id: number
  added_at: number
}

/** Accounts that are asked to become an owner, until they answer. */
export type OwnershipRequestsTable = {
  id: Generated<number>
  package_key: number
  /** Who is asked. */
  account_id: number
  /** The user who asks. */
  requested_by: number
  /** The owner in whose name they ask. */
  requested_for: number
  /** That owner goes when the request is accepted: the package changes hands. */
  hands_over: Bit
  message: string | null
  created_at: number
}

/** IDs that are kept for some accounts. */
export type ReservedPrefixesTable = {
  id: Generated<number>
  /** As written, without the `*`. */
  value: string
  /** As IDs are compared with it: `foldId` (prefixes/prefix.ts). */
  folded_value: string
  /** Every ID that begins so, or only this one. */
  is_prefix: Bit
  /** Everybody may push below it. */
  is_shared: Bit
  created_at: number
}

export type ReservedPrefixOwnersTable = { prefix_id: number; account_id: number }

/** Prefixes that people ask for, until an administrator decides. */
export type PrefixRequestsTable = {
  id: Generated<number>
  value: string
  is_prefix: Bit
  /** Who shall own it. */
  account_id: number
  requested_by: number
  message: string
  created_at: number
}

export type VersionsTable = {
  id: Generated<number>
  package_key: number
  /** The ID in this version's own letter case. */
  package_id: string
  /** As the manifest wrote it. */
  verbatim_version: string
  /** With build metadata, normalized. */
  full_version: string
  /** Without build metadata: what addresses and the unique index use. */
  normalized_version: string
  lower_version: string
  is_prerelease: Bit
  /** The version, or a bound of one of its dependencies, needs SemVer 2.0.0. */
  is_semver2: Bit
  listed: Bit
  created_at: number
  published_at: number
  last_edited_at: number | null
  pushed_by: number | null
  /** Base64 of the SHA-512 of the nupkg's bytes. */
  sha512: string
  size_bytes: number
  /** Where the blob store has the nupkg. */
  blob_key: string
  /** The manifest as `VersionMetadata` (packages/package.ts), JSON. */
  metadata: string
  /** `PackageFiles` (packages/package.ts), JSON: where in the nupkg manifest, README, icon and licence lie. */
  files: string
  /** Those imported and those counted here. */
  downloads: number
  imported_downloads: Generated<number>
  /** `Deprecation` (packages/deprecation.ts), JSON; null for a version that is not deprecated. */
  deprecation: Generated<string | null>
  /** When it was deleted. The row stays: an ID and version, once used, is never free again. */
  deleted_at: Generated<number | null>
  /** `soft` keeps the file in the store, out of everybody's reach; `hard` removes it. */
  deletion: Generated<'soft' | 'hard' | null>
  /** Its newest catalog item; written by `appendCatalogItem`, 0 and empty only until then. */
  committed_us: Generated<number>
  commit_id: Generated<string>
}

/** The files in a version's nupkg: `[name, size in bytes, compressed size in bytes]` each, JSON. */
export type VersionEntriesTable = {
  version_key: number
  entries: string
}

/** One row: the newest commit, and a number that rises with every change of any feed document. */
export type CatalogHeadTable = {
  id: number
  committed_us: number
  change_number: number
  /** How many items have a `sequence`. */
  item_count: Generated<number>
}

/** The log of every change that a client can see. Appended, never edited. */
export type CatalogItemsTable = {
  committed_us: number
  commit_id: string
  kind: 'details' | 'delete'
  package_key: number
  lower_id: string
  package_id: string
  /** Null when the change is about the whole package (its owners). */
  full_version: string | null
  lower_version: string | null
  /** From 0 without gaps, in the order of commits; null for changes about the whole package. */
  sequence: Generated<number | null>
  /** What could change later, as it was at this commit: `CatalogState` (feed/catalog-store.ts), JSON. */
  state: Generated<string | null>
}

export type DownloadCountsTable = {
  version_key: number
  /** Days since 1970-01-01, UTC. */
  day: number
  client: string
  downloads: number
}

/** Work after commit. `dedupe_key` keeps a daily job from being queued twice. */
export type JobsTable = {
  id: Generated<number>
  kind: string
  payload: string
  dedupe_key: string | null
  run_at: number
  attempts: number
  leased_until: number | null
  finished_at: number | null
  last_error: string | null
}

/** Every mail, sent or kept: without SMTP an administrator reads them here. */
export type MailsTable = {
  id: Generated<number>
  recipient: string
  /** Null for mail to an address that belongs to no account. */
  account_id: number | null
  kind: string
  subject: string
  body_text: string
  body_html: string
  created_at: number
  sent_at: number | null
  /** Where an answer to it goes, when that is not the sender. */
  reply_to: Generated<string | null>
}

/** Append-only. `detail` is JSON and never holds a secret. */
export type AuditTable = {
  id: Generated<number>
  at: number
  action: string
  /** Who did it; null for the system and for strangers. */
  actor_id: number | null
  actor_name: string | null
  through: 'page' | 'key' | 'command-line' | 'job'
  address: string | null
  /** The visible ID of the API key that was used. */
  key_visible_id: string | null
  /** The account in whose name it was done, such as the organization of a key. */
  owner_id: Generated<number | null>
  /** The account it was done to, and its name then. */
  account_id: number | null
  account_name: Generated<string | null>
  package_id: string | null
  version: string | null
  detail: string
}

/** How often a subject (`push key:7`, `form address:203.0.113.9`) did what is limited, in the window that runs. */
export type RateLimitsTable = { subject: string; started_at: number; ends_at: number; times: number }

/** What administrators switch while the gallery runs: `banner`, `read-only`. JSON. */
export type SiteSettingsTable = { name: string; value: string; changed_at: number }
