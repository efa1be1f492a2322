import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { summarizeHits, type PackageSummary } from '../packages/package-summary.ts'
import type { Package } from '../packages/package.ts'
import { findPackage, hasListedVersion } from '../packages/store.ts'
import { SearchUnavailable, type Search } from '../search/search.ts'
import {
  askedId,
  isFiltered,
  parsePageSearch,
  toSearchRequest,
  withoutFilters,
  type PageSearch,
} from './page-search.ts'

/** What a search page shows. */
export type SearchView = {
  /** Exact up to 10,000; 10,001 means more. Always exact when nothing is asked for at all. */
  readonly totalHits: number
  readonly rows: readonly PackageSummary[]
  /** Nothing matched the words: the rows match words that are close to them. */
  readonly isCorrected: boolean
  /** What was typed with its slips corrected, when that finds something. */
  readonly meant: string | null
  /** The package whose ID was typed, when filters or the order keep it off this page. */
  readonly exact: Package | null
  /** When nothing was found. */
  readonly hints: SearchHints | null
  readonly problem: 'refused' | 'unavailable' | null
}

/** What would find something. */
export type SearchHints = {
  /** How many there are without the filters; null when there are none, or no filters. */
  readonly withoutFilters: number | null
  /** Words of the query that find something alone. */
  readonly words: readonly { readonly word: string; readonly count: number }[]
}

const nothing = {
  totalHits: 0, rows: [], isCorrected: false, meant: null, exact: null, hints: null, problem: null,
} as const satisfies SearchView // prettier-ignore

export async function findSearchView(deps: Pick<Deps, 'db' | 'search'>, search: PageSearch): Promise<SearchView> {
  try {
    const answer = await deps.search.query(toSearchRequest(search))
    if (answer.refusal) return { ...nothing, problem: 'refused' }
    const { totalHits } = answer
    const rows = await summarizeHits(deps.db.read, answer.hits, search)
    return {
      ...nothing,
      totalHits,
      rows,
      isCorrected: answer.isCorrected ?? false,
      meant: answer.meant ?? null,
      exact: await findExact(deps.db.read, search, rows),
      hints: totalHits === 0 ? await findHints(deps.search, search) : null,
    }
  } catch (error) {
    if (error instanceof SearchUnavailable) return { ...nothing, problem: 'unavailable' }
    throw error
  }
}

const mostNear = 5

/** Packages that an ID may have been meant to be, likeliest first; none while search does not answer. */
export async function findNear(deps: Pick<Deps, 'db' | 'search'>, id: string): Promise<readonly PackageSummary[]> {
  const search = parsePageSearch({ q: [id] })
  try {
    const { hits } = await deps.search.query({ ...toSearchRequest(search), take: mostNear })
    return await summarizeHits(deps.db.read, hits, search)
  } catch (error) {
    if (error instanceof SearchUnavailable) return []
    throw error
  }
}

/** Search shows no package without a listed version, so that this does not either. */
async function findExact(db: Db, search: PageSearch, rows: readonly PackageSummary[]): Promise<Package | null> {
  const id = askedId(search.q)
  const isPlain = !isFiltered(search) && search.sortBy === 'relevance' // then it comes first
  if (id === null || search.page > 1 || isPlain || rows.some(({ package: pkg }) => pkg.lowerId === id)) return null
  const pkg = await findPackage(db, id)
  return pkg && (await hasListedVersion(db, pkg.key)) ? pkg : null
}

async function findHints(search: Pick<Search, 'query'>, asked: PageSearch): Promise<SearchHints> {
  const count = async (other: PageSearch) => {
    const { totalHits, isCorrected } = await search.query({ ...toSearchRequest(other), take: 0 })
    return isCorrected ? 0 : totalHits
  }
  const filtered = isFiltered(asked) ? await count(withoutFilters(asked)) : null
  if (filtered !== null && filtered > 0) return { withoutFilters: filtered, words: [] }
  const words = []
  for (const word of plainWords(asked.q)) {
    const found = await count({ ...withoutFilters(asked), q: word })
    if (found > 0) words.push({ word, count: found })
  }
  return { withoutFilters: filtered, words }
}

const mostWords = 6

/** Words apart by blanks; none when there is one alone, a field, or a phrase. */
function plainWords(q: string): readonly string[] {
  const words = [...new Set(q.trim().split(/\s+/))]
  return words.length < 2 || /[:"]/.test(q) ? [] : words.slice(0, mostWords)
}
