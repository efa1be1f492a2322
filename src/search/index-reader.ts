import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { createCandidateTable } from './candidate-table.ts'
import type { Candidate } from './ranking.ts'
import { readShown, type ShownPackage } from './shown.ts'

export type Sort = { readonly column: 'created_at' | 'edited_at' | 'sort_title'; readonly direction: 'asc' | 'desc' }

/**
 * What is read from the index for queries. `match` is an FTS5 expression, null for everything; `bit` the filter that
 * documents must stand for (documents.ts).
 */
export type IndexReader = {
  /** One state of the index for all that `work` reads. */
  inSnapshot<T>(work: () => T): T
  /** The most popular documents first, or the least popular ones. */
  first(match: string | null, bit: number, limit: number, fromBelow?: boolean): readonly Candidate[]
  /** Exact up to `most`; `most + 1` stands for more. Always exact when everything matches. */
  count(match: string | null, bit: number, most: number): number
  /** The document with this ID if it matches. */
  exact(match: string | null, bit: number, lowerId: string): Candidate | null
  /** By reading all matches. */
  sorted(match: string | null, bit: number, sort: Sort, limit: number): readonly Candidate[]
  /** By reading documents in this order until enough of them match. */
  walkSorted(match: string | null, bit: number, sort: Sort, limit: number): readonly Candidate[]
  hasMatch(match: string): boolean
  /** What answers to the filter of this bit show of a package. */
  shownOf(packageKey: number, bit: number): ShownPackage | null
  /** The ID of a document in its own letter case. */
  idOf(row: number): string
  /** The key of the version that a document is about. */
  versionKeyOf(row: number): number
  /** Loads a little of what makes queries fast; false when nothing is left to load. */
  loadSome(): boolean
}

const keptCounts = 2000
/** A count beyond the limit goes on for so long, and then stays true while fewer documents than these are dropped. */
const countMargin = 1000

type State = { readonly writes: number; readonly dropped: number }
type KeptCount = { readonly count: number; readonly writes: number; readonly dropped: number }

/** Counts are kept while they stay true. What ranking looks at comes from memory once it is loaded (candidate-table.ts). */
export function createIndexReader(database: DatabaseSync): IndexReader {
  const statements = prepareStatements(database)
  const readState = database.prepare('select writes, dropped from state')
  const sortedStatements = new Map<string, StatementSync>()
  const counts = new Map<string, KeptCount>()
  const table = createCandidateTable(database)
  let isTableTrue = false
  let state: State = { writes: -1, dropped: 0 }

  /** The first statement of a transaction fixes what all the others see. */
  function beginSnapshot(): void {
    database.exec('begin')
    const now = readState.get() as State | undefined
    if (!now) throw new Error('search index without a state')
    state = now
    isTableTrue = table.follow()
  }

  function readFirst(match: string, bit: number, limit: number, fromBelow: boolean): readonly Candidate[] {
    if (!isTableTrue) return toFound((fromBelow ? statements.last : statements.first).all(match, bit, limit))
    const rows = (fromBelow ? statements.lastRows : statements.firstRows).all(match, bit, limit)
    return (rows as unknown as readonly (readonly [number])[]).map(([row]) => table.get(row))
  }

  function countMatches(match: string, bit: number, most: number): number {
    const key = `${bit} ${match}`
    const kept = counts.get(key)
    if (kept) {
      const stillBeyond = kept.count > most && kept.count - (state.dropped - kept.dropped) > most
      if (stillBeyond || kept.writes === state.writes) return Math.min(kept.count, most + 1)
    }
    const count = firstCell(statements.count.get(match, bit, most + 1 + countMargin))
    if (counts.size >= keptCounts) counts.clear()
    counts.set(key, { count, ...state })
    return Math.min(count, most + 1)
  }

  function prepareSorted(kind: 'all' | 'join' | 'walk', sort: Sort): StatementSync {
    const key = `${kind} ${sort.column} ${sort.direction}`
    const known = sortedStatements.get(key)
    if (known) return known
    const order = `order by d.${sort.column} ${sort.direction}, d.row limit ?`
    const statement = database.prepare(`${sortedTexts[kind]} ${order}`)
    statement.setReturnArrays(true)
    sortedStatements.set(key, statement)
    return statement
  }

  return {
    inSnapshot(work) {
      beginSnapshot()
      try {
        return work()
      } finally {
        if (database.isTransaction) database.exec('commit')
      }
    },
    first(match, bit, limit, fromBelow = false) {
      if (match === null) return toFound((fromBelow ? statements.allLast : statements.allFirst).all(bit, limit))
      return readFirst(match, bit, limit, fromBelow)
    },
    count: (match, bit, most) =>
      match === null ? firstCell(statements.allCount.get(bit)) : countMatches(match, bit, most),
    exact(match, bit, lowerId) {
      const candidates = toFound(statements.byId.all(bit, lowerId))
      return candidates.find(({ row }) => match === null || statements.isMatch.get(match, row)) ?? null
    },
    sorted(match, bit, sort, limit) {
      const rows = match === null ? [bit, limit] : [match, bit, limit]
      return toFound(prepareSorted(match === null ? 'all' : 'join', sort).all(...rows))
    },
    walkSorted(match, bit, sort, limit) {
      const rows = match === null ? [bit, limit] : [bit, match, limit]
      return toFound(prepareSorted(match === null ? 'all' : 'walk', sort).all(...rows))
    },
    hasMatch: (match) => statements.any.get(match) !== undefined,
    shownOf: (packageKey, bit) => {
      const row = statements.shown.get(packageKey) as unknown as readonly [string | null] | undefined
      return row?.[0] ? readShown(row[0], bit) : null
    },
    idOf: (row) => (statements.id.get(row) as unknown as readonly [string])[0],
    versionKeyOf: (row) => firstCell(statements.versionKey.get(row)),
    loadSome: () => table.loadSome(),
  }
}

