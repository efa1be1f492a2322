import { sql, type Kysely } from 'kysely'

/** Files that were uploaded in the browser and wait to be published: one for each user, who comes first to it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table staged_uploads (
      user_id bigint not null primary key references accounts (id) on delete cascade, token text not null,
      package_id text not null, full_version text not null, sha512 text not null, size_bytes bigint not null,
      blob_key text not null unique, created_at bigint not null)`,
    sql`create index staged_uploads_age on staged_uploads (created_at)`,
  ]
  for (const statement of statements) await statement.execute(db)
}
