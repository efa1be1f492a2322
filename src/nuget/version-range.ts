import { compareVersions, parseVersion } from './version.ts'
import type { NuGetVersion } from './version.ts'

/** The versions that a dependency accepts. A null bound is open, and then not included. */
export type VersionRange = {
  readonly min: NuGetVersion | null
  readonly includeMin: boolean
  readonly max: NuGetVersion | null
  readonly includeMax: boolean
  readonly normalized: string // `[1.0.0, )`, `(, )`: the form in registrations and the catalog
  readonly isSemVer2: boolean
  readonly isFloating: boolean // `1.*`: something for project files, never for a nuspec
}

/**
 * A range as the client reads it, or null. Empty text means any version. A floating range parses, with the lowest version
 * it may mean as `min`, so that a manifest with one can be refused by name.
 * Source: NuGet.Client VersionRangeFactory.cs, FloatRange.cs; protocol.md 2.5.
 */
export function parseVersionRange(text: string): VersionRange | null {
  const trimmed = text.trim()
  if (trimmed === '') return toRange({ min: null, includeMin: false, max: null, includeMax: false, isFloating: false })
  if (!/^[[(]/.test(trimmed)) return parseBounds(trimmed, '', true, false)
  if (!/[\])]$/.test(trimmed) || trimmed.length < 2) return null

  const includeMin = trimmed.startsWith('[')
  const includeMax = trimmed.endsWith(']')
  const parts = trimmed.slice(1, -1).split(',')
  // `(,)` and `[]` are refused, but `(, )` is the client's own way to write "any version".
  if (parts.length > 2 || parts.every((part) => part === '')) return null
  if (parts.length === 1 && !(includeMin && includeMax)) return null
  const [min = '', max = min] = parts
  return parseBounds(min, max, includeMin, includeMax)
}

function parseBounds(minText: string, maxText: string, includeMin: boolean, includeMax: boolean): VersionRange | null {
  const isFloating = minText.includes('*')
  const min = isFloating ? parseFloating(minText) : parseBound(minText)
  const max = parseBound(maxText)
  if (min === undefined || max === undefined) return null
  if (min && max) {
    const order = compareVersions(min, max)
    if (order > 0 || (order === 0 && includeMin !== includeMax)) return null
  }
  return toRange({
    min,
    includeMin: min !== null && includeMin,
    max,
    includeMax: max !== null && includeMax,
    isFloating,
  })
}

/** The version of a bound; null when it is open, undefined when it is not a version. */
function parseBound(text: string): NuGetVersion | null | undefined {
  return text.trim() === '' ? null : (parseVersion(text) ?? undefined)
}

/** The lowest version that a floating bound may mean: each star read as the lowest label or number. */
function parseFloating(text: string): NuGetVersion | undefined {
  if (!/^[^*+-]*\*(?:-[^*+]*\*)?$|^[^*+-]*-[^*+]*\*$/.test(text)) return undefined
  const [numbers = '', ...rest] = text.split('-')
  const label = rest.join('-').replace(/\*$/, '')
  const lowest = label === '' || label.endsWith('.') ? `${label}0` : label
  const release = rest.length === 0 ? '' : `-${lowest}`
  return parseVersion(numbers.replace('*', '0') + release) ?? undefined
}

function toRange(bounds: Omit<VersionRange, 'normalized' | 'isSemVer2'>): VersionRange {
  const { min, max } = bounds
  const open = bounds.includeMin ? '[' : '('
  const close = bounds.includeMax ? ']' : ')'
  return {
    ...bounds,
    normalized: `${open}${min?.normalized ?? ''}, ${max?.normalized ?? ''}${close}`,
    isSemVer2: min?.isSemVer2 === true || max?.isSemVer2 === true,
  }
}

/** Whether `version` lies within `range`. Of a floating range only the lowest version counts. */
export function satisfies(range: VersionRange, version: NuGetVersion): boolean {
  const aboveMin = range.min ? compareVersions(version, range.min) : 1
  const belowMax = range.max ? compareVersions(range.max, version) : 1
  return (
    (aboveMin > 0 || (aboveMin === 0 && range.includeMin)) && (belowMax > 0 || (belowMax === 0 && range.includeMax))
  )
}

/** A range as people write it: `≥ 1.0.0, < 2.0.0`, `= 1.2.3`; null for any version. */
export function rangeInSigns({ min, max, includeMin, includeMax }: VersionRange): string | null {
  if (min && max && includeMin && includeMax && compareVersions(min, max) === 0) return `= ${min.normalized}`
  const bounds = [
    ...(min ? [`${includeMin ? '≥' : '>'} ${min.normalized}`] : []),
    ...(max ? [`${includeMax ? '≤' : '<'} ${max.normalized}`] : []),
  ]
  return bounds.length === 0 ? null : bounds.join(', ')
}
