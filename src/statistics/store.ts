import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../db/database.ts'
import { parseMetadata, type PackageFiles, type PackageVersion } from '../packages/package.ts'
import { toVersion } from '../packages/store.ts'
import type { Period } from './period.ts'
import type { CountedRow } from './pivot.ts'

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

/** Of what is at least so often downloaded the first so many; `without` was looked at before. */
export type Wanted = { readonly least: number; readonly limit: number; readonly without?: readonly number[] }

export type TopPackage = Downloaded & { readonly id: string; readonly isVerified: boolean }

type TopPackageRow = DownloadedRow & { package_id: string; verified: number }

const toTopPackage = (row: TopPackageRow): TopPackage => ({
  ...toDownloaded(row),
  id: row.package_id,
  isVerified: row.verified === 1,
})

const isShown = sql`exists (select 1 from versions where package_key = packages.id and listed = 1)`

/** The most downloaded packages of a slice, those counted elsewhere with them. Only packages with a listed version. */
export async function listTopPackages(
  db: Db,
  { after, until }: Slice,
  { least, limit }: Wanted,
): Promise<readonly TopPackage[]> {
  const { rows } = await sql<TopPackageRow>`select id as key, package_id, verified, downloads from packages
    where id > ${after} and id <= ${until} and downloads >= ${least} and ${isShown}
    order by downloads desc, id limit ${limit}`.execute(db)
  return rows.map(toTopPackage)
}

/** The packages of a slice that were downloaded most in a period. One that was counted less than `least` is not looked at. */
export async function listTopPackagesIn(
  db: Db,
  { after, until }: Slice,
  period: Period,
  { least, limit }: Wanted,
): Promise<readonly TopPackage[]> {
  const { rows } = await sql<TopPackageRow>`select key, package_id, verified, downloads from (
      select id as key, package_id, verified, ${packageSumIn(period)} as downloads
      from packages where id > ${after} and id <= ${until} and downloads - imported_downloads >= ${least} and ${isShown}
    ) as counted where downloads >= ${least} order by downloads desc, key limit ${limit}`.execute(db)
  return rows.map(toTopPackage)
}

/** The downloads of a package in a period. They lie by day: one search for each, and `cross join` keeps SQLite to that. */
function packageSumIn({ first, last }: Period): RawBuilder<number> {
  const days = Array.from({ length: last - first + 1 }, (_, i) => sql`(cast(${first + i} as integer))`)
  return sql`(select sum(package_days.downloads) from (values ${sql.join(days)}) as days cross join package_days
    where day = days.column1 and package_key = packages.id)`
}

export type TopVersion = Downloaded & { readonly id: string; readonly version: string }

type TopVersionRow = DownloadedRow & { package_id: string; normalized_version: string }

const toTopVersion = (row: TopVersionRow): TopVersion => ({
  ...toDownloaded(row),
  id: row.package_id,
  version: row.normalized_version,
})

/** All versions of the packages of a slice, or some versions. */
export type Among = Slice | { readonly versionKeys: readonly number[] }

function isAmong(among: Among, { without = [] }: Wanted): RawBuilder<boolean> {
  if ('versionKeys' in among) return sql`versions.id in (${sql.join(among.versionKeys)})`
  const others = without.length === 0 ? sql`` : sql` and packages.id not in (${sql.join(without)})`
  return sql`packages.id > ${among.after} and packages.id <= ${among.until}${others}`
}

/** The listed versions of a package with so many downloads in all, the most downloaded first. */
export async function listVersionsFrom(db: Db, packageKey: number, least: number): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`select id from versions
    where package_key = ${packageKey} and listed = 1 and downloads >= ${least} order by downloads desc, id`.execute(db)
  return rows.map(({ id }) => id)
}

