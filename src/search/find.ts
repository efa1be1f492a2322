import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Result } from '../result.ts'
import { filterBit, rowToPackageKey } from './documents.ts'
import { compileAutocomplete, compileSearch, type Match, type NoMatch } from './match.ts'
import { parseQuery } from './query.ts'
import { rank, rankByDownloads, type Candidate } from './ranking.ts'
import type { AutocompleteAnswer, AutocompleteRequest, SearchAnswer, SearchRefusal, SearchRequest } from './search.ts'

const ranked = 400
const mostCounted = 10_000

type Found = Candidate & { readonly id: string }

export type Finder = {
  search(request: SearchRequest): SearchAnswer
  autocomplete(request: AutocompleteRequest): AutocompleteAnswer
}

/**
 * Answers from one index file in two phases: SQLite gives the first matches in row order, which is popularity, so that a
 * broad query reads only the top of its posting list; those are then ranked by how well they match. Matches in the ID
 * and the exact ID are looked up besides, however unpopular. What comes after the ranked ones keeps row order.
 */
export function createFinder(reader: DatabaseSync): Finder {
  const statements = prepareStatements(reader)
  const read = (match: Match | NoMatch, request: PageRequest, order: Order) =>
    inSnapshot(reader, () => readPage(statements, match, request, order))
  return {
    search(request) {
      const terms = parseQuery(request.text)
      if (!terms.ok) return refuse(terms.error)
      const match = compileSearch(terms.value, request.packageType)
      if (!match.ok) return refuse(match.error)
      const page = read(match.value, request, request.sortBy)
      const hits = page.found.map(({ row, lowerId }) => ({ packageKey: rowToPackageKey(row), lowerId }))
      return { totalHits: page.totalHits, hits }
    },
    autocomplete(request) {
      const match: Result<Match | NoMatch, SearchRefusal> = compileAutocomplete(request.text, request.packageType)
      if (!match.ok) return { totalHits: 0, ids: [], refusal: match.error }
      const page = read(match.value, request, 'exact-id-then-downloads')
      return { totalHits: page.totalHits, ids: page.found.map(({ id }) => id) }
    },
  }
}

/** One state of the index for all statements of a query. */
function inSnapshot<T>(reader: DatabaseSync, work: () => T): T {
  reader.exec('begin')
  try {
    return work()
  } finally {
    if (reader.isTransaction) reader.exec('commit')
  }
}

function refuse(refusal: SearchRefusal): SearchAnswer {
  return { totalHits: 0, hits: [], refusal }
}

type PageRequest = Pick<SearchRequest, 'skip' | 'take' | 'prerelease' | 'semVer2'>
type Page = { readonly totalHits: number; readonly found: readonly Found[] }

type Order = SearchRequest['sortBy'] | 'exact-id-then-downloads'

function readPage(statements: Statements, match: Match | NoMatch, request: PageRequest, order: Order): Page {
  if (match === 'nothing') return { totalHits: 0, found: [] }
  const rows = new MatchingRows(statements, match.all, filterBit(request))
  const skip = Math.max(0, Math.trunc(request.skip))
  const take = Math.max(0, Math.trunc(request.take))
  if (order === 'created') {
    return { totalHits: rows.count(null), found: take === 0 ? [] : rows.newest(skip + take).slice(skip) }
  }
  const first = rows.first(ranked)
  const totalHits = rows.count(first.length < ranked ? first.length : null)
  if (take === 0 || (skip >= totalHits && totalHits <= mostCounted)) return { totalHits, found: [] }
  const head = rankHead(rows, first, match, order)
  if (skip + take <= head.length || first.length < ranked) return { totalHits, found: head.slice(skip, skip + take) }
  return { totalHits, found: [...head, ...readTail(rows, head, skip + take)].slice(skip, skip + take) }
}

function rankHead(
  rows: MatchingRows,
  first: readonly Found[],
  match: Match,
  order: Exclude<Order, 'created'>,
): Found[] {
  if (order === 'downloads') return rankByDownloads(first, null)
  const head = new Map(first.map((found) => [found.row, found]))
  if (first.length === ranked) for (const found of findBesides(rows, match)) head.set(found.row, found)
  const candidates = [...head.values()]
  return order === 'relevance'
    ? rank(candidates, match.pieces, match.exactId)
    : rankByDownloads(candidates, match.exactId)
}

