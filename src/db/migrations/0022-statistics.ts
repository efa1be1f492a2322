import { sql, type Kysely } from 'kysely'
import type { DatabaseKind } from '../database.ts'

/**
 * Sums that pages about statistics read instead of going through every count: downloads of a package by day, and of the
 * gallery by day and client. Both are made of the counts that are there. On SQLite the counts themselves become a table
 * that is its own index, since all of a version's rows are read together; and listed versions are counted from an index.
 */
export async function up(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const clustered = sql.raw(kind === 'sqlite' ? 'without rowid' : '')
  if (kind === 'sqlite') {
    await sql`alter table download_counts rename to download_counts_before`.execute(db)
    await sql`create table download_counts (
      version_key bigint not null references versions (id), day integer not null, client text not null,
      downloads bigint not null, primary key (version_key, day, client)) without rowid`.execute(db)
    await sql`insert into download_counts (version_key, day, client, downloads)
      select version_key, day, client, downloads from download_counts_before order by 1, 2, 3`.execute(db)
    await sql`drop table download_counts_before`.execute(db)
  }
  await sql`create table package_days (
    package_key bigint not null references packages (id), day integer not null, downloads bigint not null,
    primary key (package_key, day)) ${clustered}`.execute(db)
  await sql`insert into package_days (package_key, day, downloads)
    select versions.package_key, day, cast(sum(download_counts.downloads) as bigint) from download_counts
    join versions on versions.id = version_key group by versions.package_key, day`.execute(db)
  await sql`create table client_days (
    day integer not null, client text not null, downloads bigint not null, primary key (day, client)) ${clustered}`.execute(
    db,
  )
  await sql`insert into client_days (day, client, downloads)
    select day, client, cast(sum(downloads) as bigint) from download_counts group by day, client`.execute(db)
  await sql`create index versions_listed on versions (package_key) where listed = 1`.execute(db)
}