/** The most downloaded listed versions. A package that has fewer downloads than `least` is not looked into. */
export async function listTopVersions(db: Db, among: Among, wanted: Wanted): Promise<readonly TopVersion[]> {
  const { least, limit } = wanted
  const { rows } = await sql<TopVersionRow>`select versions.id as key, packages.package_id, normalized_version,
      versions.downloads
    from packages join versions on versions.package_key = packages.id
    where ${isAmong(among, wanted)} and packages.downloads >= ${least} and listed = 1 and versions.downloads >= ${least}
    order by versions.downloads desc, versions.id limit ${limit}`.execute(db)
  return rows.map(toTopVersion)
}

/** The listed versions that were downloaded most in a period. */
export async function listTopVersionsIn(
  db: Db,
  among: Among,
  period: Period,
  wanted: Wanted,
): Promise<readonly TopVersion[]> {
  const { least, limit } = wanted
  const { first, last } = period
  const { rows } = await sql<TopVersionRow>`select key, package_id, normalized_version, downloads from (
      select versions.id as key, packages.package_id, normalized_version,
        (select sum(download_counts.downloads) from download_counts
          where version_key = versions.id and day >= ${first} and day <= ${last}) as downloads
      from packages join versions on versions.package_key = packages.id
      where ${isAmong(among, wanted)} and packages.downloads - packages.imported_downloads >= ${least}
        and listed = 1 and versions.downloads - versions.imported_downloads >= ${least}
        and ${'versionKeys' in among ? sql`1 = 1` : sql`${packageSumIn(period)} >= ${least}`}
    ) as counted where downloads >= ${least} order by downloads desc, key limit ${limit}`.execute(db)
  return rows.map(toTopVersion)
}

export type RecentVersion = {
  /** The ID of the package as its first push wrote it. */
  readonly id: string
  readonly newest: Pick<PackageVersion, 'id' | 'version' | 'files'>
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
    .select(['versions.id', 'versions.package_id as own_id', 'full_version', 'files', 'metadata', 'published_at'])
    .select(['packages.package_id', 'verified'])
    .where('versions.id', 'in', keys)
    .orderBy('versions.id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.package_id,
    newest: { id: row.own_id, version: toVersion(row), files: JSON.parse(row.files) as PackageFiles },
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

/** A package with all its versions, deleted ones too, or one of them. */
export type Counted = { readonly packageKey: number; readonly versionKey: number | null }

/** What the days of something leave out: those before a download of its package was counted here, and imported counts. */
export type Beginning = { readonly firstDay: number | null; readonly imported: number }

export async function findBeginning(db: Db, { packageKey, versionKey }: Counted): Promise<Beginning> {
  const imported =
    versionKey === null
      ? sql`select imported_downloads from packages where id = ${packageKey}`
      : sql`select imported_downloads from versions where id = ${versionKey}`
  const { rows } = await sql<{ day: number | null; imported: number | null }>`
    select min((select min(day) from download_counts where version_key = versions.id)) as day, (${imported}) as imported
    from versions where package_key = ${packageKey}`.execute(db)
  return { firstDay: rows[0]?.day ?? null, imported: Number(rows[0]?.imported ?? 0) }
}

/** Its versions that were downloaded here at all, deleted ones too. */
export async function listCountedVersions(db: Db, packageKey: number): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`select id from versions
    where package_key = ${packageKey} and downloads > imported_downloads order by id`.execute(db)
  return rows.map(({ id }) => id)
}

/** Downloads of one version by one client in one step; `step` counts back from the end of a period: 0 is the last. */
export type SteppedCount = CountedRow & { readonly step: number }

/** Downloads of these versions by client, and by step of so many days. */
export async function sumBySteps(
  db: Db,
  versionKeys: readonly number[],
  { first, last }: Period,
  step: number,
): Promise<readonly SteppedCount[]> {
  const { rows } = await sql<{ key: number; client: string; step: number; downloads: number | string }>`
    select version_key as key, client, (cast(${last} as integer) - day) / cast(${step} as integer) as step,
      sum(downloads) as downloads
    from download_counts where version_key in (${sql.join(versionKeys)}) and day >= ${first} and day <= ${last}
    group by 1, 2, 3`.execute(db)
  return rows.map((row) => ({
    versionKey: row.key,
    client: row.client,
    step: Number(row.step),
    downloads: Number(row.downloads),
  }))
}
