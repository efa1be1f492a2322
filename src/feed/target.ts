import { parsePackageId, toLowerId } from '../nuget/package-id.ts'
import { parseVersion } from '../nuget/version.ts'
import { parseFolder } from './catalog-time.ts'
import type { Hive } from './urls.ts'

/** What a path below `/v3/` asks for. IDs and versions are in the form that the database looks up. */
export type Target =
  | { readonly kind: 'service-index' }
  | { readonly kind: 'query' }
  | { readonly kind: 'autocomplete' }
  /** Below one of our folders, but nothing that any package could have there. */
  | { readonly kind: 'nothing' }
  | PackageTarget
  | CatalogTarget

/** A document of the catalog. `name` is the leaf's file name, in lower case. */
export type CatalogTarget = { readonly key: string } & (
  | { readonly kind: 'catalog-index' }
  | { readonly kind: 'catalog-page'; readonly page: number }
  | { readonly kind: 'catalog-leaf'; readonly us: number; readonly name: string }
)

/** A document or file of one package. `key` is the same for all spellings of its address. */
export type PackageTarget = { readonly lowerId: string; readonly key: string } & (
  | { readonly kind: 'versions-list' }
  | { readonly kind: PackageFileKind; readonly lowerVersion: string }
  | { readonly kind: 'registration-index'; readonly hive: Hive }
  | { readonly kind: 'registration-page'; readonly hive: Hive; readonly lower: string; readonly upper: string }
  | { readonly kind: 'registration-leaf'; readonly hive: Hive; readonly lowerVersion: string }
)

export type PackageFileKind = 'nupkg' | 'nuspec' | 'icon' | 'readme' | 'license'

/** What there is below `/v3/`. */
export const feedFolders = [
  'index.json',
  'query',
  'autocomplete',
  'flat',
  'reg',
  'reg-gz1',
  'reg-gz2',
  'catalog',
] as const

const nothing: Target = { kind: 'nothing' }

/**
 * Reads a request's address (path and query). Null when the path is not the feed's. Letter case, doubled slashes, a slash
 * at the end and un-normalized versions make no difference: protocol.md §0.5.
 */
export function parseTarget(url: string): Target | null {
  const end = url.indexOf('?')
  const path = (end === -1 ? url : url.slice(0, end)).replace(/\/{2,}/g, '/').replace(/\/$/, '')
  if (!/^\/v3\//i.test(path)) return null
  const segments = decodeSegments(path.slice('/v3/'.length))
  const [first, ...rest] = segments ?? []
  const folder = feedFolders.find((known) => known === first)
  switch (folder) {
    case 'index.json':
      return rest.length === 0 ? { kind: 'service-index' } : null
    case 'query':
    case 'autocomplete':
      return rest.length === 0 ? { kind: folder } : null
    case 'flat':
      return parseFlat(rest) ?? nothing
    case 'reg':
    case 'reg-gz1':
    case 'reg-gz2':
      return parseRegistration(folder, rest) ?? nothing
    case 'catalog':
      return parseCatalog(rest) ?? nothing
    case undefined:
      return null
  }
}

function decodeSegments(path: string): readonly string[] | null {
  if (!path.includes('%')) return path.split('/').map(toLowerId)
  try {
    return path.split('/').map((segment) => toLowerId(decodeURIComponent(segment)))
  } catch {
    return path.split('/').map(toLowerId) // not an escape: then no ID or version either
  }
}

function parseFlat(segments: readonly string[]): Target | null {
  const [id = '', second = '', file = ''] = segments
  if (!parsePackageId(id)) return null
  if (segments.length === 2 && second === 'index.json') {
    return { kind: 'versions-list', lowerId: id, key: `flat/${id}` }
  }
  const version = parseVersion(second)
  if (segments.length !== 3 || !version) return null
  const kind = fileKind(id, version.lower, file)
  return kind && { kind, lowerId: id, lowerVersion: version.lower, key: `${kind}/${id}/${version.lower}` }
}

function fileKind(lowerId: string, lowerVersion: string, file: string): PackageFileKind | null {
  if (file === 'icon' || file === 'readme' || file === 'license') return file
  if (file === `${lowerId}.nuspec`) return 'nuspec'
  if (!file.startsWith(`${lowerId}.`) || !file.endsWith('.nupkg')) return null
  const version = parseVersion(file.slice(lowerId.length + 1, -'.nupkg'.length))
  return version?.lower === lowerVersion ? 'nupkg' : null
}

function parseRegistration(hive: Hive, segments: readonly string[]): Target | null {
  const [id = '', second = '', third = '', fourth = ''] = segments
  if (!parsePackageId(id)) return null
  if (segments.length === 2) {
    if (second === 'index.json') return { kind: 'registration-index', hive, lowerId: id, key: `${hive}/${id}` }
    const version = parseJsonName(second)
    return version === null
      ? null
      : { kind: 'registration-leaf', hive, lowerId: id, lowerVersion: version, key: `${hive}/${id}/${version}` }
  }
  const lower = parseVersion(third)?.lower
  const upper = parseJsonName(fourth)
  if (segments.length !== 4 || second !== 'page' || lower === undefined || upper === null) return null
  return { kind: 'registration-page', hive, lowerId: id, lower, upper, key: `${hive}/${id}/${lower}/${upper}` }
}

function parseCatalog(segments: readonly string[]): CatalogTarget | null {
  const [first = '', folder = '', name = ''] = segments
  if (segments.length === 3 && first === 'data') {
    const us = parseFolder(folder)
    return us === null ? null : { kind: 'catalog-leaf', us, name, key: `catalog/${us}/${name}` }
  }
  if (segments.length !== 1) return null
  if (first === 'index.json') return { kind: 'catalog-index', key: 'catalog/index' }
  const page = /^page(0|[1-9]\d{0,8})\.json$/.exec(first)?.[1]
  return page === undefined ? null : { kind: 'catalog-page', page: Number(page), key: `catalog/page${page}` }
}

/** `1.0.0` of `1.0.json`: the version in a file name, normalized and in lower case, or null. */
function parseJsonName(name: string): string | null {
  return name.endsWith('.json') ? (parseVersion(name.slice(0, -'.json'.length))?.lower ?? null) : null
}

const rememberedPaths = 10_000
const longestRemembered = 400

/** `parseTarget` that remembers what it read: the same addresses come again and again. */
export function rememberTargets(): (url: string) => Target | null {
  const targets = new Map<string, Target>()
  return (url) => {
    const known = targets.get(url)
    if (known) return known
    const target = parseTarget(url)
    // Whoever reads the catalog asks for each leaf once.
    if (target && target.kind !== 'catalog-leaf' && url.length <= longestRemembered) {
      if (targets.size >= rememberedPaths) targets.clear()
      targets.set(url, target)
    }
    return target
  }
}
