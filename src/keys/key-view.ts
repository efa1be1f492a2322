import type { Account } from '../accounts/account.ts'
import { listAccountsToActFor } from '../accounts/membership-store.ts'
import { findAccountById } from '../accounts/store.ts'
import type { Db } from '../db/database.ts'
import { listPackagesOwnedBy } from '../packages/owner-store.ts'
import type { ApiKey } from './key.ts'
import { listKeysOfUser, listSecrets, type KeySecret } from './store.ts'

/** A key as the page and the command line list it. */
export type ListedKey = {
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
  const owners = new Map<number, string>([[user.id, user.name]])
  for (const { ownerId } of keys) {
    if (!owners.has(ownerId)) owners.set(ownerId, (await findAccountById(db, ownerId))?.name ?? '')
  }
  return keys.map((key) => ({ key, ownerName: owners.get(key.ownerId) ?? '', secrets: secrets.get(key.id) ?? [] }))
}

/** IDs of the packages that the user can tick: those of every account they may act for, in order, each once. */
export async function listTickablePackages(db: Db, user: Account): Promise<readonly string[]> {
  const ids = new Map<string, string>()
  for (const { account } of await listAccountsToActFor(db, user)) {
    for (const pkg of await listPackagesOwnedBy(db, account.id)) ids.set(pkg.lowerId, pkg.id)
  }
  return [...ids.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => id)
}
