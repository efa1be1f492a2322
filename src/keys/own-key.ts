import type { Account } from '../accounts/account.ts'
import { findRole } from '../accounts/membership-store.ts'
import type { Role } from '../accounts/permissions.ts'
import { findAccountById } from '../accounts/store.ts'
import type { Db } from '../db/database.ts'
import { fail, ok, type Result } from '../result.ts'
import type { ApiKey } from './key.ts'
import type { KeyNotFound } from './refusal.ts'
import { findKey, lockKey } from './store.ts'

export type OwnKey = {
  readonly key: ApiKey
  readonly user: Account
  readonly owner: Account
  /** The user's membership of the owner now; null when there is none, or when they are the same. */
  readonly role: Role | null
}

/** A key of this user, and the people behind it as they are now. Somebody else's key is not found. */
export async function findOwnKey(db: Db, userId: number, keyId: number): Promise<Result<OwnKey, KeyNotFound>> {
  const key = await findKey(db, keyId)
  const user = await findAccountById(db, userId)
  const owner = key && (await findAccountById(db, key.ownerId))
  if (!key || !user || !owner || key.userId !== userId) return fail({ code: 'key-not-found' })
  return ok({ key, user, owner, role: await findRole(db, owner.id, user.id) })
}

/** The same for changing it: other transactions that want to change this key wait until this one has ended. */
export async function takeOwnKey(tx: Db, userId: number, keyId: number): Promise<Result<OwnKey, KeyNotFound>> {
  return (await lockKey(tx, keyId)) ? findOwnKey(tx, userId, keyId) : fail({ code: 'key-not-found' })
}
