import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../db/database.ts'
import { parseMetadata } from '../packages/package.ts'
import type { Period } from './period.ts'
import type { CountedRow, SteppedRow } from './pivot.ts'

/** Packages by key: above `after`, up to `until`. What goes through all of them does so in slices, and others go between. */
export type Slice = { readonly after: number; readonly until: number }

export type Totals = { readonly packages: number; readonly versions: number; readonly downloads: number }

/** Something with a row, and how often it was downloaded. */
export type Downloaded = { readonly key: number; readonly downloads: number }

type DownloadedRow = { key: number; downloads: number | string }

/** Sums are numerics on PostgreSQL, which its driver hands over as text. */
const toDownloaded = ({ key, downloads }: DownloadedRow): Downloaded => ({ key, downloads: Number(downloads) })

export async function findLastPackageKey(db: Db): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`select max(id) as last from packages`.execute(db)
  return Number(rows[0]?.last ?? 0)
}

/** IDs with a listed version, listed versions, and all downloads, of the packages of a slice. */
export async function countTotals(db: Db, { after, until }: Slice): Promise<Totals> {
  const { rows } = await sql<Totals>`select
    (select count(distinct package_key) from versions
      where listed = 1 and package_key > ${after} and package_key <= ${until}) as packages,
    (select count(*) from versions where listed = 1 and package_key > ${after} and package_key <= ${until}) as versions,
    (select coalesce(sum(downloads), 0) from packages where id > ${after} and id <= ${until}) as downloads`.execute(db)
  const totals = rows[0] ?? { packages: 0, versions: 0, downloads: 0 }
  return { packages: Number(totals.packages), versions: Number(totals.versions), downloads: Number(totals.downloads) }
}

/** The most downloaded packages of a slice, those counted elsewhere with them. At least `least` downloads each. */
export async function listTopPackages(
  db: Db,
  { after, until }: Slice,
  { least, limit }: { readonly least: number; readonly limit: number },
): Promise<readonly Downloaded[]> {
  const { rows } = await sql<DownloadedRow>`select id as key, downloads from packages
    where id > ${after} and id <= ${until} and downloads >= ${least} order by downloads desc, id limit ${limit}`.execute(
    db,
  )
  return rows.map(toDownloaded)
}

/** The packages of a slice that were downloaded most in a period. One that was counted less than `least` is not looked at. */
export async function listTopPackagesIn(
  db: Db,
  { after, until }: Slice,
  { first, last }: Period,
  { least, limit }: { readonly least: number; readonly limit: number },
): Promise<readonly Downloaded[]> {
  const { rows } = await sql<DownloadedRow>`select key, downloads from (
      select id as key, (select sum(package_days.downloads) from package_days
        where package_key = packages.id and day >= ${first} and day <= ${last}) as downloads
      from packages where id > ${after} and id <= ${until} and downloads - imported_downloads >= ${least}) as counted
    where downloads >= ${least} order by downloads desc, key limit ${limit}`.execute(db)
  return rows.map(toDownloaded)
}

/** The most downloaded listed versions of a package. */
export async function listTopVersions(db: Db, packageKey: number, limit: number): Promise<readonly Downloaded[]> {
  const { rows } = await sql<DownloadedRow>`select id as key, downloads from versions
    where package_key = ${packageKey} and listed = 1 and downloads > 0
    order by downloads desc, id limit ${limit}`.execute(db)
  return rows.map(toDownloaded)
}

/** The listed versions of a package that were downloaded most in a period. */
export async function listTopVersionsIn(
  db: Db,
  packageKey: number,
  { first, last }: Period,
  limit: number,
): Promise<readonly Downloaded[]> {
  const { rows } = await sql<DownloadedRow>`select version_key as key, sum(downloads) as downloads from download_counts
    where version_key in (select id from versions where package_key = ${packageKey} and listed = 1)
      and day >= ${first} and day <= ${last}
    group by version_key order by 2 desc, 1 limit ${limit}`.execute(db)
  return rows.map(toDownloaded)
}

export type NamedPackage = { readonly key: number; readonly id: string; readonly isVerified: boolean }

/** The packages with these keys that have a listed version. */
export async function findNamedPackages(db: Db, keys: readonly number[]): Promise<readonly NamedPackage[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<{ id: number; package_id: string; verified: number }>`
    select id, package_id, verified from packages where id in (${sql.join(keys)})
      and exists (select 1 from versions where package_key = packages.id and listed = 1)`.execute(db)
  return rows.map((row) => ({ key: row.id, id: row.package_id, isVerified: row.verified === 1 }))
}

