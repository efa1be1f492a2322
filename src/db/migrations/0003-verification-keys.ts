import { sql, type Kysely } from 'kysely'

/** One-time keys that show a symbol server that their holder may publish a package. They go with the API key they came from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table verification_keys (
      secret_hash text primary key, key_id bigint not null references api_keys (id) on delete cascade,
      lower_id text not null, created_at bigint not null, expires_at bigint not null)`,
    sql`create index verification_keys_key on verification_keys (key_id)`,
    sql`create index verification_keys_expires on verification_keys (expires_at)`,
  ]
  for (const statement of statements) await statement.execute(db)
}
