import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { rowToFilters, rowToPackageKey, wordColumns, type Document } from './documents.ts'
import { connect, createTables, isBusy, isDamaged, OtherSchema, removeIndexFile } from './index-schema.ts'
import type { Position } from './source.ts'
import { idVocabulary, reverse } from './vocabulary.ts'

/** How far the index is. `rebuiltUpTo` is the package key up to which a rebuild came; null when none is under way. */
export type IndexState = {
  readonly generation: number
  readonly cursor: Position
  readonly rebuiltUpTo: number | null
}

/** `<dataFolder>/search.db`: derived from the catalog, shared by all processes on the folder, lost without harm. */
export type IndexFile = {
  /** For queries. */
  readonly reader: DatabaseSync
  readState(): IndexState
  /**
   * Writes in one transaction, unless the index is no longer at `expected`: then another process was faster, and nothing
   * is written and the answer is false. Lets other work of this thread run in between.
   */
  write(expected: IndexState, next: IndexState, changes: IndexChanges): Promise<boolean>
  /**
   * Takes or keeps the lease of the file's upkeep (rebuilding, merging, popularity) for some seconds: one process on the
   * folder has it, and another one gets it when that one is gone. Following the catalog needs no lease.
   */
  keepLease(holder: string): Promise<boolean>
  /** Gives the lease back, so that the next process need not wait for its end; not in the middle of a write. */
  releaseLease(holder: string): void
  /** Downloads by package key, as they were when each was indexed. */
  listDownloads(fromKey: number, toKey: number): ReadonlyMap<number, number>
  countDocuments(): number
  /** Merges a little of the full-text index; false when nothing is left to merge. */
  mergeSome(): boolean
  /** True when another process has put a new file in this one's place. */
  isReplaced(): boolean
  close(): void
}

export type IndexedPackage = {
  readonly key: number
  readonly downloads: number
  /** See shown.ts. */
  readonly shown: string | null
  readonly documents: readonly Document[]
}

export type IndexChanges = {
  /** Everything goes: the index was made from another database. */
  readonly dropAll?: boolean
  /** Every document of these packages (lower-case IDs) is dropped … */
  readonly replaced: readonly string[]
  /** … and these take their place. */
  readonly packages: readonly IndexedPackage[]
  /** Drop whatever a rebuild did not meet. */
  readonly dropOlderGenerations?: boolean
}

const notSettled: IndexState = { generation: 0, cursor: { committedUs: -1, commitId: null }, rebuiltUpTo: null }
const documentsBetweenPauses = 25
/** Whoever has not followed for longer reads all documents anew. */
const changesKept = 20_000
const leaseMs = 5000

export function searchIndexPath(dataFolder: string): string {
  return join(dataFolder, 'search.db')
}

/** Opens the index, making an empty one where there is none. Throws when the file is no index of this version. */
export function openIndexFile(path: string): IndexFile {
  mkdirSync(dirname(path), { recursive: true })
  const writer = connect(path)
  try {
    createTables(writer)
    return toIndexFile(path, writer, connect(path))
  } catch (error) {
    writer.close()
    throw error
  }
}

/** The same, with an empty index in place of one that is damaged or of another version. */
export function openOrReplaceIndexFile(path: string): { readonly file: IndexFile; readonly replacedBecause: unknown } {
  try {
    return { file: openIndexFile(path), replacedBecause: null }
  } catch (error) {
    if (!isDamaged(error)) throw error
    removeIndexFile(path)
    return { file: openIndexFile(path), replacedBecause: error }
  }
}

const dropAll = `
  insert into words (words) values ('delete-all');
  update state set dropped = dropped + (select count(*) from documents);
  delete from documents; delete from shown; delete from vocabulary; update counts set documents = 0;
  insert into row_changes (row) values (-1);
`

