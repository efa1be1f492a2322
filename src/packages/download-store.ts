import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { inBatches } from '../db/in-batches.ts'

/** Downloads of one version on one day (days since 1970-01-01, UTC) by one client. */
export type DownloadCount = {
  readonly versionKey: number
  readonly day: number
  readonly client: string
  readonly downloads: number
}

const rowsAtOnce = 500

/**
 * Adds to the daily counts, to their sums by package and by client, and to the totals of versions and packages. Counts of
 * versions that have no row are dropped. Tables and rows are taken in one order, so that processes that flush at once
 * never wait for each other in a circle.
 */
export async function addDownloads(tx: Db, counts: readonly DownloadCount[]): Promise<void> {
  const sums = new Map<number, number>()
  for (const { versionKey, downloads } of counts) sums.set(versionKey, (sums.get(versionKey) ?? 0) + downloads)
  const packageKeys = await addToVersions(tx, sums)
  const kept = counts.filter(({ versionKey }) => packageKeys.has(versionKey))
  await addToDays(tx, kept)
  await addToPackages(tx, sums, packageKeys)
  await addToPackageDays(tx, kept, packageKeys)
  await addToClientDays(tx, kept)
}

/** Answers the packages of the versions that are there. */
async function addToVersions(tx: Db, sums: ReadonlyMap<number, number>): Promise<ReadonlyMap<number, number>> {
  const packageKeys = new Map<number, number>()
  // In one order, so that processes that flush at once hardly ever wait for each other's rows.
  for (const batch of inBatches(
    [...sums].toSorted(([a], [b]) => a - b),
    rowsAtOnce,
  )) {
    const { rows } = await sql<{ id: number; package_key: number }>`update versions
      set downloads = versions.downloads + added.column2 from (values ${valuesOf(batch)}) as added
      where versions.id = added.column1 returning versions.id, versions.package_key`.execute(tx)
    for (const row of rows) packageKeys.set(row.id, row.package_key)
  }
  return packageKeys
}

async function addToPackages(
  tx: Db,
  sums: ReadonlyMap<number, number>,
  packageKeys: ReadonlyMap<number, number>,
): Promise<void> {
  const perPackage = new Map<number, number>()
  for (const [versionKey, sum] of sums) {
    const key = packageKeys.get(versionKey)
    if (key !== undefined) perPackage.set(key, (perPackage.get(key) ?? 0) + sum)
  }
  for (const batch of inBatches(
    [...perPackage].toSorted(([a], [b]) => a - b),
    rowsAtOnce,
  )) {
    await sql`update packages set downloads = packages.downloads + added.column2
      from (values ${valuesOf(batch)}) as added where packages.id = added.column1`.execute(tx)
  }
}

async function addToDays(tx: Db, counts: readonly DownloadCount[]): Promise<void> {
  const ordered = counts.toSorted(
    (a, b) => a.versionKey - b.versionKey || a.day - b.day || (a.client < b.client ? -1 : 1),
  )
  for (const batch of inBatches(ordered, rowsAtOnce)) {
    await tx
      .insertInto('download_counts')
      .values(
        batch.map(({ versionKey, day, client, downloads }) => ({ version_key: versionKey, day, client, downloads })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['version_key', 'day', 'client'])
          .doUpdateSet({ downloads: sql`download_counts.downloads + excluded.downloads` }),
      )
      .execute()
  }
}

async function addToPackageDays(
  tx: Db,
  counts: readonly DownloadCount[],
  packageKeys: ReadonlyMap<number, number>,
): Promise<void> {
  const sums = new Map<string, { package_key: number; day: number; downloads: number }>()
  for (const { versionKey, day, downloads } of counts) {
    const packageKey = packageKeys.get(versionKey) ?? 0
    const key = `${packageKey} ${day}`
    sums.set(key, { package_key: packageKey, day, downloads: (sums.get(key)?.downloads ?? 0) + downloads })
  }
  const ordered = [...sums.values()].toSorted((a, b) => a.package_key - b.package_key || a.day - b.day)
  for (const batch of inBatches(ordered, rowsAtOnce)) {
    await tx
      .insertInto('package_days')
      .values([...batch])
      .onConflict((conflict) =>
        conflict
          .columns(['package_key', 'day'])
          .doUpdateSet({ downloads: sql`package_days.downloads + excluded.downloads` }),
      )
      .execute()
  }
}

async function addToClientDays(tx: Db, counts: readonly DownloadCount[]): Promise<void> {
  const sums = new Map<string, { day: number; client: string; downloads: number }>()
  for (const { day, client, downloads } of counts) {
    const key = `${day} ${client}`
    sums.set(key, { day, client, downloads: (sums.get(key)?.downloads ?? 0) + downloads })
  }
  const ordered = [...sums.values()].toSorted((a, b) => a.day - b.day || (a.client < b.client ? -1 : 1))
  for (const batch of inBatches(ordered, rowsAtOnce)) {
    await tx
      .insertInto('client_days')
      .values([...batch])
      .onConflict((conflict) =>
        conflict.columns(['day', 'client']).doUpdateSet({ downloads: sql`client_days.downloads + excluded.downloads` }),
      )
      .execute()
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
  await sql`update ${target} set downloads = ${target}.downloads - ${target}.imported_downloads + replaced.column2,
    imported_downloads = replaced.column2 from (values ${valuesOf(importedByKey)}) as replaced
    where ${target}.id = replaced.column1`.execute(tx)
}

/** For `from (values …) as x`, whose columns both databases call `column1` and `column2`. */
function valuesOf(pairs: readonly (readonly [number, number])[]) {
  return sql.join(pairs.map(([a, b]) => sql`(cast(${a} as bigint), cast(${b} as bigint))`))
}
