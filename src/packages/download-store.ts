import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../db/database.ts'
import { inBatches } from '../db/in-batches.ts'

/** Downloads of one version on one day (days since 1970-01-01, UTC) by one client. */
export type DownloadCount = {
  readonly versionKey: number
  readonly day: number
  readonly client: string
  readonly downloads: number
}

const rowsAtOnce = 2000

/**
 * Adds to the daily counts, to their sums by package and by client, and to the totals of versions and packages. Counts of
 * versions that have no row are dropped. Tables and rows are taken in one order, so that processes that flush at once
 * never wait for each other in a circle.
 */
export async function addDownloads(tx: Db, counts: readonly DownloadCount[]): Promise<void> {
  const packageKeys = await addToVersions(
    tx,
    sumsOf(counts, ({ versionKey }) => [versionKey]),
  )
  const kept = counts.filter(({ versionKey }) => packageKeys.has(versionKey))
  const packageOf = ({ versionKey }: DownloadCount) => packageKeys.get(versionKey) ?? 0
  await addToDays(tx, kept)
  await addToPackages(
    tx,
    sumsOf(kept, (count) => [packageOf(count)]),
  )
  await addToPackageDays(
    tx,
    sumsOf(kept, (count) => [count.day, packageOf(count)]),
  )
  await addToClientDays(
    tx,
    sumsOf(kept, ({ day, client }) => [day, client]),
  )
}

/** A key of one part or several, and the downloads. */
type Row = readonly (number | string)[]

/** The downloads of what is alike, as rows in the order of their keys. */
function sumsOf(counts: readonly DownloadCount[], keyOf: (count: DownloadCount) => Row): readonly Row[] {
  const sums = new Map<string, { readonly key: Row; downloads: number }>()
  for (const count of counts) {
    const key = keyOf(count)
    const name = key.join(' ')
    const sum = sums.get(name)
    if (sum) sum.downloads += count.downloads
    else sums.set(name, { key, downloads: count.downloads })
  }
  return inOrder([...sums.values()].map(({ key, downloads }) => [...key, downloads]))
}

function inOrder(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => {
    const at = a.findIndex((part, i) => part !== b[i])
    return at < 0 ? 0 : (a[at] ?? '') < (b[at] ?? '') ? -1 : 1
  })
}

/**
 * For `from`: many rows as one value, which costs a tenth of as many values. Both databases read an object as rows of `value`,
 * in its order, and an array in it with `->>`.
 */
function rowsOf(rows: readonly Row[]): RawBuilder<unknown> {
  return sql`json_each(${JSON.stringify({ ...rows })})`
}

const integerAt = (place: number) => sql`cast(value ->> ${sql.lit(place)} as bigint)`

/** Answers the packages of the versions that are there. */
async function addToVersions(tx: Db, sums: readonly Row[]): Promise<ReadonlyMap<number, number>> {
  const packageKeys = new Map<number, number>()
  for (const batch of inBatches(sums, rowsAtOnce)) {
    const { rows } = await sql<{ id: number; package_key: number }>`update versions
      set downloads = versions.downloads + added.downloads
      from (select ${integerAt(0)} as key, ${integerAt(1)} as downloads from ${rowsOf(batch)}) as added
      where versions.id = added.key returning versions.id, versions.package_key`.execute(tx)
    for (const row of rows) packageKeys.set(row.id, row.package_key)
  }
  return packageKeys
}

async function addToPackages(tx: Db, sums: readonly Row[]): Promise<void> {
  for (const batch of inBatches(sums, rowsAtOnce)) {
    await sql`update packages set downloads = packages.downloads + added.downloads
      from (select ${integerAt(0)} as key, ${integerAt(1)} as downloads from ${rowsOf(batch)}) as added
      where packages.id = added.key`.execute(tx)
  }
}

// In the statements below, `where true` tells SQLite that `on` belongs to the conflict and not to a join.

async function addToDays(tx: Db, counts: readonly DownloadCount[]): Promise<void> {
  const rows = inOrder(counts.map(({ versionKey, day, client, downloads }) => [versionKey, day, client, downloads]))
  for (const batch of inBatches(rows, rowsAtOnce)) {
    await sql`insert into download_counts (version_key, day, client, downloads)
      select ${integerAt(0)}, ${integerAt(1)}, value ->> 2, ${integerAt(3)} from ${rowsOf(batch)} where true
      on conflict (version_key, day, client)
      do update set downloads = download_counts.downloads + excluded.downloads`.execute(tx)
  }
}

async function addToPackageDays(tx: Db, sums: readonly Row[]): Promise<void> {
  for (const batch of inBatches(sums, rowsAtOnce)) {
    await sql`insert into package_days (day, package_key, downloads)
      select ${integerAt(0)}, ${integerAt(1)}, ${integerAt(2)} from ${rowsOf(batch)} where true
      on conflict (day, package_key) do update set downloads = package_days.downloads + excluded.downloads`.execute(tx)
  }
}

async function addToClientDays(tx: Db, sums: readonly Row[]): Promise<void> {
  for (const batch of inBatches(sums, rowsAtOnce)) {
    await sql`insert into client_days (day, client, downloads)
      select ${integerAt(0)}, value ->> 1, ${integerAt(2)} from ${rowsOf(batch)} where true
      on conflict (day, client) do update set downloads = client_days.downloads + excluded.downloads`.execute(tx)
  }
}

/** A package with what was imported for it. */
export type ImportedTotals = {
  readonly key: number
  readonly id: string
  readonly lowerId: string
  readonly downloads: number
  readonly importedDownloads: number
}

/** The packages with these lower-case IDs; unknown ones are left out. */
export async function listImportedTotals(db: Db, lowerIds: readonly string[]): Promise<readonly ImportedTotals[]> {
  if (lowerIds.length === 0) return []
  const rows = await db
    .selectFrom('packages')
    .select(['id', 'package_id', 'lower_id', 'downloads', 'imported_downloads'])
    .where('lower_id', 'in', lowerIds)
    .execute()
  return rows.map((row) => ({
    key: row.id,
    id: row.package_id,
    lowerId: row.lower_id,
    downloads: row.downloads,
    importedDownloads: row.imported_downloads,
  }))
}

export type ImportedVersion = {
  readonly key: number
  readonly packageKey: number
  readonly lowerVersion: string
  readonly importedDownloads: number
}

/** Every version of these packages, with what was imported for it. */
export async function listImportedVersions(
  db: Db,
  packageKeys: readonly number[],
): Promise<readonly ImportedVersion[]> {
  if (packageKeys.length === 0) return []
  const rows = await db
    .selectFrom('versions')
    .select(['id', 'package_key', 'lower_version', 'imported_downloads'])
    .where('package_key', 'in', packageKeys)
    .execute()
  return rows.map((row) => ({
    key: row.id,
    packageKey: row.package_key,
    lowerVersion: row.lower_version,
    importedDownloads: row.imported_downloads,
  }))
}

/** Puts new imported downloads, by key, in the place of the old ones; some hundreds at most. */
export async function replaceImported(
  tx: Db,
  table: 'versions' | 'packages',
  importedByKey: readonly (readonly [key: number, imported: number])[],
): Promise<void> {
  const target = sql.table(table)
  await sql`update ${target} set downloads = ${target}.downloads - ${target}.imported_downloads + replaced.imported,
    imported_downloads = replaced.imported
    from (select ${integerAt(0)} as key, ${integerAt(1)} as imported from ${rowsOf(importedByKey)}) as replaced
    where ${target}.id = replaced.key`.execute(tx)
}
