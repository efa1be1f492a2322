import type { Account } from '../accounts/account.ts'
import { findRole } from '../accounts/membership-store.ts'
import { findAccountById } from '../accounts/store.ts'
import type { Db } from '../db/database.ts'
import { listPackagesOwnedBy } from '../packages/owner-store.ts'
import type { ApiKey } from './key.ts'
import { endFor } from './rights.ts'
import { listKeysForOrganization, listKeysOfUser, listSecrets, type KeySecret } from './store.ts'

/** A key as the page and the command line list it. */
export type ListedKey = {
  /** With the end as it is for the owner (`endFor`). */
  readonly key: ApiKey
  readonly ownerName: string
  /** Newest first; the second, if any, lives during an overlap. */
  readonly secrets: readonly KeySecret[]
}

/** The user's keys, newest first. */
export async function listKeys(db: Db, user: Account, now: Date): Promise<readonly ListedKey[]> {
  const keys = await listKeysOfUser(db, user.id)
  const secrets = await listSecrets(
    db,
    keys.map((key) => key.id),
    now,
  )
  const owners = new Map<number, Account | null>([[user.id, user]])
  for (const { ownerId } of keys) {
    if (!owners.has(ownerId)) owners.set(ownerId, await findAccountById(db, ownerId))
  }
  return keys.map((key) => toListed(key, owners.get(key.ownerId) ?? null, secrets.get(key.id) ?? []))
}

function toListed(key: ApiKey, owner: Account | null, secrets: readonly KeySecret[]): ListedKey {
  const expiresAt = owner ? endFor(key, secrets[0]?.createdAt ?? key.createdAt, owner) : key.expiresAt
  return { key: { ...key, expiresAt }, ownerName: owner?.name ?? '', secrets }
}

/** A key that a member made to act for an organization, as its administrators see it. */
export type OrganizationKey = ListedKey & { readonly member: Account; readonly isMember: boolean }

/** Every key that acts for the organization, those that wait for a membership to come back included. */
export async function listOrganizationKeys(
  db: Db,
  organization: Account,
  now: Date,
): Promise<readonly OrganizationKey[]> {
  const keys = await listKeysForOrganization(db, organization.id)
  const secrets = await listSecrets(
    db,
    keys.map((key) => key.id),
    now,
  )
  const listed: OrganizationKey[] = []
  for (const key of keys) {
    const member = await findAccountById(db, key.userId)
    if (!member) continue
    const isMember = (await findRole(db, organization.id, member.id)) !== null
    listed.push({ ...toListed(key, organization, secrets.get(key.id) ?? []), member, isMember })
  }
  return listed
}

/** IDs of the packages that a key for this account can name: those that it owns, in order. */
export async function listTickablePackages(db: Db, owner: Pick<Account, 'id'>): Promise<readonly string[]> {
  const owned = await listPackagesOwnedBy(db, owner.id)
  return owned.toSorted((a, b) => (a.lowerId < b.lowerId ? -1 : 1)).map(({ id }) => id)
}