export type NamedVersion = { readonly key: number; readonly id: string; readonly version: string }

/** Of the versions with these keys the listed ones. */
export async function findNamedVersions(db: Db, keys: readonly number[]): Promise<readonly NamedVersion[]> {
  if (keys.length === 0) return []
  const rows = await db
    .selectFrom('versions')
    .innerJoin('packages', 'packages.id', 'versions.package_key')
    .select(['versions.id', 'packages.package_id', 'versions.normalized_version'])
    .where('versions.id', 'in', keys)
    .where('listed', '=', 1)
    .execute()
  return rows.map((row) => ({ key: row.id, id: row.package_id, version: row.normalized_version }))
}

export type RecentVersion = {
  readonly id: string
  readonly version: string
  readonly description: string
  readonly publishedAt: Date
  readonly isVerified: boolean
}

/** How many pushes are looked through for packages that differ. */
const pushesLookedThrough = 200

/** The packages that were published last, each with its newest listed push. */
export async function listRecentVersions(db: Db, limit: number): Promise<readonly RecentVersion[]> {
  const pushes = await db
    .selectFrom('versions')
    .select(['id', 'package_key'])
    .where('listed', '=', 1)
    .orderBy('id', 'desc')
    .limit(pushesLookedThrough)
    .execute()
  const newest = [...Map.groupBy(pushes, (row) => row.package_key).values()].flatMap((rows) => rows.slice(0, 1))
  const keys = newest.slice(0, limit).map((row) => row.id)
  if (keys.length === 0) return []
  const rows = await db
    .selectFrom('versions')
    .innerJoin('packages', 'packages.id', 'versions.package_key')
    .select(['packages.package_id', 'verified', 'normalized_version', 'metadata', 'published_at'])
    .where('versions.id', 'in', keys)
    .orderBy('versions.id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.package_id,
    version: row.normalized_version,
    description: parseMetadata(row.metadata).description,
    publishedAt: new Date(row.published_at),
    isVerified: row.verified === 1,
  }))
}

export type ClientDay = { readonly day: number; readonly client: string; readonly downloads: number }

/** Downloads of the whole gallery by day and client: a few hundred rows a day at most. */
export async function listClientDays(db: Db, { first, last }: Period): Promise<readonly ClientDay[]> {
  return db.selectFrom('client_days').selectAll().where('day', '>=', first).where('day', '<=', last).execute()
}

/** The first day on which a download of this package was counted, or null. */
export async function findFirstDay(db: Db, packageKey: number): Promise<number | null> {
  const { rows } = await sql<{ day: number | null }>`
    select min(day) as day from package_days where package_key = ${packageKey}`.execute(db)
  return rows[0]?.day ?? null
}

/** A package with all its versions, deleted ones too, or one of them. */
export type Counted = { readonly packageKey: number; readonly versionKey: number | null }

/** Downloads by version and client. */
export async function sumByVersionAndClient(
  db: Db,
  counted: Counted,
  { first, last }: Period,
): Promise<readonly CountedRow[]> {
  const { rows } = await sql<{ version_key: number; client: string; downloads: number | string }>`
    select version_key, client, sum(downloads) as downloads from download_counts
    where ${isOf(counted)} and day >= ${first} and day <= ${last} group by version_key, client`.execute(db)
  return rows.map((row) => ({ versionKey: row.version_key, client: row.client, downloads: Number(row.downloads) }))
}

/** Downloads by `version_key` or client, and by step of so many days, counted back from the end. */
export async function sumBySteps(
  db: Db,
  counted: Counted,
  by: 'version_key' | 'client',
  { period, step }: { readonly period: Period; readonly step: number },
): Promise<readonly SteppedRow[]> {
  const { rows } = await sql<{ name: number | string; step: number; downloads: number | string }>`
    select ${sql.ref(by)} as name, (cast(${period.last} as integer) - day) / cast(${step} as integer) as step,
      sum(downloads) as downloads
    from download_counts where ${isOf(counted)} and day >= ${period.first} and day <= ${period.last}
    group by 1, 2`.execute(db)
  return rows.map((row) => ({ name: String(row.name), step: Number(row.step), downloads: Number(row.downloads) }))
}

function isOf({ packageKey, versionKey }: Counted): RawBuilder<boolean> {
  return versionKey === null
    ? sql`version_key in (select id from versions where package_key = ${packageKey})`
    : sql`version_key = ${versionKey}`
}
