import { matchesGlob } from './glob.ts'

/** `push`: new packages and new versions; `push-version`: new versions only; `unlist`: unlist, relist, deprecate. */
export type KeyAction = 'push' | 'push-version' | 'unlist'

export const keyActions: readonly KeyAction[] = ['push', 'push-version', 'unlist']

export type ApiKey = {
  readonly id: number
  /** The user who made the key and acts with it. */
  readonly userId: number
  /** The account the key acts for: the user, or an organization. */
  readonly ownerId: number
  readonly name: string
  /** None means nothing, never everything. */
  readonly actions: ReadonlySet<KeyAction>
  /** Package ID patterns; `*` is the only wildcard. */
  readonly globs: readonly string[]
  /** Packages chosen one by one, by ID. */
  readonly packageIds: readonly string[]
  readonly createdAt: Date
  readonly expiresAt: Date
  /** The chosen length of life: regenerating starts it anew. */
  readonly lifetimeMs: number
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
  readonly lastUsedFrom: string | null
}

export type KeyRefusal =
  | { readonly code: 'key-missing' }
  | { readonly code: 'key-unknown' }
  | { readonly code: 'key-superseded' }
  | { readonly code: 'key-expired'; readonly expiredAt: Date }
  | { readonly code: 'key-revoked'; readonly revokedAt: Date }
  | { readonly code: 'key-too-old-for-owner'; readonly owner: string; readonly maximumDays: number }
  | { readonly code: 'key-lacks-action'; readonly action: KeyAction }
  | { readonly code: 'key-lacks-package'; readonly id: string }

/**
 * Says why `key` may not do `action` to the package `id` at time `now`, or null when it may.
 * Ownership of the package is a separate question: see `packages/ownership.ts`.
 */
export function refuseKey(key: ApiKey, action: KeyAction, id: string, now: Date): KeyRefusal | null {
  return listKeyRefusals(key, action, id, now)[0] ?? null
}

/** Everything that it lacks for this. One that has ended lacks nothing else. */
export function listKeyRefusals(key: ApiKey, action: KeyAction, id: string, now: Date): readonly KeyRefusal[] {
  const ended = refuseEnded(key, now)
  if (ended) return [ended]
  const refusals: KeyRefusal[] = []
  if (!key.actions.has(action)) refusals.push({ code: 'key-lacks-action', action })
  if (!coversPackage(key, id)) refusals.push({ code: 'key-lacks-package', id })
  return refusals
}

/** Says that the key was revoked or has expired, or null while it lives. */
export function refuseEnded(key: ApiKey, now: Date): KeyRefusal | null {
  if (key.revokedAt) return { code: 'key-revoked', revokedAt: key.revokedAt }
  if (key.expiresAt <= now) return { code: 'key-expired', expiredAt: key.expiresAt }
  return null
}

/** Does a pattern or a chosen package of the key match this ID? */
export function coversPackage(key: Pick<ApiKey, 'globs' | 'packageIds'>, id: string): boolean {
  const lowerId = id.toLowerCase()
  return key.globs.some((glob) => matchesGlob(glob, id)) || key.packageIds.some((own) => own.toLowerCase() === lowerId)
}
