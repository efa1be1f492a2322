import { sql, type Kysely } from 'kysely'

/** Where people may support those who make a package: addresses that its owners name. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table sponsor_links (
    package_key bigint not null references packages (id) on delete cascade, url text not null, added_at bigint not null,
    primary key (package_key, url))`.execute(db)
}
