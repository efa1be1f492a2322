import { toLowerId } from '../nuget/package-id.ts'
import { fail, ok, type Result } from '../result.ts'

/** IDs that are kept for some accounts: one ID, or every ID that begins so. Gallery.md §8. */
export type ReservedPrefix = {
  readonly number: number
  /** As it was written, without the `*`. */
  readonly value: string
  readonly isPrefix: boolean
  /** Everybody may push new IDs below it; only owners' packages get the mark. */
  readonly isShared: boolean
  /** By name. Without any, nobody may push new IDs below it. */
  readonly owners: readonly { readonly id: number; readonly name: string }[]
}

/** What can be reserved, read from `Contoso.*` or `Contoso.Core`. */
export type PrefixPattern = Pick<ReservedPrefix, 'value' | 'isPrefix'>

export type PatternRefusal =
  | { readonly code: 'prefix-missing' }
  | { readonly code: 'prefix-too-long'; readonly limit: number }
  | { readonly code: 'prefix-invalid'; readonly pattern: string }

const maxPrefixLength = 128

/** IDs that look alike are one to reservations: in any letter case, and with `.`, `-` and `_` for each other. */
export function foldId(id: string): string {
  return toLowerId(id).replace(/[-_]/g, '.')
}

export function parsePattern(text: string): Result<PrefixPattern, PatternRefusal> {
  const isPrefix = text.endsWith('*')
  const value = isPrefix ? text.slice(0, -1) : text
  if (value === '') return fail({ code: 'prefix-missing' })
  if (value.length > maxPrefixLength) return fail({ code: 'prefix-too-long', limit: maxPrefixLength })
  const form = isPrefix ? /^\w+(?:[.-]\w+)*[.-]?$/ : /^\w+(?:[.-]\w+)*$/
  return form.test(value) ? ok({ value, isPrefix }) : fail({ code: 'prefix-invalid', pattern: text })
}

export function patternText({ value, isPrefix }: PrefixPattern): string {
  return isPrefix ? `${value}*` : value
}

/** Whether an ID belongs to the reservation. */
export function isBelow(prefix: PrefixPattern, id: string): boolean {
  const [own, folded] = [foldId(prefix.value), foldId(id)]
  return prefix.isPrefix ? folded.startsWith(own) : folded === own
}

/**
 * The reservation that stands in the way of a new one, or null: one of the same value, and for a prefix also any longer
 * one, whose owners would get somebody above them. A longer one below a prefix delegates a part of it.
 */
export function findConflict(wanted: PrefixPattern, existing: readonly ReservedPrefix[]): ReservedPrefix | null {
  const own = foldId(wanted.value)
  const stands = (other: string) => (wanted.isPrefix ? other.startsWith(own) : other === own)
  return existing.find((other) => stands(foldId(other.value))) ?? null
}

/** Below a shared prefix everything is shared: what everybody may push to cannot be closed by a delegation. */
export function becomesShared(wanted: PrefixPattern, existing: readonly ReservedPrefix[]): boolean {
  return existing.some((other) => other.isShared && other.isPrefix && isBelow(other, wanted.value))
}

export type ReservedIdRefusal = {
  readonly code: 'id-reserved'
  readonly id: string
  readonly owner: string
  readonly pattern: string
  /** False when the reservation belongs to nobody: then nobody may push. */
  readonly hasOwners: boolean
}

/** Says why `owner` may not push this new ID, given the reservations that it belongs to, or null. */
export function refuseReservedId(
  id: string,
  owner: { readonly id: number; readonly name: string },
  matching: readonly ReservedPrefix[],
): ReservedIdRefusal | null {
  const [first] = matching
  if (!first || matching.some(({ isShared }) => isShared) || ownsAny(matching, [owner.id])) return null
  // The longest is the one that somebody was given on purpose.
  const closest = matching.reduce((found, next) => (next.value.length > found.value.length ? next : found), first)
  const hasOwners = matching.some(({ owners }) => owners.length > 0)
  return { code: 'id-reserved', id, owner: owner.name, pattern: patternText(closest), hasOwners }
}

/** Whether one of these accounts owns one of the reservations. For a package's owners: whether it has the mark. */
export function ownsAny(matching: readonly ReservedPrefix[], accountIds: readonly number[]): boolean {
  return matching.some(({ owners }) => owners.some(({ id }) => accountIds.includes(id)))
}

export type PrefixOwnerRefusal = {
  readonly code: 'owner-holds-prefix'
  readonly name: string
  readonly id: string
  readonly pattern: string
}

/** An owner who owns the package's prefix is removed only by somebody who owns one, too; or says null. */
export function refusePrefixOwnerRemoval(
  id: string,
  leaving: { readonly id: number; readonly name: string },
  removers: readonly { readonly id: number }[],
  matching: readonly ReservedPrefix[],
): PrefixOwnerRefusal | null {
  const held = matching.find((prefix) => ownsAny([prefix], [leaving.id]))
  const isPeer = ownsAny(
    matching,
    removers.map((remover) => remover.id),
  )
  return held && !isPeer ? { code: 'owner-holds-prefix', name: leaving.name, id, pattern: patternText(held) } : null
}