const columns = 'd.row, d.lower_id, d.id_words, d.tag_words, d.downloads'

const all = `select ${columns} from documents d where (d.row & ?) != 0`
const joined = `select ${columns} from words w cross join documents d on d.row = w.rowid
  where w.words match ? and (w.rowid & ?) != 0`
const rows = 'select rowid from words where words match ? and (rowid & ?) != 0'

const sortedTexts = {
  all,
  join: joined,
  walk: `${all} and exists (select 1 from words w where w.words match ? and w.rowid = d.row)`,
}

const statementTexts = {
  first: `${joined} order by w.rowid limit ?`,
  last: `${joined} order by w.rowid desc limit ?`,
  firstRows: `${rows} order by rowid limit ?`,
  lastRows: `${rows} order by rowid desc limit ?`,
  count: 'select count(*) from (select 1 from words where words match ? and (rowid & ?) != 0 limit ?)',
  isMatch: 'select 1 from words where words match ? and rowid = ?',
  any: 'select 1 from words where words match ? limit 1',
  byId: `${all} and d.lower_id = ?`,
  allFirst: `${all} order by d.row limit ?`,
  allLast: `${all} order by d.row desc limit ?`,
  allCount: 'select documents from counts where filter = ?',
  id: 'select id from documents where row = ?',
  versionKey: 'select version_key from documents where row = ?',
  shown: 'select package from shown where package_key = ?',
}

type Statements = Readonly<Record<keyof typeof statementTexts, StatementSync>>

function prepareStatements(database: DatabaseSync): Statements {
  const prepared = Object.entries(statementTexts).map(([name, text]) => [name, database.prepare(text)])
  const statements = Object.fromEntries(prepared) as Statements
  for (const statement of Object.values(statements)) statement.setReturnArrays(true)
  return statements
}

function firstCell(row: unknown): number {
  return (row as readonly [number])[0]
}

function toFound(rows: readonly unknown[]): Candidate[] {
  return (rows as readonly (readonly [number, string, string, string, number])[]).map(
    ([row, lowerId, idWords, tagWords, downloads]) => ({ row, lowerId, idWords, tagWords, downloads }),
  )
}
