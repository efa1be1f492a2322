import { sql, type Kysely } from 'kysely'

/**
 * Downloads that were counted elsewhere. They are part of `downloads`, and are kept apart so that importing again takes
 * their place instead of adding to them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table versions add column imported_downloads bigint not null default 0`.execute(db)
  await sql`alter table packages add column imported_downloads bigint not null default 0`.execute(db)
}
