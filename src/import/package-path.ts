import { toLowerId } from '../nuget/package-id.ts'
import { compareVersions, parseVersion, type NuGetVersion } from '../nuget/version.ts'

/** Which package a file is by its path alone; `lowerVersion` is normalized. Only its manifest knows for sure. */
export type Guess = { readonly lowerId: string; readonly lowerVersion: string }

const extension = '.nupkg'

/** Symbols packages of old tools carry the same ID and version as the package that they belong to. */
export type PathKind = 'package' | 'symbols' | 'other'

export function classifyPath(path: string): PathKind {
  const lower = path.toLowerCase()
  if (!lower.endsWith(extension)) return 'other'
  return lower.endsWith(`.symbols${extension}`) ? 'symbols' : 'package'
}

/**
 * Reads `{id}/{version}/…nupkg`, as most servers and `~/.nuget/packages` have it, or else `{id}.{version}.nupkg`; null
 * when the path tells nothing. `path` has slashes of either kind.
 */
export function guessPackage(path: string): Guess | null {
  const segments = path.split(/[\\/]/)
  const name = (segments.at(-1) ?? '').slice(0, -extension.length)
  const lowerName = toLowerId(name)
  return guessByFolders(segments, lowerName) ?? guessByName(lowerName)
}

function guessByFolders(segments: readonly string[], name: string): Guess | null {
  const idFolder = segments.at(-3)
  const lowerId = idFolder === undefined ? undefined : toLowerId(idFolder)
  const folder = segments.at(-2)?.toLowerCase()
  const version = folder === undefined ? null : parseVersion(folder)
  if (lowerId === undefined || !version) return null
  const isItsFile = name === `${lowerId}.${folder}` || name === `${lowerId}.${version.lower}` || name === lowerId
  return isItsFile || !guessByName(name) ? { lowerId, lowerVersion: version.lower } : null
}

/** The longest end of the name that is a version: `newtonsoft.json.13.0.1` is `newtonsoft.json` at `13.0.1`. */
function guessByName(name: string): Guess | null {
  for (const { index } of name.matchAll(/\.(?=\d)/g)) {
    const version = index > 0 ? parseVersion(name.slice(index + 1)) : null
    if (version) return { lowerId: name.slice(0, index), lowerVersion: version.lower }
  }
  return null
}

type Sortable = { readonly path: string; readonly guess: Guess | null }

/**
 * The order of an import: by ID, lowest version first, so that an ID gets the letter case of its first version and the
 * catalog grows as the package did. Files whose path tells nothing come last.
 */
export function compareForImport(a: Sortable, b: Sortable): number {
  if (a.guess && b.guess) {
    return compareText(a.guess.lowerId, b.guess.lowerId) || compareGuessed(a, b) || compareText(a.path, b.path)
  }
  return Number(!a.guess) - Number(!b.guess) || compareText(a.path, b.path)
}

function compareGuessed(a: Sortable, b: Sortable): number {
  return compareVersions(versionOf(a), versionOf(b))
}

function versionOf({ path, guess }: Sortable): NuGetVersion {
  const version = guess && parseVersion(guess.lowerVersion)
  if (!version) throw new Error(`the guess of ${path} is no version`)
  return version
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
