import { sql, type Kysely } from 'kysely'

/** READMEs that owners write in the gallery: one for each version, shown in the place of the one in its nupkg. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table written_readmes (
      version_key bigint not null primary key references versions (id) on delete cascade, markdown text not null)`,
    sql`alter table versions add column readme_written_at bigint`,
  ]
  for (const statement of statements) await statement.execute(db)
}
