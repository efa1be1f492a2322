import type { SearchRequest } from '../search/search.ts'

/** What the address of a search page says. */
export type PageSearch = {
  readonly q: string
  /** From 1. */
  readonly page: number
  readonly prerelease: boolean
  /** Lower case; '' means every type. */
  readonly packageType: string
  readonly sortBy: SearchRequest['sortBy']
  /** Anything but the defaults is chosen. */
  readonly isFiltered: boolean
}

export const pageSize = 20

/** Parameters of gallery.md §7.12; what cannot be read is the default. */
export function parsePageSearch(query: Readonly<Record<string, string | undefined>>): PageSearch {
  const packageType = (query.packagetype ?? '').trim().toLowerCase()
  const sortBy = parseSortBy(query.sortby)
  const prerelease = query.prerel?.toLowerCase() !== 'false'
  const page = /^\d{1,4}$/.test(query.page ?? '') ? Math.max(1, Number(query.page)) : 1
  return {
    q: (query.q ?? '').slice(0, 1000),
    page,
    prerelease,
    packageType: packageType === 'all' ? '' : packageType,
    sortBy,
    isFiltered: packageType !== '' || sortBy !== 'relevance' || !prerelease,
  }
}

/** The address of a search; defaults are left out. */
export function searchHref(search: { readonly q: string } & Partial<PageSearch>): string {
  const query = new URLSearchParams()
  if (search.q !== '') query.set('q', search.q)
  if (search.packageType) query.set('packagetype', search.packageType)
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
    sortBy: search.sortBy,
  }
}

function parseSortBy(text: string | undefined): PageSearch['sortBy'] {
  const value = text?.toLowerCase()
  if (value === 'downloads' || value === 'totaldownloads-desc') return 'downloads'
  if (value === 'created' || value === 'created-desc') return 'created'
  return 'relevance'
}
