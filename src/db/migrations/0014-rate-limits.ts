import { sql, type Kysely } from 'kysely'

/** How often whoever is limited did something, in the window that runs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table rate_limits (
      subject text primary key, started_at bigint not null, ends_at bigint not null, times bigint not null)`,
    sql`create index rate_limits_ends on rate_limits (ends_at)`,
  ]
  for (const statement of statements) await statement.execute(db)
}
