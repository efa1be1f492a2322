import type { Generated } from 'kysely'

/** API keys. */
export type KeyTables = {
  api_keys: ApiKeysTable
  api_key_secrets: ApiKeySecretsTable
  api_key_subjects: ApiKeySubjectsTable
  verification_keys: VerificationKeysTable
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
