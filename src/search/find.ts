import type { DatabaseSync } from 'node:sqlite'
import { createCorrector } from './correct.ts'
import { filterBit, rowToPackageKey } from './documents.ts'
import { compileAutocomplete, compileSearch, type Corrections, type Match, type NoMatch } from './match.ts'
import { createIndexReader, type IndexReader, type Sort } from './index-reader.ts'
import { parseQuery, type Term } from './query.ts'
import { rank, rankByDownloads, type Candidate } from './ranking.ts'
import type {
  AutocompleteAnswer,
  AutocompleteRequest,
  SearchAnswer,
  SearchRefusal,
  SearchRequest,
  SortBy,
} from './search.ts'

const ranked = 400
const mostCounted = 10_000

export type Finder = {
  search(request: SearchRequest): SearchAnswer
  autocomplete(request: AutocompleteRequest): AutocompleteAnswer
  /** Loads a little of what makes searching fast; false when nothing is left to load. */
  loadSome(): boolean
}

/**
 * Answers from one index file in two phases: SQLite gives the first matches in row order, which is popularity, so that a
 * broad query reads only the top of its posting list; those are then ranked by how well they match. Matches in the ID
 * and the exact ID are looked up besides, however unpopular. What comes after the ranked ones keeps row order. A query
 * that nothing matches is tried once more with its slips corrected.
 */
export function createFinder(database: DatabaseSync): Finder {
  const index = createIndexReader(database)
  const correct = createCorrector(database, index)
  return {
    search: (request) =>
      index.inSnapshot(() => {
        const terms = parseQuery(request.text)
        if (!terms.ok) return refuse(terms.error)
        const match = compileSearch(terms.value, request)
        if (!match.ok) return refuse(match.error)
        const page = readPage(index, match.value, request, request.sortBy)
        if (page.totalHits === 0 && match.value !== 'nothing') {
          const corrected = findCorrected(terms.value, match.value, request)
          if (corrected) return corrected
        }
        return toAnswer(page, request)
      }),
    autocomplete(request) {
      const match = compileAutocomplete(request.text, request.packageType)
      if (!match.ok) return { totalHits: 0, ids: [], refusal: match.error }
      return index.inSnapshot(() => {
        const page = readPage(index, match.value, request, 'exact-id-then-downloads')
        return { totalHits: page.totalHits, ids: page.found.map(({ row }) => index.idOf(row)) }
      })
    },
    loadSome: () => index.loadSome(),
  }

  function findCorrected(terms: readonly Term[], match: Match, request: SearchRequest): SearchAnswer | null {
    const corrections = correct(match.pieces)
    if (!corrections) return null
    const again = compileSearch(terms, request, corrections)
    if (!again.ok || again.value === 'nothing') return null
    const page = readPage(index, { ...again.value, exactId: null }, request, request.sortBy)
    if (page.totalHits === 0) return null
    const meant = toMeant(terms, match, corrections, request)
    return { ...toAnswer(page, request), isCorrected: true, ...(meant === null ? {} : { meant }) }
  }

  function toAnswer({ totalHits, found }: Page, request: SearchRequest): SearchAnswer {
    const bit = filterBit(request)
    const hits = found.map(({ row, lowerId }) => {
      const packageKey = rowToPackageKey(row)
      return { packageKey, lowerId, versionKey: index.versionKeyOf(row), shown: index.shownOf(packageKey, bit) }
    })
    return { totalHits, hits }
  }

  /** Each word was tried with several others: the likeliest of each need not be found together. */
  function toMeant(
    terms: readonly Term[],
    match: Match,
    corrections: Corrections,
    request: SearchRequest,
  ): string | null {
    if (terms.some(({ field }) => field !== 'any')) return null
    const text = match.pieces.map((piece) => corrections.get(piece.text)?.[0] ?? piece.text).join(' ')
    const again = parseQuery(text)
    const found = again.ok ? compileSearch(again.value, request) : again
    if (!found.ok || found.value === 'nothing' || found.value.all === null) return null
    return index.first(found.value.all, filterBit(request), 1).length > 0 ? text : null
  }
}

function refuse(refusal: SearchRefusal): SearchAnswer {
  return { totalHits: 0, hits: [], refusal }
}

