import type { DatabaseSync } from 'node:sqlite'
import type { Candidate } from './ranking.ts'

/**
 * What ranking looks at, of every document, in memory: about 130 bytes each, outside the heap. Joining the table of
 * documents for 400 matches reads up to 400 pages; this reads none.
 */
export type CandidateTable = {
  /** Reads a little of what is not there yet; false when there is nothing to do. */
  loadSome(): boolean
  /**
   * To be called first in a snapshot of the index: brings what is kept to it. False while the table is not complete:
   * then read the documents themselves.
   */
  follow(): boolean
  /** The document of this row, which must be in the snapshot that was followed. */
  get(row: number): Candidate
}

/** A run of rows in ascending order: texts one behind the other, each from one offset to the next. */
type Chunk = {
  readonly rows: Float64Array
  readonly downloads: Float64Array
  readonly offsets: Uint32Array
  readonly texts: Buffer
  /** One byte a character is read in half the time. */
  readonly encoding: 'latin1' | 'utf8'
}

const rowsAtOnce = 1000
/** Rows that changed lie beside the chunks until there are so many; then everything is read anew, behind. */
const mostChanged = 20_000
/** A gallery of more than about a million packages goes without. */
const mostBytes = 160 * 1024 * 1024
const everythingChanged = -1

const columns = 'd.row, d.downloads, d.lower_id, d.id_words, d.tag_words'
type Columns = readonly [row: number, downloads: number, lowerId: string, idWords: string, tagWords: string]

export function createCandidateTable(database: DatabaseSync): CandidateTable {
  const prepare = (text: string) => {
    const statement = database.prepare(text)
    statement.setReturnArrays(true)
    return statement
  }
  const readNext = prepare(`select ${columns} from documents d where d.row > ? order by d.row limit ${rowsAtOnce}`)
  const readOne = prepare(`select ${columns} from documents d where d.row = ?`)
  const readLast = prepare('select coalesce(max(sequence), 0) from row_changes')
  const readChanges = prepare(
    `select sequence, row from row_changes where sequence > ? order by sequence limit ${mostChanged + 1}`,
  )

  let chunks: readonly Chunk[] = []
  /** The first row of each chunk, side by side: looking through the chunks themselves waits for the memory. */
  let firstRows = new Float64Array()
  let lastChunk = 0
  /** Rows that changed since their chunk was read. Those that are gone stay: no match names them. */
  let changed = new Map<number, Candidate>()
  /** The change up to which the table is true; null while it is not complete. */
  let followed: number | null = null
  let loading: { readonly from: number; readonly chunks: Chunk[]; bytes: number } | null = null
  let isTooLarge = false

  /** Rows are asked for in ascending order: the next one is often in the same chunk. */
  function findChunk(row: number): Chunk | undefined {
    const isInLast = row >= (firstRows[lastChunk] ?? 0) && row < (firstRows[lastChunk + 1] ?? Infinity)
    if (!isInLast) lastChunk = lastNotAbove(firstRows, row)
    return chunks[lastChunk]
  }

  function forget(): void {
    chunks = []
    firstRows = new Float64Array()
    changed = new Map()
    followed = null
    loading = null
  }

  function loadSome(): boolean {
    if (isTooLarge || (followed !== null && changed.size < mostChanged / 2)) return false
    loading ??= { from: (readLast.get() as unknown as readonly [number])[0], chunks: [], bytes: 0 }
    const after = loading.chunks.at(-1)?.rows.at(-1) ?? -1
    const rows = readNext.all(after) as unknown as readonly Columns[]
    if (rows.length > 0) {
      const chunk = toChunk(rows)
      loading.chunks.push(chunk)
      loading.bytes += chunk.texts.length + 2 * chunk.rows.byteLength + chunk.offsets.byteLength
      isTooLarge = loading.bytes > mostBytes
      if (isTooLarge) forget()
      return !isTooLarge
    }
    chunks = loading.chunks
    firstRows = Float64Array.from(chunks, ({ rows }) => rows[0] ?? 0)
    changed = new Map()
    followed = loading.from
    loading = null
    return false
  }

  function follow(): boolean {
    if (followed === null) return false
    const changes = readChanges.all(followed) as unknown as readonly (readonly [sequence: number, row: number])[]
    const [first] = changes
    const last = changes.at(-1)
    if (!first || !last) return true
    const isGap = first[0] !== followed + 1 || changes.length > mostChanged
    if (isGap || changes.some(([, row]) => row === everythingChanged)) {
      forget()
      return false
    }
    for (const [, row] of changes) {
      const found = readOne.get(row) as unknown as Columns | undefined
      if (found) changed.set(row, toCandidate(row, found[1], toText(found)))
    }
    followed = last[0]
    return true
  }

  return {
    loadSome,
    follow,
    get: (row) => changed.get(row) ?? readCandidate(findChunk(row), row),
  }
}

function toText([, , lowerId, idWords, tagWords]: Columns): string {
  return `${lowerId}\n${idWords}\n${tagWords}`
}

function toCandidate(row: number, downloads: number, text: string): Candidate {
  const afterId = text.indexOf('\n')
  const afterWords = text.indexOf('\n', afterId + 1)
  return {
    row,
    downloads,
    lowerId: text.slice(0, afterId),
    idWords: text.slice(afterId + 1, afterWords),
    tagWords: text.slice(afterWords + 1),
  }
}

function toChunk(rows: readonly Columns[]): Chunk {
  const offsets = new Uint32Array(rows.length + 1)
  let characters = 0
  const parts = rows.map((row, i) => {
    const text = toText(row)
    const bytes = Buffer.from(text)
    characters += text.length
    offsets[i + 1] = (offsets[i] ?? 0) + bytes.length
    return bytes
  })
  const texts = Buffer.concat(parts)
  return {
    rows: Float64Array.from(rows, ([row]) => row),
    downloads: Float64Array.from(rows, ([, downloads]) => downloads),
    offsets,
    texts,
    encoding: texts.length === characters ? 'latin1' : 'utf8',
  }
}

function readCandidate(chunk: Chunk | undefined, row: number): Candidate {
  const at = chunk ? lastNotAbove(chunk.rows, row) : -1
  if (chunk?.rows[at] !== row) throw new Error(`the table of candidates lacks row ${row}`)
  const text = chunk.texts.toString(chunk.encoding, chunk.offsets[at], chunk.offsets[at + 1])
  return toCandidate(row, chunk.downloads[at] ?? 0, text)
}

/** The last of ascending values that is not above `wanted`; -1 for none. */
function lastNotAbove(values: Float64Array, wanted: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((values[middle] ?? 0) <= wanted) low = middle + 1
    else high = middle
  }
  return low - 1
}
