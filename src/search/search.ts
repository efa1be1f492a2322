/** Searching, as routes and pages see it. `startSearch` (start.ts) runs the index in a worker thread. */
export type Search = {
  query(request: SearchRequest): Promise<SearchAnswer>
  autocompleteIds(request: AutocompleteRequest): Promise<{ readonly totalHits: number; readonly ids: readonly string[] }>
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
  readonly sortBy: 'relevance' | 'downloads' | 'created'
}

/** `totalHits` is exact up to 10,000 and 10,001 beyond. */
export type SearchAnswer = { readonly totalHits: number; readonly hits: readonly SearchHit[] }

/** One ID that matches. What the answer shows of it is read from the database (packages/store.ts). */
export type SearchHit = { readonly packageKey: number; readonly lowerId: string }

export type AutocompleteRequest = {
  readonly text: string
  readonly skip: number
  readonly take: number
  readonly prerelease: boolean
  readonly semVer2: boolean
  readonly packageType: string | null
}
