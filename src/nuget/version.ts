/** A parsed package version. `original` is the author's text; `lower` is its key and its form in URLs. */
export type NuGetVersion = {
  readonly original: string
  readonly major: number
  readonly minor: number
  readonly patch: number
  readonly revision: number
  readonly labels: readonly string[] // of the prerelease part: `beta.1` is ['beta', '1']
  readonly metadata: string | null // after `+`; never part of identity or order
  readonly full: string // normalized with metadata
  readonly normalized: string
  readonly lower: string // normalized, lower case
  readonly isPrerelease: boolean
  readonly isSemVer2: boolean
}

const maxInt32 = 2147483647
const maxPushableLength = 64

/**
 * A version as the client reads it, or null: 1 to 4 numbers, then `-labels` and `+metadata`.
 * Source: NuGet.Client NuGet.Versioning (NuGetVersionFactory.cs, SemanticVersionFactory.cs); protocol.md 2.1 and 2.2.
 */
export function parseVersion(text: string): NuGetVersion | null {
  if (text.includes('\ufeff')) return null // white space to trim() and \s, but not to .NET
  const original = text.trim()
  const parts = /^([^-+]*)(?:-([^+]*))?(?:\+(.*))?$/s.exec(original)
  if (!parts) return null
  const numbers = parseNumbers(parts[1] ?? '')
  const labels = parts[2] === undefined ? [] : parts[2].split('.')
  const metadata = parts[3] ?? null
  if (!numbers || !labels.every(isReleaseLabel)) return null
  if (metadata !== null && !metadata.split('.').every(isIdentifier)) return null

  const [major = 0, minor = 0, patch = 0, revision = 0] = numbers
  const release = labels.length > 0 ? `-${labels.join('.')}` : ''
  const normalized = `${major}.${minor}.${patch}${revision > 0 ? `.${revision}` : ''}${release}`
  return {
    original,
    major,
    minor,
    patch,
    revision,
    labels,
    metadata,
    full: metadata === null ? normalized : `${normalized}+${metadata}`,
    normalized,
    lower: normalized.toLowerCase(),
    isPrerelease: labels.length > 0,
    isSemVer2: labels.length > 1 || metadata !== null,
  }
}

function parseNumbers(text: string): number[] | null {
  const components = text.split('.')
  if (components.length > 4) return null
  const numbers = components.map((component) => (/^\s*\d+\s*$/.test(component) ? Number(component) : NaN))
  return numbers.every((n) => n <= maxInt32) ? numbers : null
}

function isIdentifier(text: string): boolean {
  return /^[0-9A-Za-z-]+$/.test(text)
}

function isReleaseLabel(text: string): boolean {
  return isIdentifier(text) && !/^0\d+$/.test(text)
}

/**
 * Order of versions, negative when `a` comes first; 0 for versions that are the same package version.
 * Labels compare as numbers only when both are int32; a longer run of digits compares as text, as in the client.
 * Source: NuGet.Client VersionComparer.cs; protocol.md 2.3.
 */
export function compareVersions(a: NuGetVersion, b: NuGetVersion): number {
  const numeric = a.major - b.major || a.minor - b.minor || a.patch - b.patch || a.revision - b.revision
  if (numeric !== 0) return numeric
  if (a.isPrerelease !== b.isPrerelease) return a.isPrerelease ? -1 : 1
  return compareLabels(a.labels, b.labels)
}

function compareLabels(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compareLabel(a[i] ?? '', b[i] ?? '')
    if (order !== 0) return order
  }
  return a.length - b.length
}

function compareLabel(a: string, b: string): number {
  const x = parseInt32(a)
  const y = parseInt32(b)
  if (x !== null && y !== null) return x - y
  if (x !== null) return -1
  if (y !== null) return 1
  return compareOrdinalIgnoreCase(a, b)
}

/** .NET compares upper case: `_` and its neighbours cannot occur in labels, so that only the letters' case matters. */
function compareOrdinalIgnoreCase(a: string, b: string): number {
  const x = a.toUpperCase()
  const y = b.toUpperCase()
  return x < y ? -1 : x > y ? 1 : 0
}

function parseInt32(text: string): number | null {
  if (!/^-?\d+$/.test(text)) return null
  const value = Number(text)
  return value >= -maxInt32 - 1 && value <= maxInt32 ? value : null
}

/**
 * Whether the gallery takes the version in a push (clients read more than that): a dot in its text, at most 64
 * characters, and a lone prerelease label starts with a letter. The same holds for the bounds of dependencies.
 * Source: NuGetGallery ManifestValidator.cs; protocol.md 2.1.
 */
export function isPushableVersion(version: NuGetVersion): boolean {
  if (!version.original.includes('.')) return false
  return isPushableBound(version) && version.full.length <= maxPushableLength
}

/** The part of `isPushableVersion` that also holds for a bound of a dependency, where `1` means `1.0.0`. */
export function isPushableBound(version: NuGetVersion): boolean {
  return version.isSemVer2 || !version.isPrerelease || /^[a-z]/i.test(version.labels[0] ?? '')
}
