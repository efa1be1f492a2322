import type { Generated } from 'kysely'

/** What concerns the gallery as a whole. */
export type InstanceTables = {
  jobs: JobsTable
  mails: MailsTable
  audit: AuditTable
  rate_limits: RateLimitsTable
  site_settings: SiteSettingsTable
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
