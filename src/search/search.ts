import type { FrameworkFilter } from './frameworks.ts'
import type { ShownPackage } from './shown.ts'

/** Searching, as routes and pages see it. `startSearch` (start.ts) runs the index in a worker thread. */
export type Search = {
  query(request: SearchRequest): Promise<SearchAnswer>
  autocompleteIds(request: AutocompleteRequest): Promise<AutocompleteAnswer>
  /** Resolves true once the index has reached this catalog commit, false when it took longer than `timeoutMs`. */
  reached(committedUs: number, timeoutMs: number): Promise<boolean>
  close(): Promise<void>
}

export type SearchRequest = {
  /** As typed, with the fields of protocol.md §6.3. */
  readonly text: string
  readonly skip: number
  readonly take: number
  readonly prerelease: boolean
  readonly semVer2: boolean
  /** Lower case; null means every type. */
  readonly packageType: string | null
  /** Null means every framework. */
  readonly frameworks: FrameworkFilter | null
  /** Leaves out packages whose shown version is deprecated. */
  readonly hidesDeprecated: boolean
  readonly sortBy: SortBy
}

/** The orders of protocol.md §6.6. Published and created are the same: unlisting does not change when it was published. */
export const sortOrders = [
  'relevance', 'downloads-desc', 'downloads-asc', 'created-desc', 'created-asc', 'edited-desc', 'title-asc', 'title-desc',
] as const // prettier-ignore
export type SortBy = (typeof sortOrders)[number]

const sortNames: Readonly<Record<string, SortBy>> = {
  'totaldownloads-desc': 'downloads-desc',
  'totaldownloads-asc': 'downloads-asc',
  lastedited: 'edited-desc',
  published: 'created-desc',
}

/** An order by the name that addresses use, in any case; whatever is unknown means by relevance. */
export function parseSortBy(text: string | undefined): SortBy {
  const name = text?.trim().toLowerCase() ?? ''
  return (
    sortOrders.find((order) => order === name) ??
    (Object.hasOwn(sortNames, name) ? sortNames[name] : undefined) ??
    'relevance'
  )
}

/**
 * `totalHits` is exact up to 10,000 and 10,001 beyond (always exact for the empty query). A refused query has no hits
 * and says why in `refusal`; the feed answers it with 400.
 */
export type SearchAnswer = {
  readonly totalHits: number
  readonly hits: readonly SearchHit[]
  /** Nothing matched what was typed: these match words that it may have been meant to be. */
  readonly isCorrected?: boolean
  /** What was typed with its slips corrected, when that finds something: `serilog sinks` for `serilgo sinks`. */
  readonly meant?: string
  readonly refusal?: SearchRefusal
}

/** More than 1,024 clauses, or one term of more than 32 KB: protocol.md §6.1. */
export type SearchRefusal = { readonly code: 'search-too-many-clauses' | 'search-term-too-long' }

/** Thrown by every call while the worker is down; it is restarted by itself. The feed answers 503. */
export class SearchUnavailable extends Error {
  override name = 'SearchUnavailable'
}

/** One ID that matches, and what the index knows of it. Null when it knows nothing. */
export type SearchHit = {
  readonly packageKey: number
  readonly lowerId: string
  /** The version that the index shows for it. By now it may be unlisted or deleted. */
  readonly versionKey: number
  readonly shown: ShownPackage | null
}

export type AutocompleteRequest = {
  readonly text: string
  readonly skip: number
  readonly take: number
  readonly prerelease: boolean
  readonly semVer2: boolean
  readonly packageType: string | null
}

/** IDs as their first push wrote them, most downloaded first, an exact match before all. */
export type AutocompleteAnswer = {
  readonly totalHits: number
  readonly ids: readonly string[]
  readonly refusal?: SearchRefusal
}
