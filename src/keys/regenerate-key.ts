import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { describeKey, type FormUsed, type KeyWithSecret } from './create-key.ts'
import { spendFormToken } from './form-token-store.ts'
import { refuseEnded, type ApiKey } from './key.ts'
import { queueKeyMail } from './mails.ts'
import { takeOwnKey } from './own-key.ts'
import type { KeyFormRefusal, KeyNotFound } from './refusal.ts'
import { longestKeyDays, refuseKeyFor } from './rights.ts'
import { makeSecret } from './secret.ts'
import { endSecrets, findKey, insertSecret, reviveKey } from './store.ts'

const day = 86_400_000

/** How long the old secret goes on working, in hours. */
export type Overlap = 0 | 1 | 24

/** A new secret beside what stays of the old one. */
export type Regenerated = KeyWithSecret & { readonly oldSecretEndsAt: Date | null }

/**
 * Gives a key a new secret and its original length of life from now on, cut to the present maximum. The same rights are
 * asked as at creation. Brings expired and revoked keys back; their old secrets stay dead whatever the overlap.
 */
export function regenerateKey(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  userId: number,
  regeneration: { readonly keyId: number; readonly overlapHours: Overlap; readonly formTokenHash: string | null },
  actor: Actor,
): Promise<Result<Regenerated, KeyNotFound | FormUsed | readonly KeyFormRefusal[]>> {
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const found = await takeOwnKey(tx, userId, regeneration.keyId)
    if (!found.ok) return found
    if (regeneration.formTokenHash !== null && !(await spendFormToken(tx, regeneration.formTokenHash, now))) {
      return fail({ code: 'form-used' } as const)
    }
    const { key, user, owner, role } = found.value
    const refusal = refuseKeyFor(user, owner, role)
    if (refusal) return fail([refusal])

    const oldSecretEndsAt = endOfOldSecret(key, regeneration.overlapHours, now)
    await endSecrets(tx, key.id, oldSecretEndsAt ?? now, now)

    const secret = makeSecret()
    const lifetimeMs = Math.min(key.lifetimeMs, longestKeyDays(deps.config, owner) * day)
    await reviveKey(tx, key.id, new Date(now.getTime() + lifetimeMs))
    await insertSecret(tx, key.id, secret, now)
    const revived = await findKey(tx, key.id)
    if (!revived) throw new Error('the key vanished while it was regenerated')
    const detail = { ...describeKey(revived, secret.visibleId, owner), overlapHours: regeneration.overlapHours }
    await appendAudit(tx, {
      at: now,
      actor,
      action: 'RegenerateCredential',
      accountId: user.id,
      ownerId: owner.id,
      detail,
    })
    await queueKeyMail(tx, deps, 'regenerated', user, key)
    return ok({ key: revived, secret: secret.secret, visibleId: secret.visibleId, oldSecretEndsAt })
  })
}

/** Null: at once. An overlap gives no dead key back, and no secret more life than it had. */
function endOfOldSecret(key: ApiKey, overlapHours: Overlap, now: Date): Date | null {
  if (overlapHours === 0 || refuseEnded(key, now)) return null
  return new Date(Math.min(now.getTime() + overlapHours * 3_600_000, key.expiresAt.getTime()))
}
