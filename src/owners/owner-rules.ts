import { isConfirmed, type Account } from '../accounts/account.ts'
import type { ActingRefusal } from '../accounts/permissions.ts'
import type { PrefixOwnerRefusal } from '../prefixes/prefix.ts'

/** Why the owners of a package are not changed. */
export type OwnerRefusal =
  | ActingRefusal
  | { readonly code: 'package-unknown'; readonly id: string }
  | { readonly code: 'package-locked'; readonly id: string }
  | { readonly code: 'owners-not-yours'; readonly id: string }
  | { readonly code: 'new-owner-missing' }
  | { readonly code: 'new-owner-is-email' }
  | { readonly code: 'new-owner-unknown'; readonly name: string }
  | { readonly code: 'new-owner-unfit'; readonly name: string }
  | { readonly code: 'new-owner-present'; readonly name: string; readonly id: string }
  | { readonly code: 'message-too-long'; readonly limit: number }
  | { readonly code: 'too-many-owners'; readonly limit: number }
  | { readonly code: 'too-many-requests'; readonly limit: number }
  | { readonly code: 'not-an-owner'; readonly name: string; readonly id: string }
  | { readonly code: 'only-owner'; readonly name: string; readonly id: string }
  | { readonly code: 'no-packages-named' }
  | { readonly code: 'too-many-packages'; readonly limit: number }
  | PrefixOwnerRefusal
  | { readonly code: 'request-gone' }
  | { readonly code: 'request-stale'; readonly asker: string }

/** What is known of a package when an owner is added: its owners now, and the account meant, if there is one. */
export type NewOwnerFacts = {
  readonly id: string
  readonly name: string
  readonly account: Account | null
  readonly owners: readonly Pick<Account, 'id'>[]
  /** How many owners go in the same act. */
  readonly leaving: number
  /** How many owners a package may have (gallery.md §7.9: 15). */
  readonly maxOwners: number
}

/** Says why this account may not become an owner, or null. */
export function refuseNewOwner({ id, name, account, owners, ...facts }: NewOwnerFacts): OwnerRefusal | null {
  if (name === '') return { code: 'new-owner-missing' }
  if (name.includes('@')) return { code: 'new-owner-is-email' }
  if (!account || account.deletedAt) return { code: 'new-owner-unknown', name }
  if (!isConfirmed(account) || account.lockedAt) return { code: 'new-owner-unfit', name: account.name }
  if (owners.some((owner) => owner.id === account.id)) return { code: 'new-owner-present', name: account.name, id }
  const { leaving, maxOwners } = facts
  return owners.length - leaving >= maxOwners ? { code: 'too-many-owners', limit: maxOwners } : null
}

/** Says why this account may not stop being an owner, or null. Nobody leaves a package without one. */
export function refuseRemoval(
  id: string,
  owners: readonly Pick<Account, 'id'>[],
  leaving: Pick<Account, 'id' | 'name'>,
): OwnerRefusal | null {
  if (!owners.some((owner) => owner.id === leaving.id)) return { code: 'not-an-owner', name: leaving.name, id }
  return owners.length <= 1 ? { code: 'only-owner', name: leaving.name, id } : null
}
