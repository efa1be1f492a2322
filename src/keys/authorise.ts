import type { Account } from '../accounts/account.ts'
import { findRole } from '../accounts/membership-store.ts'
import { refuseActingFor, type ActingRefusal, type Role } from '../accounts/permissions.ts'
import { findAccountById } from '../accounts/store.ts'
import { linkBaseUrl, type Config } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { refuseEnded, type ApiKey, type KeyAction, type KeyRefusal } from './key.ts'
import { endFor } from './rights.ts'
import { parseSecret } from './secret.ts'
import { findKeyBySecretHash, updateLastUsed } from './store.ts'

const day = 86_400_000

/** Why a request with a key is refused before it is looked at what it wants. */
export type AuthorisationRefusal = KeyRefusal | ActingRefusal

/** A living key, and the people behind it as they are now. */
export type PresentedKey = {
  readonly key: ApiKey
  readonly user: Account
  readonly owner: Account
  /** The user's membership of the owner now; null when they are the same. */
  readonly role: Role | null
  /** The visible part of the secret that was presented. */
  readonly visibleId: string
  /** English ASCII sentences for `X-NuGet-Warning`. */
  readonly warnings: readonly string[]
}

/**
 * The secret that a request carries: `X-NuGet-ApiKey`, or the password of Basic authentication when that header is absent
 * or holds none of our secrets (clients send any text as `-k` then). Source: protocol.md §14.
 */
export function presentedSecret(headers: {
  readonly apiKey: string | undefined
  readonly authorization: string | undefined
}): string | null {
  const apiKey = headers.apiKey?.trim()
  if (apiKey && parseSecret(apiKey)) return apiKey
  return basicPassword(headers.authorization) ?? (apiKey || null)
}

function basicPassword(authorization: string | undefined): string | null {
  const encoded = /^basic\s+([A-Za-z0-9+/=_-]+)$/i.exec(authorization?.trim() ?? '')?.[1]
  if (encoded === undefined) return null
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 0 ? null : text.slice(colon + 1) || null
}

/**
 * The key behind a secret, if it may act at all: gallery.md §4.6, steps 1 to 5, 11 and 12. Whoever presents the whole
 * secret of a key is told the cause of a refusal; everybody else gets `key-unknown`. Asks the rows each time, because
 * rights are those of this moment; call it again inside the transaction that acts.
 */
export async function findPresentedKey(
  db: Db,
  secret: string | null,
  now: Date,
  config: Pick<Config, 'keyWarningDays' | 'publicUrl' | 'port'>,
): Promise<Result<PresentedKey, AuthorisationRefusal>> {
  if (secret === null) return fail({ code: 'key-missing' })
  const parsed = parseSecret(secret)
  const found = parsed && (await findKeyBySecretHash(db, parsed.hash))
  if (!parsed || !found) return fail({ code: 'key-unknown' })
  return presentKey(db, { ...found, visibleId: parsed.visibleId }, now, config)
}

/** The key and its people as they are now, if it may act at all. `secretEndsAt` is null for "as long as the key". */
export async function presentKey(
  db: Db,
  found: {
    readonly key: ApiKey
    readonly secretMadeAt: Date
    readonly secretEndsAt: Date | null
    readonly visibleId: string
  },
  now: Date,
  config: Pick<Config, 'keyWarningDays' | 'publicUrl' | 'port'>,
): Promise<Result<PresentedKey, AuthorisationRefusal>> {
  const { key, secretEndsAt, visibleId } = found
  const ended = refuseEnded(key, now)
  if (ended) return fail(ended)
  if (secretEndsAt && secretEndsAt <= now) return fail({ code: 'key-superseded' })

  const user = await findAccountById(db, key.userId)
  const owner = key.ownerId === key.userId ? user : await findAccountById(db, key.ownerId)
  if (!user || !owner) return fail({ code: 'key-unknown' })
  const role = user === owner ? null : await findRole(db, owner.id, user.id)
  const refusal = refuseActingFor(user, owner, role, 'create-key') // a key works for whom one may be made
  if (refusal) return fail(refusal)
  const endsAt = endFor(key, found.secretMadeAt, owner)
  if (owner.maxKeyDays !== null && endsAt <= now) {
    return fail({ code: 'key-too-old-for-owner', owner: owner.name, maximumDays: owner.maxKeyDays })
  }

  const warnings = warnOfExpiry(endsAt, secretEndsAt, now, config)
  return ok({ key, user, owner, role, visibleId, warnings })
}

/** Says that the key has none of the actions that this address is for, or null. Step 6. */
export function refuseEndpoint(presented: PresentedKey, anyOf: readonly KeyAction[]): KeyRefusal | null {
  const [first] = anyOf
  if (first === undefined || anyOf.some((action) => presented.key.actions.has(action))) return null
  return { code: 'key-lacks-action', action: first }
}

function warnOfExpiry(
  endsAt: Date,
  secretEndsAt: Date | null,
  now: Date,
  config: Pick<Config, 'keyWarningDays' | 'publicUrl' | 'port'>,
): readonly string[] {
  const page = `${linkBaseUrl(config)}/account/apikeys`
  const warnings: string[] = []
  if (secretEndsAt) {
    warnings.push(
      `This secret of your API key was replaced and ends in ${duration(secretEndsAt, now)}. Use the newer one: ${page}`,
    )
  }
  if (endsAt.getTime() - now.getTime() <= config.keyWarningDays * day) {
    warnings.push(`Your API key expires in ${duration(endsAt, now)}. Regenerate it in time: ${page}`)
  }
  return warnings
}

function duration(until: Date, now: Date): string {
  const hours = Math.ceil((until.getTime() - now.getTime()) / 3_600_000)
  if (hours < 48) return hours === 1 ? '1 hour' : `${hours} hours`
  return `${Math.ceil(hours / 24)} days`
}

type KeyUse = { readonly keyId: number; readonly at: Date; readonly address: string }

const noteEveryMs = 60_000
const waiting = new WeakMap<Deps['db'], Map<number, KeyUse>>()
const timers = new WeakMap<Deps['db'], NodeJS.Timeout>()

/** Remembers when and from where a key was used, off the request path: written within seconds, at most once a minute a key. */
export function noteKeyUse(deps: Pick<Deps, 'db' | 'now' | 'log'>, presented: PresentedKey, address: string): void {
  const { key } = presented
  const at = deps.now()
  if (key.lastUsedAt && at.getTime() - key.lastUsedAt.getTime() < noteEveryMs) return
  const uses = waiting.get(deps.db) ?? new Map<number, KeyUse>()
  waiting.set(deps.db, uses.set(key.id, { keyId: key.id, at, address }))
  if (timers.has(deps.db)) return
  const timer = setTimeout(() => {
    flushKeyUses(deps).catch((error: unknown) => deps.log.warn({ error }, 'the last use of keys could not be written'))
  }, 1000).unref()
  timers.set(deps.db, timer)
}

/** Writes the uses that were noted; also called at shutdown. */
export async function flushKeyUses(deps: Pick<Deps, 'db'>): Promise<void> {
  clearTimeout(timers.get(deps.db))
  timers.delete(deps.db)
  const uses = waiting.get(deps.db)
  waiting.delete(deps.db)
  if (!uses || uses.size === 0) return
  await deps.db.transaction(async (tx) => {
    // In one order everywhere, so that two processes cannot wait for each other's rows.
    for (const use of [...uses.values()].sort((a, b) => a.keyId - b.keyId)) {
      await updateLastUsed(tx, use.keyId, use.at, use.address)
    }
  })
}
