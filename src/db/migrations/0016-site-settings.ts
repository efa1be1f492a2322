import { sql, type Kysely } from 'kysely'

/** What administrators switch while the gallery runs: the banner, read-only mode. `value` is JSON. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table site_settings (name text primary key, value text not null, changed_at bigint not null)`.execute(
    db,
  )
}
