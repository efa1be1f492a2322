import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { ok, type Result } from '../result.ts'
import { describeKey } from './create-key.ts'
import type { ApiKey } from './key.ts'
import { queueKeyMail } from './mails.ts'
import { takeOwnKey } from './own-key.ts'
import type { KeyNotFound } from './refusal.ts'
import { deleteKeyRow, endSecrets, markRevoked } from './store.ts'

type EndDeps = Pick<Deps, 'config' | 'db' | 'now'>

/** Ends a key at once, all its secrets included; it stays in the list and can be regenerated. Twice is once. */
export function revokeKey(
  deps: EndDeps,
  userId: number,
  keyId: number,
  actor: Actor,
): Promise<Result<ApiKey, KeyNotFound>> {
  return deps.db.transaction(async (tx) => {
    const found = await takeOwnKey(tx, userId, keyId)
    if (!found.ok) return found
    const { key, user, owner } = found.value
    if (key.revokedAt) return ok(key)
    const now = deps.now()
    await markRevoked(tx, key.id, now)
    await endSecrets(tx, key.id, now, now)
    await appendAudit(tx, {
      at: now,
      actor,
      action: 'RevokeCredential',
      accountId: user.id,
      ownerId: owner.id,
      detail: describeKey(key, null, owner),
    })
    await queueKeyMail(tx, deps, 'revoked', user, key)
    return ok({ ...key, revokedAt: now })
  })
}

/** Ends a key at once and forgets it. */
export function deleteKey(
  deps: EndDeps,
  userId: number,
  keyId: number,
  actor: Actor,
): Promise<Result<ApiKey, KeyNotFound>> {
  return deps.db.transaction(async (tx) => {
    const found = await takeOwnKey(tx, userId, keyId)
    if (!found.ok) return found
    const { key, user, owner } = found.value
    await deleteKeyRow(tx, key.id)
    await appendAudit(tx, {
      at: deps.now(),
      actor,
      action: 'RemoveCredential',
      accountId: user.id,
      ownerId: owner.id,
      detail: describeKey(key, null, owner),
    })
    await queueKeyMail(tx, deps, 'removed', user, key)
    return ok(key)
  })
}