/** Matches that count more than popularity: they may stand too low to be among the first rows. */
function findBesides(rows: MatchingRows, match: Match): readonly Found[] {
  const exact = match.exactId === null ? null : rows.exact(match.exactId)
  const inId = match.inId === null ? [] : rows.firstOf(match.inId, ranked)
  return exact ? [exact, ...inId] : inId
}

/** What follows the ranked ones, in row order. */
function readTail(rows: MatchingRows, head: readonly Found[], wanted: number): Found[] {
  const ahead = new Set(head.map(({ row }) => row))
  return rows.first(wanted + head.length).filter(({ row }) => !ahead.has(row))
}

/** The documents of one query under one filter. */
class MatchingRows {
  readonly #statements: Statements
  readonly #match: string | null
  readonly #bit: number

  constructor(statements: Statements, match: string | null, bit: number) {
    this.#statements = statements
    this.#match = match
    this.#bit = bit
  }

  /** By popularity. */
  first(limit: number): Found[] {
    if (this.#match !== null) return this.firstOf(this.#match, limit)
    return toFound(this.#statements.allFirst.all(this.#bit, limit))
  }

  firstOf(match: string, limit: number): Found[] {
    return toFound(this.#statements.first.all(match, this.#bit, limit))
  }

  newest(limit: number): Found[] {
    if (this.#match !== null) return toFound(this.#statements.newest.all(this.#match, this.#bit, limit))
    return toFound(this.#statements.allNewest.all(this.#bit, limit))
  }

  exact(lowerId: string): Found | null {
    const documents = toFound(this.#statements.byId.all(lowerId, this.#bit))
    return documents.find(({ row }) => this.#match === null || this.#statements.isMatch.get(this.#match, row)) ?? null
  }

  /** Exact up to 10,000, and for the query that everything matches; 10,001 stands for more. */
  count(known: number | null): number {
    if (known !== null) return known
    const row =
      this.#match === null
        ? this.#statements.allCount.get(this.#bit)
        : this.#statements.count.get(this.#match, this.#bit, mostCounted + 1)
    return (row as unknown as [number])[0]
  }
}

/** Rows come as arrays: objects take twice the time, and a query reads hundreds. */
function toFound(rows: readonly unknown[]): Found[] {
  return (rows as readonly [number, string, string, string, string, number][]).map(
    ([row, id, lowerId, idWords, tagWords, downloads]) => ({ row, id, lowerId, idWords, tagWords, downloads }),
  )
}

const columns = 'd.row, d.id, d.lower_id, d.id_words, d.tag_words, d.downloads'
const joined = `select ${columns} from words w cross join documents d on d.row = w.rowid where w.words match ? and (w.rowid & ?) != 0`

const statementTexts = {
  first: `${joined} order by w.rowid limit ?`,
  newest: `${joined} order by d.created_at desc, d.row limit ?`,
  count: 'select count(*) as documents from (select 1 from words where words match ? and (rowid & ?) != 0 limit ?)',
  isMatch: 'select 1 from words where words match ? and rowid = ?',
  byId: `select ${columns} from documents d where d.lower_id = ? and (d.row & ?) != 0`,
  allFirst: `select ${columns} from documents d where (d.row & ?) != 0 order by d.row limit ?`,
  allNewest: `select ${columns} from documents d where (d.row & ?) != 0 order by d.created_at desc, d.row limit ?`,
  allCount: 'select documents from counts where filter = ?',
}

type Statements = Readonly<Record<keyof typeof statementTexts, StatementSync>>

function prepareStatements(reader: DatabaseSync): Statements {
  const prepared = Object.entries(statementTexts).map(([name, text]) => [name, reader.prepare(text)])
  const statements = Object.fromEntries(prepared) as Statements
  for (const statement of Object.values(statements)) statement.setReturnArrays(true)
  return statements
}
