import { sql } from 'kysely'
import type { Database, Db } from '../db/database.ts'
import type { VersionsTable } from '../db/tables/packages.ts'
import type { Selectable } from 'kysely'
import type { Problem } from './report.ts'

/** A version's row with its package's, unparsed: what the row holds is what is in question. */
export type VersionRow = Selectable<VersionsTable> & { readonly lower_id: string }

/** Versions in the order of their keys, a batch at a time, so that memory stays constant. */
export async function listVersionRows(db: Db, afterKey: number, limit: number): Promise<readonly VersionRow[]> {
  return db
    .selectFrom('versions')
    .innerJoin('packages', 'packages.id', 'versions.package_key')
    .selectAll('versions')
    .select('packages.lower_id')
    .where('versions.id', '>', afterKey)
    .orderBy('versions.id')
    .limit(limit)
    .execute()
}

/** Those of `keys` that a version refers to; one that was deleted for good refers to none. */
export async function listReferencedBlobs(db: Db, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set()
  const rows = await db
    .selectFrom('versions')
    .select('blob_key')
    .where('blob_key', 'in', keys)
    .where((row) => row.or([row('deletion', 'is', null), row('deletion', '!=', 'hard')]))
    .execute()
  return new Set(rows.map((row) => row.blob_key))
}

type Row = { readonly subject: string }

type Find = (query: ReturnType<typeof sql<Row>>, code: Problem['code'], message: string) => Promise<readonly Problem[]>

/** By version: when the catalog showed it last, and when it said last that it was deleted; 0 for never. */
const newestInCatalog = sql`select package_key, lower_version, max(package_id) as package_id,
    max(case when kind = 'details' then committed_us else 0 end) as shown_us,
    max(case when kind = 'delete' then committed_us else 0 end) as deleted_us
  from catalog_items where lower_version is not null group by package_key, lower_version`

/** Questions about rows that must agree. Each is one statement, so that pushes meanwhile are seen whole or not at all. */
export async function listRowProblems(database: Database): Promise<readonly Problem[]> {
  const db = database.read
  const found: Find = async (query, code, message) =>
    (await query.execute(db)).rows.map(({ subject }) => ({ code, subject, message }))

  return [
    ...(await listDamage(database)),
    ...(await found(
      sql<Row>`select v.package_id || ' ' || v.normalized_version as subject from versions v
        left join (${newestInCatalog}) c
          on c.package_key = v.package_key and c.lower_version = v.lower_version
        where c.package_key is null or (v.deleted_at is null and c.deleted_us > c.shown_us)`,
      'catalog-missing',
      'The catalog does not have this version, or says that it was deleted: search and mirrors do not know it.',
    )),
    ...(await found(
      sql<Row>`select c.package_id || ' ' || c.lower_version as subject from (${newestInCatalog}) c
        left join versions v on v.package_key = c.package_key and v.lower_version = c.lower_version
        where (v.id is null or v.deleted_at is not null) and c.shown_us > c.deleted_us`,
      'catalog-dangling',
      'The catalog shows this version, but it has no row or was deleted.',
    )),
    ...(await found(
      sql<Row>`select p.package_id as subject from packages p
        join (select package_key, count(*) as items from catalog_items group by package_key) c on c.package_key = p.id
        where p.revision < c.items`,
      'revision-behind',
      'The revision is lower than the number of changes in the catalog: caches may show an old state.',
    )),
    ...(await found(
      sql<Row>`select 'catalog' as subject from catalog_head h
        where h.committed_us < (select coalesce(max(committed_us), 0) from catalog_items)`,
      'catalog-head-behind',
      'The head of the catalog is older than its newest item.',
    )),
    ...(await listNumberingProblems(found)),
    ...(await found(
      sql<Row>`select p.package_id || ', owner ' || a.name as subject from package_owners o
        join packages p on p.id = o.package_key join accounts a on a.id = o.account_id where a.deleted_at is not null`,
      'owner-deleted',
      'A deleted account is still an owner.',
    )),
    ...(await listDanglingWords(found)),
  ]
}

