import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { ok, type Result } from '../result.ts'
import { describeKey } from './create-key.ts'
import type { ApiKey } from './key.ts'
import { queueKeyMail } from './mails.ts'
import { findOwnKey } from './own-key.ts'
import type { KeyNotFound } from './refusal.ts'
import { deleteKeyRow } from './store.ts'

/** Ends a key at once and forgets it. */
export function deleteKey(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  userId: number,
  keyId: number,
  actor: Actor,
): Promise<Result<ApiKey, KeyNotFound>> {
  return deps.db.transaction(async (tx) => {
    const found = await findOwnKey(tx, userId, keyId)
    if (!found.ok) return found
    const { key, user, owner } = found.value
    await deleteKeyRow(tx, key.id)
    await appendAudit(tx, { at: deps.now(), actor, action: 'RemoveCredential', accountId: user.id, detail: describeKey(key, null, owner) })
    await queueKeyMail(tx, deps, 'removed', user, key)
    return ok(key)
  })
}
