import { sql, type Kysely } from 'kysely'

/**
 * A version's row says its newest commit, so that registration documents name it without a look at the catalog. The
 * partial indexes find what the catalog's index shows among millions of rows; a page of the catalog ends with each item
 * whose number is one less than a multiple of 550.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`alter table versions add column committed_us bigint not null default 0`,
    sql`alter table versions add column commit_id text not null default ''`,
    sql`update versions set committed_us = newest.committed_us, commit_id = newest.commit_id from (
      select c.package_key, c.lower_version, c.committed_us, c.commit_id from catalog_items c
      join (select max(committed_us) as us from catalog_items where lower_version is not null
        group by package_key, lower_version) last on last.us = c.committed_us) newest
      where newest.package_key = versions.package_key and newest.lower_version = versions.lower_version`,
    sql`create index catalog_items_page_ends on catalog_items (sequence) where sequence % 550 = 549`,
    sql`create index versions_last_edited on versions (last_edited_at) where last_edited_at is not null`,
    sql`create index versions_deleted on versions (deleted_at) where deleted_at is not null`,
  ]
  for (const statement of statements) await statement.execute(db)
}
