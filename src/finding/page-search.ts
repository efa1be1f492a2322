import { parsePackageId } from '../nuget/package-id.ts'
import { parseFrameworkFilter, type FrameworkFilter } from '../search/frameworks.ts'
import { parseSortBy, type SearchRequest } from '../search/search.ts'

/** What the address of a search page says. */
export type PageSearch = {
  readonly q: string
  /** From 1. */
  readonly page: number
  readonly prerelease: boolean
  readonly hidesDeprecated: boolean
  /** Lower case; '' means every type. */
  readonly packageType: string
  /** Null means every framework. */
  readonly frameworks: FrameworkFilter | null
  readonly sortBy: SearchRequest['sortBy']
}

export const pageSize = 20
/** Beyond these nobody is looking for anything any more: protocol.md §6.1. */
export const mostPages = 150

type Query = Readonly<Record<string, readonly string[] | undefined>>

/**
 * Parameters of gallery.md §7.12, in any letter case, as nuget.org's own links have them; what cannot be read is the
 * default. `deprecated=false` is ours.
 */
export function parsePageSearch(query: Query): PageSearch {
  const given = new Map<string, readonly string[]>()
  for (const [name, values] of Object.entries(query)) {
    given.set(name.toLowerCase(), [...(given.get(name.toLowerCase()) ?? []), ...(values ?? [])])
  }
  const first = (name: string) => given.get(name)?.[0]?.trim() ?? ''
  const packageType = first('packagetype').toLowerCase().slice(0, 100)
  const page = /^\d{1,6}$/.test(first('page')) ? Math.max(1, Number(first('page'))) : 1
  return {
    q: (given.get('q')?.[0] ?? '').slice(0, 1000),
    page,
    prerelease: first('prerel').toLowerCase() !== 'false',
    hidesDeprecated: first('deprecated').toLowerCase() === 'false',
    packageType: packageType === 'all' ? '' : packageType,
    frameworks: parseFrameworks((name) => (given.get(name) ?? []).join(',')),
    sortBy: parseSortBy(first('sortby')),
  }
}

/** The form sends each chosen framework as a parameter of its own; addresses have them together. */
function parseFrameworks(text: (name: string) => string): FrameworkFilter | null {
  const filter = parseFrameworkFilter({
    families: text('frameworks'),
    tfms: text('tfms'),
    mode: text('frameworkfiltermode'),
    includeComputed: text('includecomputedframeworks'),
  })
  return filter === 'invalid' ? null : filter
}

/** Anything leaves packages out. An order does not. */
export function isFiltered({ packageType, frameworks, prerelease, hidesDeprecated }: PageSearch): boolean {
  return packageType !== '' || frameworks !== null || !prerelease || hidesDeprecated
}

/** The same search without its filters, in its order. */
export function withoutFilters(search: PageSearch): PageSearch {
  return { ...search, packageType: '', frameworks: null, prerelease: true, hidesDeprecated: false, page: 1 }
}

/** What was typed, in lower case, when it is one package ID: `Contoso.Core`, `packageid:Contoso.Core`. */
export function askedId(q: string): string | null {
  const id = q.trim().replace(/^packageid:\s*/i, '')
  return parsePackageId(id) === null ? null : id.toLowerCase()
}

/** The address of a search; defaults are left out. */
export function searchHref(search: { readonly q: string } & Partial<PageSearch>): string {
  const query = new URLSearchParams()
  if (search.q !== '') query.set('q', search.q)
  if (search.packageType) query.set('packagetype', search.packageType)
  if (search.frameworks) {
    const { families, tfms, mode, includesComputed } = search.frameworks
    if (families.length > 0) query.set('frameworks', families.join(','))
    if (tfms.length > 0) query.set('tfms', tfms.join(','))
    if (mode === 'any') query.set('frameworkfiltermode', mode)
    if (!includesComputed) query.set('includecomputedframeworks', 'false')
  }
  if (search.prerelease === false) query.set('prerel', 'false')
  if (search.hidesDeprecated) query.set('deprecated', 'false')
  if (search.sortBy && search.sortBy !== 'relevance') query.set('sortby', search.sortBy)
  if (search.page !== undefined && search.page > 1) query.set('page', String(search.page))
  return query.size === 0 ? '/packages' : `/packages?${query}`
}

/** Of a page beyond the last only the count is asked for. */
export function toSearchRequest(search: PageSearch): SearchRequest {
  const isBeyond = search.page > mostPages
  return {
    text: search.q,
    skip: isBeyond ? 0 : (search.page - 1) * pageSize,
    take: isBeyond ? 0 : pageSize,
    prerelease: search.prerelease,
    semVer2: true,
    packageType: search.packageType === '' ? null : search.packageType,
    frameworks: search.frameworks,
    hidesDeprecated: search.hidesDeprecated,
    sortBy: search.sortBy,
  }
}
