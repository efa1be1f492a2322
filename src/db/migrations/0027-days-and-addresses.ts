import { sql, type Kysely } from 'kysely'
import type { DatabaseKind } from '../database.ts'

/**
 * Downloads of packages lie by day, no longer by package: the days of one package lay apart from those of all others, so that
 * a flush of two thousand downloads wrote as many pages, and now a few dozen. They are sums of rows that refer to versions
 * already: looking for their packages again would cost a third of writing them. And users whose address waits to be confirmed
 * report and ask under their name, too: whether it was, no longer follows from that.
 */
export async function up(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const clustered = sql.raw(kind === 'sqlite' ? 'without rowid' : '')
  await sql`alter table package_days rename to package_days_before`.execute(db)
  // A name of its own: on PostgreSQL the old table's key keeps the usual one.
  await sql`create table package_days (
    day integer not null, package_key bigint not null, downloads bigint not null,
    constraint package_days_by_day primary key (day, package_key)) ${clustered}`.execute(db)
  await sql`insert into package_days (day, package_key, downloads)
    select day, package_key, downloads from package_days_before order by 1, 2`.execute(db)
  await sql`drop table package_days_before`.execute(db)

  await sql`alter table tickets add column email_confirmed smallint not null default 0`.execute(db)
  await sql`update tickets set email_confirmed = 1 where sender_id is not null`.execute(db)
}
