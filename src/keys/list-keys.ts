import type { Account } from '../accounts/account.ts'
import { findAccountById } from '../accounts/store.ts'
import type { Db } from '../db/database.ts'
import type { ApiKey } from './key.ts'
import { listKeysOfUser, listSecrets, type KeySecret } from './store.ts'

/** A key as lists show it. The secrets are those that are not yet forgotten, newest first, by their visible part. */
export type ListedKey = {
  readonly key: ApiKey
  readonly owner: Pick<Account, 'id' | 'name'>
  readonly secrets: readonly KeySecret[]
}

/** The keys that a user made, newest first, then by name. */
export async function listKeys(db: Db, userId: number): Promise<readonly ListedKey[]> {
  const keys = await listKeysOfUser(db, userId)
  const secrets = await listSecrets(db, keys.map((key) => key.id))
  const owners = new Map<number, Account>()
  for (const id of new Set(keys.map((key) => key.ownerId))) {
    const owner = await findAccountById(db, id)
    if (owner) owners.set(id, owner)
  }
  return keys.flatMap((key) => {
    const owner = owners.get(key.ownerId)
    return owner ? { key, owner, secrets: secrets.get(key.id) ?? [] } : []
  })
}