function toIndexFile(path: string, writer: DatabaseSync, reader: DatabaseSync): IndexFile {
  writer.exec('pragma busy_timeout = 0; pragma cache_size = -8000')
  const statements = prepareStatements(writer)
  const readState = reader.prepare('select * from state')
  const readStateInside = writer.prepare('select * from state')
  const countDocuments = reader.prepare('select count(*) as documents from documents')
  const readLease = reader.prepare('select holder, held_until from state')
  const readDownloads = reader.prepare(
    'select package_key, downloads from shown indexed by shown_downloads where package_key > ? and package_key <= ?',
  )
  const inode = statSync(path).ino
  let isClosed = false

  async function apply(next: IndexState, changes: IndexChanges): Promise<void> {
    let done = 0
    const pause = async () => {
      if (++done % documentsBetweenPauses === 0) await setImmediate()
      if (isClosed) throw new Error('the index was closed')
    }
    if (changes.dropAll) writer.exec(dropAll)
    for (const lowerId of changes.replaced) {
      for (const row of statements.rowsOf.all(lowerId)) deleteDocument(statements, row)
      await pause()
    }
    for (const indexed of changes.packages) {
      for (const document of indexed.documents) {
        insertDocument(statements, document, next.generation)
        await pause()
      }
      if (indexed.documents.length > 0) statements.insertShown.run(indexed.key, indexed.downloads, indexed.shown)
    }
    if (changes.dropOlderGenerations) {
      for (const row of statements.rowsBefore.all(next.generation)) {
        deleteDocument(statements, row)
        await pause()
      }
    }
  }

  return {
    reader,
    readState: () => toState(readState.get()),
    async write(expected, next, changes) {
      await beginImmediate(writer)
      try {
        const isExpected = isSameState(toState(readStateInside.get()), expected)
        if (isExpected) {
          await apply(next, changes)
          statements.forgetChanges.run()
          statements.setState.run(next.generation, next.cursor.committedUs, next.cursor.commitId, next.rebuiltUpTo)
        }
        writer.exec('commit')
        return isExpected
      } catch (error) {
        if (writer.isOpen && writer.isTransaction) writer.exec('rollback')
        throw error
      }
    },
    countDocuments: () => (countDocuments.get() as { documents: number }).documents,
    async keepLease(holder) {
      const now = Date.now()
      const held = readLease.get() as { holder: string | null; held_until: number }
      if (held.holder === holder && held.held_until - now > leaseMs / 2) return true
      if (held.holder !== holder && held.held_until > now) return false
      await beginImmediate(writer)
      try {
        statements.takeLease.run(holder, now + leaseMs, holder, now)
      } finally {
        writer.exec('commit')
      }
      return (readLease.get() as { holder: string | null }).holder === holder
    },
    releaseLease(holder) {
      if (!writer.isTransaction) statements.releaseLease.run(holder)
    },
    listDownloads(fromKey, toKey) {
      const rows = readDownloads.all(fromKey, toKey) as { package_key: number; downloads: number }[]
      return new Map(rows.map((row) => [row.package_key, row.downloads]))
    },
    mergeSome() {
      const before = totalChanges(writer)
      try {
        writer.exec("insert into words (words, rank) values ('merge', 64)")
      } catch (error) {
        if (!isBusy(error)) throw error
        return true
      }
      return totalChanges(writer) - before >= 2
    },
    isReplaced() {
      try {
        return statSync(path).ino !== inode
      } catch {
        return true
      }
    },
    close() {
      isClosed = true
      if (writer.isOpen) writer.close()
      if (reader.isOpen) reader.close()
    },
  }
}

function totalChanges(database: DatabaseSync): number {
  return (database.prepare('select total_changes() as changes').get() as { changes: number }).changes
}

/** Where an index that was never filled stands: every catalog is ahead of it. */
export function isNotSettled(state: IndexState): boolean {
  return state.cursor.committedUs === notSettled.cursor.committedUs
}

type Statements = Readonly<Record<keyof typeof statementTexts, StatementSync>>

