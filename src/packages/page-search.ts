import { parseFrameworkFilter, type FrameworkFilter } from '../search/frameworks.ts'
import { parseSortBy, type SearchRequest } from '../search/search.ts'

/** What the address of a search page says. */
export type PageSearch = {
  readonly q: string
  /** From 1. */
  readonly page: number
  readonly prerelease: boolean
  /** Lower case; '' means every type. */
  readonly packageType: string
  /** Null means every framework. */
  readonly frameworks: FrameworkFilter | null
  readonly sortBy: SearchRequest['sortBy']
  /** Anything but the defaults is chosen. */
  readonly isFiltered: boolean
}

export const pageSize = 20

type Query = Readonly<Record<string, readonly string[] | undefined>>

/** Parameters of gallery.md §7.12; what cannot be read is the default. */
export function parsePageSearch(query: Query): PageSearch {
  const first = (name: string) => query[name]?.[0] ?? ''
  const packageType = first('packagetype').trim().toLowerCase()
  const sortBy = parseSortBy(first('sortby'))
  const frameworks = parseFrameworks(query)
  const prerelease = first('prerel').toLowerCase() !== 'false'
  const page = /^\d{1,4}$/.test(first('page')) ? Math.max(1, Number(first('page'))) : 1
  return {
    q: first('q').slice(0, 1000),
    page,
    prerelease,
    packageType: packageType === 'all' ? '' : packageType,
    frameworks,
    sortBy,
    isFiltered: packageType !== '' || frameworks !== null || sortBy !== 'relevance' || !prerelease,
  }
}

/** The address of a search; defaults are left out. */
export function searchHref(search: { readonly q: string } & Partial<PageSearch>): string {
  const query = new URLSearchParams()
  if (search.q !== '') query.set('q', search.q)
  if (search.packageType) query.set('packagetype', search.packageType)
  if (search.frameworks) {
    const { families, tfms, mode } = search.frameworks
    if (families.length > 0) query.set('frameworks', families.join(','))
    if (tfms.length > 0) query.set('tfms', tfms.join(','))
    if (mode === 'any') query.set('frameworkfiltermode', mode)
  }
  if (search.sortBy && search.sortBy !== 'relevance') query.set('sortby', search.sortBy)
  if (search.prerelease === false) query.set('prerel', 'false')
  if (search.page !== undefined && search.page > 1) query.set('page', String(search.page))
  return query.size === 0 ? '/packages' : `/packages?${query}`
}

export function toSearchRequest(search: PageSearch): SearchRequest {
  return {
    text: search.q,
    skip: (search.page - 1) * pageSize,
    take: pageSize,
    prerelease: search.prerelease,
    semVer2: true,
    packageType: search.packageType === '' ? null : search.packageType,
    frameworks: search.frameworks,
    sortBy: search.sortBy,
  }
}

/** The form sends each chosen family as a parameter of its own; addresses have them together. */
function parseFrameworks(query: Query): FrameworkFilter | null {
  const text = (name: string) => (query[name] ?? []).join(',')
  const given = { families: text('frameworks'), tfms: text('tfms'), mode: text('frameworkfiltermode') }
  const filter = parseFrameworkFilter(given)
  return filter === 'invalid' ? null : filter
}
