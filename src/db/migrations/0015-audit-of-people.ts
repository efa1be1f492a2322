import { sql, type Kysely } from 'kysely'

/** In whose name something was done, the name of the account it was done to as it was then, and ways to find entries. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`alter table audit add column owner_id bigint`,
    sql`alter table audit add column account_name text`,
    sql`create index audit_actor on audit (actor_id) where actor_id is not null`,
    sql`create index audit_owner on audit (owner_id) where owner_id is not null`,
    sql`create index audit_package on audit (lower(package_id)) where package_id is not null`,
  ]
  for (const statement of statements) await statement.execute(db)
}
