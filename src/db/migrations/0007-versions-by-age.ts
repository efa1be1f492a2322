import { sql, type Kysely } from 'kysely'

/** Finds the version of an ID that was pushed last, which every push of an unsigned package asks for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index versions_by_age on versions (package_key, id)`.execute(db)
}
