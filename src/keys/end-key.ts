import type { Account } from '../accounts/account.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { describeKey } from './create-key.ts'
import type { ApiKey } from './key.ts'
import { queueKeyMail, queueKeyRevokedByOthersMail } from './mails.ts'
import { takeOwnKey, type OwnKey } from './own-key.ts'
import type { KeyNotFound } from './refusal.ts'
import { deleteKeyRow, endSecrets, findKey, markRevoked } from './store.ts'

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
    return ok(await revokeIn(tx, deps, found.value, actor))
  })
}

/** An organization ends a key that acts for it, whoever made it; the caller has asked whether it may. */
export async function revokeForOrganization(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  organization: Account,
  keyId: number,
  actor: Actor,
): Promise<Result<{ readonly key: ApiKey; readonly user: Account }, KeyNotFound>> {
  const key = await findKey(tx, keyId)
  if (!key || key.ownerId !== organization.id) return fail({ code: 'key-not-found' })
  const found = await takeOwnKey(tx, key.userId, keyId)
  if (!found.ok) return found
  return ok({ key: await revokeIn(tx, deps, found.value, actor), user: found.value.user })
}

async function revokeIn(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  { key, user, owner }: OwnKey,
  actor: Actor,
): Promise<ApiKey> {
  if (key.revokedAt) return key
  const now = deps.now()
  await markRevoked(tx, key.id, now)
  await endSecrets(tx, key.id, now, now)
  const entry = { at: now, actor, accountId: user.id, ownerId: owner.id, detail: describeKey(key, null, owner) }
  await appendAudit(tx, { ...entry, action: 'RevokeCredential' })
  const isByOthers = owner.kind === 'organization' && actor.account !== null && actor.account.id !== user.id
  if (isByOthers) await queueKeyRevokedByOthersMail(tx, deps, user, key, owner)
  else await queueKeyMail(tx, deps, 'revoked', user, key)
  return { ...key, revokedAt: now }
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
