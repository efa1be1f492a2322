import { findAccountById } from '../accounts/store.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { describeKey } from './create-key.ts'
import { refuseEnded, type ApiKey } from './key.ts'
import { queueLeakedMail } from './mails.ts'
import { takeOwnKey } from './own-key.ts'
import { parseSecret, type Secret } from './secret.ts'
import { endSecrets, findKeyBySecretHash, markRevoked } from './store.ts'

/** A secret that somebody found, and where: an address or a few words, '' when nobody said. */
export type Leak = { readonly secret: Secret; readonly place: string }

/** What is behind a leaked secret: a living key, one that had ended already, or nothing. */
export type LeakState = 'live' | 'ended' | 'unknown'

export type CheckedLeak = {
  readonly visibleId: string
  readonly place: string
  readonly state: LeakState
  readonly key: Pick<ApiKey, 'id' | 'name'> | null
  readonly userName: string | null
}

const mostLeaks = 1000

/** One secret a line, and anything else in the line says where it was found. Each secret counts once. */
export function parseLeaks(text: string): readonly Leak[] {
  const leaks = new Map<string, Leak>()
  for (const line of text.split(/\r?\n/)) {
    for (const word of line.match(/\blode_[a-z0-9]{46}\b/g) ?? []) {
      const secret = parseSecret(word)
      const place = line
        .replaceAll(/\blode_[a-z0-9]{46}\b/g, ' ')
        .replace(/[\s,;"]+/g, ' ')
        .trim()
        .slice(0, 500)
      if (secret && !leaks.has(secret.hash) && leaks.size < mostLeaks) leaks.set(secret.hash, { secret, place })
    }
  }
  return [...leaks.values()]
}

/** Says which of these still open something. Changes nothing. */
export async function checkLeaks(db: Db, leaks: readonly Leak[], now: Date): Promise<readonly CheckedLeak[]> {
  const checked: CheckedLeak[] = []
  for (const { secret, place } of leaks) {
    const found = await findKeyBySecretHash(db, secret.hash)
    const user = found && (await findAccountById(db, found.key.userId))
    checked.push({
      visibleId: secret.visibleId,
      place,
      state: !found ? 'unknown' : isLive(found, now) ? 'live' : 'ended',
      key: found && { id: found.key.id, name: found.key.name },
      userName: user?.name ?? null,
    })
  }
  return checked
}

/**
 * Revokes every key that one of these secrets still opens, and mails its user where the secret was seen (gallery.md §4.9).
 * Answers those that were revoked.
 */
export async function revokeLeaked(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  leaks: readonly Leak[],
  actor: Actor,
): Promise<readonly CheckedLeak[]> {
  const revoked: CheckedLeak[] = []
  for (const leak of leaks) {
    const done = await deps.db.transaction((tx) => revokeOne(tx, deps, leak, actor))
    if (done) revoked.push(done)
  }
  return revoked
}

async function revokeOne(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  { secret, place }: Leak,
  actor: Actor,
): Promise<CheckedLeak | null> {
  const now = deps.now()
  const seen = await findKeyBySecretHash(tx, secret.hash)
  const own = seen && (await takeOwnKey(tx, seen.key.userId, seen.key.id))
  const found = await findKeyBySecretHash(tx, secret.hash) // as it is now that nobody else changes it
  if (!own?.ok || !found || !isLive(found, now)) return null
  const { key, user, owner } = own.value
  await markRevoked(tx, key.id, now)
  await endSecrets(tx, key.id, now, now)
  const detail = { ...describeKey(key, secret.visibleId, owner), reason: 'leaked', place }
  await appendAudit(tx, { at: now, actor, action: 'RevokeCredential', accountId: user.id, ownerId: owner.id, detail })
  await queueLeakedMail(tx, deps, user, key, { visibleId: secret.visibleId, place })
  return { visibleId: secret.visibleId, place, state: 'live', key: { id: key.id, name: key.name }, userName: user.name }
}

function isLive(found: { readonly key: ApiKey; readonly secretEndsAt: Date | null }, now: Date): boolean {
  return refuseEnded(found.key, now) === null && (found.secretEndsAt === null || found.secretEndsAt > now)
}
