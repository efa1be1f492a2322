import { renameSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { filterBits, wordColumns } from './documents.ts'

/** Rises with every change of the tables or of what is put into them: an index of another version is made anew. */
const schemaVersion = 8

/** A connection to the index, for reading or writing. Nothing is synced: what a crash loses or spoils is made anew. */
export function connect(path: string): DatabaseSync {
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

/** Makes the tables in an empty file; throws when they are not this version's. */
export function createTables(database: DatabaseSync): void {
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

/**
 * A prefix is looked up in a list of its own length: without one FTS5 would first merge the lists of all words that begin
 * so (13 ms for a broad word among 500,000 packages, 0.2 ms with it). Longer words are rare enough.
 */
const prefixLengths = '2 3 4 5 6 7 8 9 10 11 12 13 14'

/**
 * `words` is searched, `documents` is what ranking and sorting look at, `shown` what answers are made of, `vocabulary` the
 * words of IDs for correcting slips. `row_changes` names the documents that came and went last. `state` says how far the index is, how often it was written, how many documents
 * it ever dropped, and who holds the lease of its upkeep.
 */
const schema = `
  pragma user_version = ${schemaVersion};
  create table state (id integer primary key, generation integer, cursor_us integer, cursor_commit text,
    rebuilt_up_to integer, writes integer, dropped integer, holder text, held_until integer);
  insert into state values (1, 0, -1, null, null, 0, 0, null, 0);
  create table documents (row integer primary key, id text, lower_id text, id_words text, tag_words text,
    downloads integer, created_at integer, edited_at integer, sort_title text, generation integer,
    version_key integer);
  create index documents_lower_id on documents (lower_id);
  create index documents_created_at on documents (created_at);
  create index documents_edited_at on documents (edited_at);
  create index documents_sort_title on documents (sort_title);
  create table shown (package_key integer primary key, downloads integer, package text);
  create index shown_downloads on shown (package_key, downloads);
  create table row_changes (sequence integer primary key autoincrement, row integer);
  create table vocabulary (word text primary key, reversed text, documents integer) without rowid;
  create index vocabulary_reversed on vocabulary (reversed);
  create table counts (filter integer primary key, documents integer);
  insert into counts values ${filterBits.map((bit) => `(${bit}, 0)`).join(', ')};
  create virtual table words using fts5 (${wordColumns.join(', ')}, content='', contentless_delete=1,
    prefix='${prefixLengths}', tokenize="ascii tokenchars '_'");
`

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

/** The file holds other tables than these. */
export class OtherSchema extends Error {}

/** SQLITE_CORRUPT, SQLITE_CONSTRAINT (tables that disagree), SQLITE_NOTADB with their extended codes, or other tables. */
export function isDamaged(error: unknown): boolean {
  const code = (error as { errcode?: number } | null)?.errcode ?? 0
  return error instanceof OtherSchema || [11, 19, 26].includes(code & 0xff)
}

export function isBusy(error: unknown): boolean {
  return (((error as { errcode?: number } | null)?.errcode ?? 0) & 0xff) === 5
}
