import { sql, type Kysely } from 'kysely'

/**
 * What the catalog documents and the life of a version need. Items about a version get a number without gaps, because
 * pages of the catalog are cut by it; whole-package changes (owners) have none. Deleted versions keep their rows, so
 * that the unique index keeps their ID and version taken for ever.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`alter table versions add column deprecation text`,
    sql`alter table versions add column deleted_at bigint`,
    sql`alter table versions add column deletion text`,
    sql`create table version_entries (version_key bigint primary key references versions (id), entries text not null)`,

    sql`alter table catalog_items add column sequence bigint`,
    sql`alter table catalog_items add column state text`,
    sql`alter table catalog_head add column item_count bigint not null default 0`,
    sql`update catalog_items set sequence = numbered.n from (
      select committed_us as c, row_number() over (order by committed_us) - 1 as n
      from catalog_items where lower_version is not null) numbered where numbered.c = catalog_items.committed_us`,
    sql`update catalog_head set item_count = (select count(*) from catalog_items where lower_version is not null)`,
    sql`create unique index catalog_items_sequence on catalog_items (sequence) where sequence is not null`,
  ]
  for (const statement of statements) await statement.execute(db)
}
