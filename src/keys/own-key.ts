import type { Account } from '../accounts/account.ts'
import { findAccountById } from '../accounts/store.ts'
import type { Db } from '../db/database.ts'
import { fail, ok, type Result } from '../result.ts'
import type { ApiKey } from './key.ts'
import type { KeyNotFound } from './refusal.ts'
import { findKey } from './store.ts'

/** A key of this user, and the people behind it as they are now. Somebody else's key is not found. */
export async function findOwnKey(
  db: Db,
  userId: number,
  keyId: number,
): Promise<Result<{ readonly key: ApiKey; readonly user: Account; readonly owner: Account }, KeyNotFound>> {
  const key = await findKey(db, keyId)
  const user = await findAccountById(db, userId)
  const owner = key && (await findAccountById(db, key.ownerId))
  if (!key || !user || !owner || key.userId !== userId) return fail({ code: 'key-not-found' })
  return ok({ key, user, owner })
}
