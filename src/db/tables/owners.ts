import type { Generated } from 'kysely'
import type { Bit } from './bit.ts'

/** Who owns packages, and IDs that are kept for somebody. */
export type OwnerTables = {
  package_owners: PackageOwnersTable
  ownership_requests: OwnershipRequestsTable
  reserved_prefixes: ReservedPrefixesTable
  reserved_prefix_owners: ReservedPrefixOwnersTable
  prefix_requests: PrefixRequestsTable
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
