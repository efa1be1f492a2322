import { parsePackageId } from '../nuget/package-id.ts'
import { compareVersions, parseVersion } from '../nuget/version.ts'
import { fail, ok, type Result } from '../result.ts'
import { parseFrameworkFilter, type FrameworkFilter } from '../search/frameworks.ts'
import { parseSortBy, type SortBy } from '../search/search.ts'

/** The parameters of search and autocomplete, checked. Protocol.md §6.1 and §6.7. */
export type SearchParameters = {
  /** Null when the request has no `q` at all. */
  readonly text: string | null
  /** Autocomplete: the ID whose versions are asked for. */
  readonly id: string | null
  readonly skip: number
  readonly take: number
  readonly prerelease: boolean
  readonly semVer2: boolean
  /** Lower case; null means every type; `impossibleType` when no type can have that name: then nothing matches. */
  readonly packageType: string | null
  /** What nuget.org's pages ask its inner search for (§6.6); Lode takes it here too. */
  readonly frameworks: FrameworkFilter | null
  readonly sortBy: SortBy
  /** Ours: leaves out packages whose latest version is deprecated. */
  readonly hidesDeprecated: boolean
}

export type ParameterRefusal = { readonly code: 'search-parameter-invalid'; readonly parameter: string }

const usualTake = 20
const mostTaken = 1000
const semVer2 = parseVersion('2.0.0')
/** No package type has this name: it is no valid ID. */
export const impossibleType = 'invalid!'

/** Reads the query string of a search address. A `take` out of bounds means the usual one; text where a number belongs is refused. */
export function parseSearchParameters(url: string): Result<SearchParameters, ParameterRefusal> {
  const given = readQuery(url)
  const numbers = { skip: parseWhole(given.get('skip'), 0), take: parseWhole(given.get('take'), usualTake) }
  const prerelease = parseBoolean(given.get('prerelease'))
  const frameworks = parseFrameworkFilter({
    families: given.get('frameworks') ?? '',
    tfms: given.get('tfms') ?? '',
    mode: given.get('frameworkfiltermode') ?? '',
    includeComputed: given.get('includecomputedframeworks') || 'false', // as nuget.org's inner search: pages say otherwise
  })
  if (numbers.skip === null) return invalid('skip')
  if (numbers.take === null) return invalid('take')
  if (prerelease === null) return invalid('prerelease')
  if (frameworks === 'invalid') return invalid('frameworks, tfms, frameworkFilterMode or includeComputedFrameworks')
  const q = given.get('q')
  return ok({
    text: q === undefined ? null : decodeTwice(q),
    id: given.get('id')?.trim() || null,
    skip: Math.max(0, numbers.skip),
    take: numbers.take < 0 || numbers.take > mostTaken ? usualTake : numbers.take,
    prerelease,
    semVer2: asksForSemVer2(given.get('semverlevel')),
    packageType: parseType(given.get('packagetype') || given.get('packagetypefilter') || given.get('packagetypes')),
    frameworks,
    sortBy: parseSortBy(given.get('sortby')),
    hidesDeprecated: given.get('deprecated')?.trim().toLowerCase() === 'false',
  })
}

function invalid(parameter: string): Result<never, ParameterRefusal> {
  return fail({ code: 'search-parameter-invalid', parameter })
}

function asksForSemVer2(level: string | undefined): boolean {
  const version = parseVersion(level ?? '')
  return version !== null && semVer2 !== null && compareVersions(version, semVer2) >= 0
}

/** The first value of each parameter; names in any case, as ASP.NET reads them. */
function readQuery(url: string): ReadonlyMap<string, string> {
  const start = url.indexOf('?')
  const given = new Map<string, string>()
  if (start === -1) return given
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
    if (!given.has(name.toLowerCase())) given.set(name.toLowerCase(), value)
  }
  return given
}

function parseWhole(text: string | undefined, fallback: number): number | null {
  if (text === undefined || text.trim() === '') return fallback
  const value = /^\s*[+-]?\d{1,10}\s*$/.test(text) ? Number(text) : NaN
  return Math.abs(value) <= 2147483647 ? value : null
}

function parseBoolean(text: string | undefined): boolean | null {
  const value = text?.trim().toLowerCase() ?? ''
  if (value === '' || value === 'false') return false
  return value === 'true' ? true : null
}

function parseType(text: string | undefined): string | null {
  const name = text?.trim() ?? ''
  if (name === '') return null
  return parsePackageId(name) ? name.toLowerCase() : impossibleType
}

/** Old clients encode `q` twice. A text that still has an escape after one decoding is taken for such. */
function decodeTwice(text: string): string {
  if (!/%[0-9a-f]{2}/i.test(text)) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
