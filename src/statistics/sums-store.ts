import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Slice } from './store.ts'

/** A sum that is not what its counts add up to; `missing` is what it lacks, below 0 when it is too high. */
type Wrong = { readonly missing: number }
export type WrongPackageDay = Wrong & { readonly packageKey: number; readonly id: string; readonly day: number }
export type WrongClientDay = Wrong & { readonly day: number; readonly client: string }
export type WrongTotal = Wrong & { readonly key: number; readonly subject: string }

type WithMissing<Row> = Omit<Row, 'missing'> & { missing: number | string }

/** Sums are numerics on PostgreSQL, which its driver hands over as text. */
const asNumbers = <Row extends { missing: number | string }>(rows: readonly Row[]) =>
  rows.map((row) => ({ ...row, missing: Number(row.missing) }))

/** Each day from the first that was counted to the last. */
const everyDay = sql`(with recursive days (day) as (
  select min(day) from package_days union all select day + 1 from days where day < (select max(day) from package_days)
) select day from days) as days`

/** Sums by package and day against the counts of the package's versions. One statement: flushes are seen whole or not at all. */
export async function listWrongPackageDays(db: Db, { after, until }: Slice): Promise<readonly WrongPackageDay[]> {
  const { rows } = await sql<WithMissing<WrongPackageDay>>`
    select both_sides.package_key as "packageKey", packages.package_id as id, day, sum(both_sides.downloads) as missing
    from (
      select versions.package_key, day, download_counts.downloads from versions
        join download_counts on version_key = versions.id where package_key > ${after} and package_key <= ${until}
      union all
      select package_key, package_days.day, -downloads from ${everyDay} cross join package_days
        where package_days.day = days.day and package_key > ${after} and package_key <= ${until}
    ) as both_sides join packages on packages.id = both_sides.package_key
    group by both_sides.package_key, packages.package_id, day having sum(both_sides.downloads) <> 0
    order by 1, 3`.execute(db)
  return asNumbers(rows)
}

export type ClientDaySum = { readonly day: number; readonly client: string; readonly downloads: number }

/** The counts of the versions of some packages by day and client. */
export async function sumByClientDay(db: Db, { after, until }: Slice): Promise<readonly ClientDaySum[]> {
  const { rows } = await sql<{ day: number; client: string; downloads: number | string }>`
    select day, client, sum(download_counts.downloads) as downloads from versions
      join download_counts on version_key = versions.id where package_key > ${after} and package_key <= ${until}
    group by day, client`.execute(db)
  return rows.map((row) => ({ ...row, downloads: Number(row.downloads) }))
}

/** The sums by day and client as they are kept. */
export async function listClientDaySums(db: Db): Promise<readonly ClientDaySum[]> {
  return db.selectFrom('client_days').selectAll().execute()
}

/** The totals of versions against what was counted here and elsewhere. */
export async function listWrongVersionTotals(db: Db, { after, until }: Slice): Promise<readonly WrongTotal[]> {
  const { rows } = await sql<WithMissing<WrongTotal>>`
    select key, subject, missing from (
      select versions.id as key, packages.package_id || ' ' || normalized_version as subject,
        versions.imported_downloads - versions.downloads + coalesce(
          (select sum(download_counts.downloads) from download_counts where version_key = versions.id), 0) as missing
      from versions join packages on packages.id = versions.package_key
      where package_key > ${after} and package_key <= ${until}
    ) as totals where missing <> 0 order by key`.execute(db)
  return asNumbers(rows)
}

/** The totals of packages against those of their versions. */
export async function listWrongPackageTotals(db: Db, { after, until }: Slice): Promise<readonly WrongTotal[]> {
  const { rows } = await sql<WithMissing<WrongTotal>>`
    select key, subject, missing from (
      select packages.id as key, package_id as subject, packages.imported_downloads - packages.downloads + coalesce(
          (select sum(versions.downloads - versions.imported_downloads) from versions
            where package_key = packages.id), 0) as missing
      from packages where id > ${after} and id <= ${until}
    ) as totals where missing <> 0 order by key`.execute(db)
  return asNumbers(rows)
}

/** Adds what is missing, which stays right whatever was counted meanwhile. */
export async function addToPackageDays(tx: Db, wrong: readonly WrongPackageDay[]): Promise<void> {
  await tx
    .insertInto('package_days')
    .values(wrong.map(({ packageKey, day, missing }) => ({ package_key: packageKey, day, downloads: missing })))
    .onConflict((conflict) =>
      conflict
        .columns(['day', 'package_key'])
        .doUpdateSet({ downloads: sql`package_days.downloads + excluded.downloads` }),
    )
    .execute()
  for (const { packageKey, day } of wrong) {
    await tx
      .deleteFrom('package_days')
      .where('day', '=', day)
      .where('package_key', '=', packageKey)
      .where('downloads', '=', 0)
      .execute()
  }
}

export async function addToClientDays(tx: Db, wrong: readonly WrongClientDay[]): Promise<void> {
  await tx
    .insertInto('client_days')
    .values(wrong.map(({ day, client, missing }) => ({ day, client, downloads: missing })))
    .onConflict((conflict) =>
      conflict.columns(['day', 'client']).doUpdateSet({ downloads: sql`client_days.downloads + excluded.downloads` }),
    )
    .execute()
  const days = [...new Set(wrong.map(({ day }) => day))]
  await tx.deleteFrom('client_days').where('day', 'in', days).where('downloads', '=', 0).execute()
}

export async function addToTotal(tx: Db, table: 'versions' | 'packages', { key, missing }: WrongTotal): Promise<void> {
  await tx
    .updateTable(table)
    .set({ downloads: sql`downloads + ${missing}` })
    .where('id', '=', key)
    .execute()
}
