import { coversGlob, isValidGlob } from './glob.ts'
import { coversPackage, type ApiKey, type KeyAction } from './key.ts'
import type { KeyFormRefusal } from './refusal.ts'

const day = 86_400_000

const maxNameLength = 256
const maxSubjects = 100

/** What a person decides about a key. */
export type KeyFields = {
  readonly name: string
  readonly actions: ReadonlySet<KeyAction>
  readonly globs: readonly string[]
  readonly packageIds: readonly string[]
}

/** How long a key is to live: some days from now, or until the end of a day (UTC). Null: what was typed is neither. */
export type Lifetime = { readonly days: number } | { readonly until: Date } | null

/** Says everything that is wrong with the fields, in the order of the form. An empty list means they are right. */
export function refuseKeyFields(fields: KeyFields): readonly KeyFormRefusal[] {
  const badGlob = fields.globs.find((glob) => !isValidGlob(glob))
  const subjects = fields.globs.length + fields.packageIds.length
  const refusals: (KeyFormRefusal | null)[] = [
    fields.name.trim() === '' ? { code: 'key-name-missing' } : null,
    fields.name.length > maxNameLength ? { code: 'key-name-too-long', maximum: maxNameLength } : null,
    fields.actions.size === 0 ? { code: 'key-scope-missing' } : null,
    subjects === 0 ? { code: 'key-subject-missing' } : null,
    badGlob === undefined ? null : { code: 'key-glob-invalid', glob: badGlob },
    subjects > maxSubjects ? { code: 'key-too-many-subjects', maximum: maxSubjects } : null,
  ]
  return refusals.filter((refusal) => refusal !== null)
}

/** When a key that is made now and lives so long ends; null when that is in the past or beyond the operator's maximum. */
export function endOfLife(lifetime: Lifetime, now: Date, maximumDays: number): Date | null {
  if (lifetime === null) return null
  if ('days' in lifetime) {
    const isWithin = Number.isInteger(lifetime.days) && lifetime.days >= 1 && lifetime.days <= maximumDays
    return isWithin ? new Date(now.getTime() + lifetime.days * day) : null
  }
  // The end of the last permitted day lies up to a day beyond the maximum: the key then ends with the maximum.
  const latest = now.getTime() + maximumDays * day
  const isWithin = lifetime.until > now && lifetime.until.getTime() < latest + day
  return isWithin ? new Date(Math.min(lifetime.until.getTime(), latest)) : null
}

/** The days offered, shortest first (gallery.md §4.2): the usual ones up to a year, else 1, then every tenth day. */
export function offeredDays(maximumDays: number): readonly number[] {
  if (maximumDays === 365) return [1, 90, 180, 270, 365]
  const tens = Array.from({ length: Math.floor(maximumDays / 10) }, (_, index) => (index + 1) * 10)
  const step = Math.ceil(tens.length / 20) // a list of hundreds helps nobody
  return [...new Set([1, ...tens.filter((_, index) => (index + 1) % step === 0), maximumDays])]
}

/**
 * Does the change only take away? Every new pattern is covered by an old one, the actions are some of the old ones, and
 * the end is not later. Anything else widens the key and needs the password.
 */
export function isNarrowing(old: ApiKey, fields: KeyFields, expiresAt: Date): boolean {
  return (
    expiresAt <= old.expiresAt &&
    [...fields.actions].every((action) => allows(old.actions, action)) &&
    fields.globs.every((glob) => old.globs.some((covering) => coversGlob(covering, glob)) || isOwnPackage(old, glob)) &&
    fields.packageIds.every((id) => coversPackage(old, id))
  )
}

/** `push` includes what `push-version` allows. */
function allows(actions: ReadonlySet<KeyAction>, action: KeyAction): boolean {
  return actions.has(action) || (action === 'push-version' && actions.has('push'))
}

/** A pattern without `*` is one ID, which may have been a chosen package before. */
function isOwnPackage(old: ApiKey, glob: string): boolean {
  return !glob.includes('*') && coversPackage(old, glob)
}