type PageRequest = Pick<SearchRequest, 'skip' | 'take' | 'prerelease' | 'semVer2'>
type Page = { readonly totalHits: number; readonly found: readonly Candidate[] }

type Order = SortBy | 'exact-id-then-downloads'

/** One query under one filter. */
type Rows = { readonly index: IndexReader; readonly match: string | null; readonly bit: number }

function readPage(index: IndexReader, match: Match | NoMatch, request: PageRequest, order: Order): Page {
  if (match === 'nothing') return { totalHits: 0, found: [] }
  const rows: Rows = { index, match: match.all, bit: filterBit(request) }
  const skip = Math.max(0, Math.trunc(request.skip))
  const take = Math.max(0, Math.trunc(request.take))
  const sort = sorts[order]
  if (sort) {
    const totalHits = index.count(rows.match, rows.bit, mostCounted)
    return { totalHits, found: take === 0 ? [] : readSorted(rows, sort, totalHits, { skip, take }) }
  }
  const first = index.first(rows.match, rows.bit, ranked, order === 'downloads-asc')
  const totalHits = first.length < ranked ? first.length : index.count(rows.match, rows.bit, mostCounted)
  if (take === 0 || (skip >= totalHits && totalHits <= mostCounted)) return { totalHits, found: [] }
  const head = rankHead(rows, first, match, order)
  if (skip + take <= head.length || first.length < ranked) return { totalHits, found: head.slice(skip, skip + take) }
  const tail = readTail(rows, head, skip + take, order)
  return { totalHits, found: [...head, ...tail].slice(skip, skip + take) }
}

const sorts: { readonly [O in Order]?: Sort } = {
  'created-desc': { column: 'created_at', direction: 'desc' },
  'created-asc': { column: 'created_at', direction: 'asc' },
  'edited-desc': { column: 'edited_at', direction: 'desc' },
  'title-asc': { column: 'sort_title', direction: 'asc' },
  'title-desc': { column: 'sort_title', direction: 'desc' },
}

/** Few matches are sorted; of many ones the first are met soon in the order of the column. */
function readSorted(
  rows: Rows,
  sort: Sort,
  totalHits: number,
  page: { skip: number; take: number },
): readonly Candidate[] {
  const limit = page.skip + page.take
  const isBroad = totalHits > mostCounted || rows.match === null
  const found = isBroad
    ? rows.index.walkSorted(rows.match, rows.bit, sort, limit)
    : rows.index.sorted(rows.match, rows.bit, sort, limit)
  return found.slice(page.skip)
}

function rankHead(rows: Rows, first: readonly Candidate[], match: Match, order: Order): readonly Candidate[] {
  if (order === 'downloads-desc' || order === 'downloads-asc') {
    const byDownloads = rankByDownloads(first, null)
    return order === 'downloads-asc' ? byDownloads.toReversed() : byDownloads
  }
  const candidates = first.length === ranked ? withBesides(first, findBesides(rows, match)) : first
  return order === 'relevance'
    ? rank(candidates, match.pieces, match.exactId)
    : rankByDownloads(candidates, match.exactId)
}

/** Both, each document once. */
function withBesides(first: readonly Candidate[], besides: readonly Candidate[]): readonly Candidate[] {
  const present = new Set(first.map(({ row }) => row))
  return [...first, ...besides.filter(({ row }) => !present.has(row) && present.add(row))]
}

/** Matches that count more than popularity: they may stand too low to be among the first rows. */
function findBesides({ index, match: all, bit }: Rows, match: Match): readonly Candidate[] {
  const exact = match.exactId === null ? null : index.exact(all, bit, match.exactId)
  const inId = match.inId === null ? [] : index.first(match.inId, bit, ranked)
  return exact ? [exact, ...inId] : inId
}

/** What follows the ranked ones, in row order. */
function readTail({ index, match, bit }: Rows, head: readonly Candidate[], wanted: number, order: Order): Candidate[] {
  const ahead = new Set(head.map(({ row }) => row))
  const rows = index.first(match, bit, wanted + head.length, order === 'downloads-asc')
  return rows.filter(({ row }) => !ahead.has(row))
}