const statementTexts = {
  rowsOf: 'select row, id_words from documents where lower_id = ?',
  rowsBefore: 'select row, id_words from documents where generation < ?',
  deleteWords: 'delete from words where rowid = ?',
  deleteDocument: 'delete from documents where row = ?',
  deleteShown: 'delete from shown where package_key = ?',
  insertWords: `insert into words (rowid, ${wordColumns.join(', ')}) values (?${', ?'.repeat(wordColumns.length)})`,
  insertDocument: 'insert into documents values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  insertShown: 'insert or replace into shown values (?, ?, ?)',
  addWord: `insert into vocabulary values (?, ?, 1) on conflict (word) do update set documents = documents + 1`,
  dropWord: 'update vocabulary set documents = documents - 1 where word = ?',
  forgetWord: 'delete from vocabulary where word = ? and documents <= 0',
  count: 'update counts set documents = documents + ? where (filter & ?) != 0',
  countDropped: 'update state set dropped = dropped + 1',
  noteChange: 'insert into row_changes (row) values (?)',
  forgetChanges: `delete from row_changes where sequence <= (select max(sequence) from row_changes) - ${changesKept}`,
  setState: `update state set generation = ?, cursor_us = ?, cursor_commit = ?, rebuilt_up_to = ?, writes = writes + 1`,
  releaseLease: 'update state set held_until = 0 where holder = ?',
  takeLease: 'update state set holder = ?, held_until = ? where holder = ? or held_until < ? or holder is null',
}

function prepareStatements(writer: DatabaseSync): Statements {
  const prepared = Object.entries(statementTexts).map(([name, text]) => [name, writer.prepare(text)])
  const statements = Object.fromEntries(prepared) as Statements
  // `run` reports the last inserted rowid, which may be one of FTS5's own, beyond 2^53: as a number it would throw.
  const { rowsOf: _rowsOf, rowsBefore: _rowsBefore, ...writing } = statements
  for (const statement of Object.values(writing)) statement.setReadBigInts(true)
  return statements
}

function deleteDocument(statements: Statements, found: Record<string, unknown>): void {
  const row = found.row as number
  statements.deleteWords.run(row)
  statements.deleteDocument.run(row)
  statements.deleteShown.run(rowToPackageKey(row))
  statements.count.run(-1, rowToFilters(row))
  statements.countDropped.run()
  statements.noteChange.run(row)
  for (const word of idVocabulary(found.id_words as string)) {
    statements.dropWord.run(word)
    statements.forgetWord.run(word)
  }
}

function insertDocument(statements: Statements, document: Document, generation: number): void {
  const { row, versionKey, id, lowerId, idWords, tagWords, downloads, createdAtMs, editedAtMs, sortTitle } = document
  statements.insertWords.run(row, ...wordColumns.map((column) => document.words[column]))
  const words = [id, lowerId, idWords, tagWords] as const
  const dates = [createdAtMs, editedAtMs] as const
  statements.insertDocument.run(row, ...words, downloads, ...dates, sortTitle, generation, versionKey)
  statements.count.run(1, rowToFilters(row))
  statements.noteChange.run(row)
  for (const word of idVocabulary(idWords)) statements.addWord.run(word, reverse(word))
}

/** The lease: whoever holds the write transaction of the file indexes. Queries go on meanwhile. */
async function beginImmediate(writer: DatabaseSync): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      writer.exec('begin immediate')
      return
    } catch (error) {
      if (!isBusy(error) || attempt > 2000) throw error
      await setTimeout(1 + Math.random() * Math.min(20, attempt))
    }
  }
}

function toState(row: Record<string, unknown> | undefined): IndexState {
  if (!row) throw new OtherSchema('search index without a state')
  return {
    generation: row.generation as number,
    cursor: { committedUs: row.cursor_us as number, commitId: row.cursor_commit as string | null },
    rebuiltUpTo: row.rebuilt_up_to as number | null,
  }
}

function isSameState(a: IndexState, b: IndexState): boolean {
  return (
    a.generation === b.generation && a.cursor.committedUs === b.cursor.committedUs && a.rebuiltUpTo === b.rebuiltUpTo
  )
}
