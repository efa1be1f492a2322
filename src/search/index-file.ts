import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { filterBits, rowToFilters, wordColumns, type Document } from './documents.ts'
import type { Position } from './source.ts'

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
  /** Merges a little of the full-text index; false when nothing is left to merge. */
  mergeSome(): boolean
  /** True when another process has put a new file in this one's place. */
  isReplaced(): boolean
  close(): void
}

export type IndexChanges = {
  /** Everything goes: the index was made from another database. */
  readonly dropAll?: boolean
  /** Every document of these packages (lower-case IDs) is dropped … */
  readonly replaced: readonly string[]
  /** … and these take their place. */
  readonly documents: readonly Document[]
  /** Drop whatever a rebuild did not meet. */
  readonly dropOlderGenerations?: boolean
}

const schemaVersion = 1
const notSettled: IndexState = { generation: 0, cursor: { committedUs: -1, commitId: null }, rebuiltUpTo: null }
const documentsBetweenPauses = 25

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

/** The log goes first: SQLite drops one that lies beside an empty file, but would apply it to a new one. */
export function removeIndexFile(path: string): void {
  for (const name of [`${path}-wal`, `${path}-shm`, path]) {
    const aside = `${name}.damaged-${process.pid}`
    try {
      renameSync(name, aside)
    } catch {
      continue
    }
    rmSync(aside, { force: true })
  }
}

class OtherSchema extends Error {}

/** SQLITE_CORRUPT, SQLITE_CONSTRAINT (tables that disagree), SQLITE_NOTADB with their extended codes, or other tables. */
export function isDamaged(error: unknown): boolean {
  const code = (error as { errcode?: number } | null)?.errcode ?? 0
  return error instanceof OtherSchema || [11, 19, 26].includes(code & 0xff)
}

function isBusy(error: unknown): boolean {
  return (((error as { errcode?: number } | null)?.errcode ?? 0) & 0xff) === 5
}

function connect(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000 })
  try {
    database.exec(
      'pragma journal_mode = wal; pragma synchronous = off; pragma cache_size = -16000; pragma temp_store = memory',
    )
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function createTables(database: DatabaseSync): void {
  database.exec('begin immediate')
  try {
    const { user_version: version } = database.prepare('pragma user_version').get() as { user_version: number }
    const { tables } = database.prepare('select count(*) as tables from sqlite_schema').get() as { tables: number }
    if (version !== schemaVersion && tables > 0) throw new OtherSchema(`search index of schema ${version}`)
    if (tables === 0) database.exec(schema)
    database.exec('commit')
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}

const schema = `
  pragma user_version = ${schemaVersion};
  create table state (id integer primary key, generation integer, cursor_us integer, cursor_commit text, rebuilt_up_to integer);
  insert into state values (1, 0, -1, null, null);
  create table documents (row integer primary key, id text, lower_id text, id_words text, tag_words text,
    downloads integer, created_at integer, generation integer);
  create index documents_lower_id on documents (lower_id);
  create index documents_created_at on documents (created_at desc);
  create table counts (filter integer primary key, documents integer);
  insert into counts values ${filterBits.map((bit) => `(${bit}, 0)`).join(', ')};
  create virtual table words using fts5 (${wordColumns.join(', ')}, content='', contentless_delete=1,
    prefix='2 3 4 5 6 7', tokenize="ascii tokenchars '_'");
`

const dropAll = `
  insert into words (words) values ('delete-all'); delete from documents; update counts set documents = 0;
`

function toIndexFile(path: string, writer: DatabaseSync, reader: DatabaseSync): IndexFile {
  writer.exec('pragma busy_timeout = 0')
  const statements = prepareStatements(writer)
  const readState = reader.prepare('select * from state')
  const readStateInside = writer.prepare('select * from state')
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
      for (const { row } of statements.rowsOf.all(lowerId)) deleteDocument(statements, row as number)
      await pause()
    }
    for (const document of changes.documents) {
      insertDocument(statements, document, next.generation)
      await pause()
    }
    if (changes.dropOlderGenerations) {
      for (const { row } of statements.rowsBefore.all(next.generation)) {
        deleteDocument(statements, row as number)
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
          statements.setState.run(next.generation, next.cursor.committedUs, next.cursor.commitId, next.rebuiltUpTo)
        }
        writer.exec('commit')
        return isExpected
      } catch (error) {
        if (writer.isOpen && writer.isTransaction) writer.exec('rollback')
        throw error
      }
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
  rowsOf: 'select row from documents where lower_id = ?',
  rowsBefore: 'select row from documents where generation < ?',
  deleteWords: 'delete from words where rowid = ?',
  deleteDocument: 'delete from documents where row = ?',
  insertWords: `insert into words (rowid, ${wordColumns.join(', ')}) values (?${', ?'.repeat(wordColumns.length)})`,
  insertDocument: 'insert into documents values (?, ?, ?, ?, ?, ?, ?, ?)',
  count: 'update counts set documents = documents + ? where (filter & ?) != 0',
  setState: 'update state set generation = ?, cursor_us = ?, cursor_commit = ?, rebuilt_up_to = ?',
}

function prepareStatements(writer: DatabaseSync): Statements {
  const prepared = Object.entries(statementTexts).map(([name, text]) => [name, writer.prepare(text)])
  const statements = Object.fromEntries(prepared) as Statements
  // `run` reports the last inserted rowid, which may be one of FTS5's own, beyond 2^53: as a number it would throw.
  const { rowsOf: _rowsOf, rowsBefore: _rowsBefore, ...writing } = statements
  for (const statement of Object.values(writing)) statement.setReadBigInts(true)
  return statements
}

function deleteDocument(statements: Statements, row: number): void {
  statements.deleteWords.run(row)
  statements.deleteDocument.run(row)
  statements.count.run(-1, rowToFilters(row))
}

function insertDocument(statements: Statements, document: Document, generation: number): void {
  statements.insertWords.run(document.row, ...wordColumns.map((column) => document.words[column]))
  const { row, id, lowerId, idWords, tagWords, downloads, createdAtMs } = document
  statements.insertDocument.run(row, id, lowerId, idWords, tagWords, downloads, createdAtMs, generation)
  statements.count.run(1, rowToFilters(row))
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