/** What people put beside packages goes with the version, the package or the account that it belongs to. */
async function listDanglingWords(found: Find): Promise<readonly Problem[]> {
  return [
    ...(await found(
      sql<Row>`select v.package_id || ' ' || v.normalized_version as subject from versions v
        left join written_readmes r on r.version_key = v.id
        where (r.version_key is null) <> (v.readme_written_at is null)
          or (r.version_key is not null and v.deleted_at is not null)`,
      'readme-dangling',
      'Its row and the README that was written for it in the gallery do not agree, or it was deleted and left one behind.',
    )),
    ...(await found(
      sql<Row>`select distinct p.package_id as subject from sponsor_links s join packages p on p.id = s.package_key
        where not exists (select 1 from versions v where v.package_key = p.id and v.deleted_at is null)
          or not exists (select 1 from package_owners o where o.package_key = p.id)`,
      'sponsor-dangling',
      'It asks for sponsors, but has no version or no owner any more.',
    )),
    ...(await found(
      sql<Row>`select s.package_id || ' ' || s.full_version || ', uploaded by ' || a.name as subject
        from staged_uploads s join accounts a on a.id = s.user_id where a.deleted_at is not null`,
      'staged-dangling',
      'It was uploaded by an account that was deleted, and still waits to be published.',
    )),
  ]
}

/** Readers of the catalog follow its pages, which are cut by these numbers. Only the first item after a gap is named. */
async function listNumberingProblems(found: Find): Promise<readonly Problem[]> {
  return [
    ...(await found(
      sql<Row>`select c.package_id || coalesce(' ' || c.lower_version, '') as subject from (
          select package_id, lower_version, sequence,
            coalesce(lag(sequence) over (order by committed_us), -1) + 1 as expected
          from catalog_items where lower_version is not null) c
        where c.sequence is null or c.sequence <> c.expected
        union all select package_id from catalog_items where lower_version is null and sequence is not null`,
      'catalog-numbering',
      'Its item in the catalog has not the number that follows the item before it: readers may miss items.',
    )),
    ...(await found(
      sql<Row>`select 'catalog' as subject from catalog_head h
        where h.item_count <> (select coalesce(max(sequence), -1) + 1 from catalog_items where sequence is not null)`,
      'catalog-numbering',
      'The head of the catalog counts another number of items than there are.',
    )),
    ...(await found(
      sql<Row>`select v.package_id || ' ' || v.normalized_version as subject from versions v
        join (select package_key, lower_version, max(committed_us) as us from catalog_items
          where lower_version is not null group by package_key, lower_version) c
          on c.package_key = v.package_key and c.lower_version = v.lower_version
        join catalog_items newest on newest.committed_us = c.us
        where v.committed_us <> c.us or v.commit_id <> newest.commit_id`,
      'catalog-commit',
      'Its row names another commit than its newest one in the catalog.',
    )),
  ]
}

/** What the database itself finds wrong with its tables and indexes. */
async function listDamage(database: Database): Promise<readonly Problem[]> {
  const messages =
    database.kind === 'sqlite' ? await listSqliteDamage(database.read) : await listInvalidIndexes(database.read)
  return messages.map((message) => ({ code: 'database-damaged', subject: 'database', message }))
}

async function listSqliteDamage(db: Db): Promise<string[]> {
  const { rows: damage } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
  const { rows: dangling } = await sql<{
    table: string
    rowid: number
    parent: string
  }>`pragma foreign_key_check`.execute(db)
  return [
    ...damage.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
    ...dangling.map((row) => `Row ${row.rowid} of ${row.table} refers to a row of ${row.parent} that is not there.`),
  ]
}

async function listInvalidIndexes(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select c.relname as name from pg_index i
    join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and not i.indisvalid`.execute(db)
  return rows.map(({ name }) => `The index ${name} is not valid: rebuild it with REINDEX.`)
}
