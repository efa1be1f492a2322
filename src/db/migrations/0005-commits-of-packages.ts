import { sql, type Kysely } from 'kysely'

/** Finds what changed of a package since a commit: a push into an ID with thousands of versions makes readers read one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index versions_commits on versions (package_key, committed_us)`.execute(db)
}
