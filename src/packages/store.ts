import type { Insertable, Selectable } from 'kysely'
import type { Db } from '../db/database.ts'
import type { PackagesTable, VersionsTable } from '../db/tables/packages.ts'
import type { EntryLocation } from '../nuget/nupkg.ts'
import { compareVersions, parseVersion, type NuGetVersion } from '../nuget/version.ts'
import { parseMetadata, stringifyEntries } from './package.ts'
import type { Deprecation } from './deprecation.ts'
import type { Package, PackageFiles, PackageVersion } from './package.ts'

/** The package with this lower-case ID, or null. Its versions may all be unlisted. */
export async function findPackage(db: Db, lowerId: string): Promise<Package | null> {
  const row = await db.selectFrom('packages').selectAll().where('lower_id', '=', lowerId).executeTakeFirst()
  return row ? toPackage(row) : null
}

/**
 * The same for changing it: nobody else changes it until the transaction ends, and it is read when that has begun, so that
 * what was waited for (a lock, another owner) is seen.
 */
export async function takePackage(tx: Db, lowerId: string): Promise<Package | null> {
  await tx
    .updateTable('packages')
    .set((set) => ({ revision: set.ref('revision') }))
    .where('lower_id', '=', lowerId)
    .execute()
  return findPackage(tx, lowerId)
}

/** The packages with these keys, in no particular order; unknown keys are left out. */
export async function findPackagesByKey(db: Db, keys: readonly number[]): Promise<readonly Package[]> {
  if (keys.length === 0) return []
  const rows = await db.selectFrom('packages').selectAll().where('id', 'in', keys).execute()
  return rows.map(toPackage)
}

/** The packages with these lower-case IDs, in no particular order; unknown IDs are left out. */
export async function findPackagesByLowerId(db: Db, lowerIds: readonly string[]): Promise<readonly Package[]> {
  if (lowerIds.length === 0) return []
  const rows = await db.selectFrom('packages').selectAll().where('lower_id', 'in', lowerIds).execute()
  return rows.map(toPackage)
}

/** Makes the package unless another push was faster, in whatever letter case; answers the one that is there. */
export async function insertPackageIfNew(
  tx: Db,
  pkg: { readonly id: string; readonly lowerId: string; readonly now: Date },
): Promise<{ readonly package: Package; readonly isNew: boolean }> {
  const inserted = await tx
    .insertInto('packages')
    .values({ package_id: pkg.id, lower_id: pkg.lowerId, created_at: pkg.now.getTime(), downloads: 0, revision: 0 })
    .onConflict((conflict) => conflict.column('lower_id').doNothing())
    .returningAll()
    .executeTakeFirst()
  const found = inserted ? toPackage(inserted) : await findPackage(tx, pkg.lowerId)
  if (!found) throw new Error(`package ${pkg.lowerId} vanished while it was made`)
  return { package: found, isNew: inserted !== undefined }
}

/** Deleted versions keep their rows, so that nobody uses their ID and version again; no reader sees them. */
function selectPresent(db: Db) {
  return db.selectFrom('versions').selectAll().where('deleted_at', 'is', null)
}

/** All versions in NuGet order, lowest first. */
export async function listVersions(db: Db, packageKey: number): Promise<readonly PackageVersion[]> {
  const rows = await selectPresent(db).where('package_key', '=', packageKey).execute()
  return rows.map(toPackageVersion).sort((a, b) => compareVersions(a.version, b.version))
}

/** What changed of a package's versions since the commit at `us`: the rows that are there, and the keys of deleted ones. */
export async function listVersionsCommittedAfter(
  db: Db,
  packageKey: number,
  us: number,
): Promise<{ readonly present: readonly PackageVersion[]; readonly deletedKeys: readonly number[] }> {
  const rows = await db
    .selectFrom('versions')
    .selectAll()
    .where('package_key', '=', packageKey)
    .where('committed_us', '>', us)
    .execute()
  return {
    present: rows.filter((row) => row.deleted_at === null).map(toPackageVersion),
    deletedKeys: rows.filter((row) => row.deleted_at !== null).map((row) => row.id),
  }
}

/** What lists of versions need of one: the row without its manifest. */
export type VersionSummary = Pick<
  PackageVersion,
  'key' | 'packageKey' | 'version' | 'isSemVer2' | 'isListed' | 'downloads'
>

/** All versions of several packages without their manifests, by package key; each list in NuGet order. */
export async function listVersionSummaries(
  db: Db,
  packageKeys: readonly number[],
): Promise<ReadonlyMap<number, readonly VersionSummary[]>> {
  if (packageKeys.length === 0) return new Map()
  const rows = await db
    .selectFrom('versions')
    .select(['id', 'package_key', 'full_version', 'is_semver2', 'listed', 'downloads'])
    .where('package_key', 'in', packageKeys)
    .where('deleted_at', 'is', null)
    .execute()
  const summaries = rows.map((row) => ({
    key: row.id,
    packageKey: row.package_key,
    version: toVersion(row),
    isSemVer2: row.is_semver2 === 1,
    isListed: row.listed === 1,
    downloads: row.downloads,
  }))
  return Map.groupBy(
    summaries.sort((a, b) => compareVersions(a.version, b.version)),
    (summary) => summary.packageKey,
  )
}

const keysAtOnce = 1000

/** Where the files lie that are served of these versions, by version key. */
export async function findVersionFiles(db: Db, keys: readonly number[]): Promise<ReadonlyMap<number, PackageFiles>> {
  const found = new Map<number, PackageFiles>()
  for (let from = 0; from < keys.length; from += keysAtOnce) {
    const some = keys.slice(from, from + keysAtOnce)
    const rows = await db.selectFrom('versions').select(['id', 'files']).where('id', 'in', some).execute()
    for (const row of rows) found.set(row.id, JSON.parse(row.files) as PackageFiles)
  }
  return found
}

/** The versions with these keys, in no particular order; unknown keys are left out. */
export async function findVersionsByKey(db: Db, keys: readonly number[]): Promise<readonly PackageVersion[]> {
  if (keys.length === 0) return []
  const rows = await selectPresent(db).where('id', 'in', keys).execute()
  return rows.map(toPackageVersion)
}

/** The version with this lower-case normalized text, listed or not, or null. */
export async function findVersion(db: Db, packageKey: number, lowerVersion: string): Promise<PackageVersion | null> {
  const row = await selectPresent(db)
    .where('package_key', '=', packageKey)
    .where('lower_version', '=', lowerVersion)
    .executeTakeFirst()
  return row ? toPackageVersion(row) : null
}

/** Those of these versions (lower-case normalized texts) that are there, in no particular order. */
export async function findVersions(
  db: Db,
  packageKey: number,
  lowerVersions: readonly string[],
): Promise<readonly PackageVersion[]> {
  if (lowerVersions.length === 0) return []
  const rows = await selectPresent(db)
    .where('package_key', '=', packageKey)
    .where('lower_version', 'in', lowerVersions)
    .execute()
  return rows.map(toPackageVersion)
}

/** Whether any version is there. Reads no manifest: `listVersions` of an ID with thousands reads megabytes. */
export async function hasVersions(db: Db, packageKey: number): Promise<boolean> {
  return (await selectAnyVersion(db, packageKey).executeTakeFirst()) !== undefined
}

/** Whether any version is there that people can find. */
export async function hasListedVersions(db: Db, packageKey: number): Promise<boolean> {
  return (await selectAnyVersion(db, packageKey).where('listed', '=', 1).executeTakeFirst()) !== undefined
}

function selectAnyVersion(db: Db, packageKey: number) {
  return db
    .selectFrom('versions')
    .select('id')
    .where('package_key', '=', packageKey)
    .where('deleted_at', 'is', null)
    .limit(1)
}

/** Whether search shows the package. */
export async function hasListedVersion(db: Db, packageKey: number): Promise<boolean> {
  const row = await db
    .selectFrom('versions')
    .select('id')
    .where('package_key', '=', packageKey)
    .where('listed', '=', 1)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The version of this ID that was pushed last, whatever its number and unless it is deleted, or null. */
export async function findLastPushed(
  db: Db,
  lowerId: string,
): Promise<{ readonly version: string; readonly isSigned: boolean } | null> {
  const row = await db
    .selectFrom('versions')
    .innerJoin('packages', 'packages.id', 'versions.package_key')
    .select(['versions.full_version', 'versions.metadata'])
    .where('packages.lower_id', '=', lowerId)
    .where('versions.deleted_at', 'is', null)
    .orderBy('versions.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { version: row.full_version, isSigned: parseMetadata(row.metadata).isSigned } : null
}

export type NewVersionRow = Omit<PackageVersion, 'key' | 'downloads' | 'commit' | 'deprecation' | 'readmeWrittenAt'> & {
  /** Every file in the nupkg. */
  readonly entries: readonly EntryLocation[]
}

/** Inserts one version. A unique violation means that this ID and version exist: see `isUniqueViolation`. */
export async function insertVersion(tx: Db, version: NewVersionRow): Promise<number> {
  const row: Insertable<VersionsTable> = {
    package_key: version.packageKey,
    package_id: version.id,
    verbatim_version: version.verbatimVersion,
    full_version: version.version.full,
    normalized_version: version.version.normalized,
    lower_version: version.version.lower,
    is_prerelease: version.version.isPrerelease ? 1 : 0,
    is_semver2: version.isSemVer2 ? 1 : 0,
    listed: version.isListed ? 1 : 0,
    created_at: version.createdAt.getTime(),
    published_at: version.publishedAt.getTime(),
    last_edited_at: version.lastEditedAt?.getTime() ?? null,
    pushed_by: version.pushedBy,
    sha512: version.sha512,
    size_bytes: version.sizeBytes,
    blob_key: version.blobKey,
    metadata: JSON.stringify(version.metadata),
    files: JSON.stringify(version.files),
    downloads: 0,
  }
  const { id } = await tx.insertInto('versions').values(row).returning('id').executeTakeFirstOrThrow()
  await tx
    .insertInto('version_entries')
    .values({ version_key: id, entries: stringifyEntries(version.entries) })
    .execute()
  return id
}

export async function updateListed(
  tx: Db,
  versionKeys: readonly number[],
  isListed: boolean,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('versions')
    .set({ listed: isListed ? 1 : 0, last_edited_at: now.getTime() })
    .where('id', 'in', versionKeys)
    .execute()
}

/** Marks that documents about this package changed, `by` times. `appendCatalogItem` does so too. */
export async function bumpRevision(tx: Db, packageKey: number, by = 1): Promise<void> {
  await tx
    .updateTable('packages')
    .set((set) => ({ revision: set('revision', '+', by) }))
    .where('id', '=', packageKey)
    .execute()
}

/** Who pushed each version of a package, by version key; versions of deleted accounts are left out. */
export async function listPushers(db: Db, packageKey: number): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .selectFrom('versions')
    .innerJoin('accounts', 'accounts.id', 'versions.pushed_by')
    .select(['versions.id', 'accounts.name'])
    .where('versions.package_key', '=', packageKey)
    .where('accounts.deleted_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Versions stay when their pusher's account goes; they no longer say who pushed them. */
export async function forgetPusher(tx: Db, accountId: number): Promise<void> {
  await tx.updateTable('versions').set({ pushed_by: null }).where('pushed_by', '=', accountId).execute()
}

/** What stands for the package: newest listed stable, else newest listed, else newest. Null for no versions. */
export function pickLatest<T extends Pick<PackageVersion, 'isListed' | 'version'>>(ascending: readonly T[]): T | null {
  return (
    ascending.findLast((version) => version.isListed && !version.version.isPrerelease) ??
    ascending.findLast((version) => version.isListed) ??
    ascending.at(-1) ??
    null
  )
}

export function toPackage(row: Selectable<PackagesTable>): Package {
  return {
    key: row.id,
    id: row.package_id,
    lowerId: row.lower_id,
    createdAt: new Date(row.created_at),
    downloads: row.downloads,
    lockedAt: row.locked_at === null ? null : new Date(row.locked_at),
    revision: row.revision,
    isVerified: row.verified === 1,
  }
}

export function toPackageVersion(row: Selectable<VersionsTable>): PackageVersion {
  const version = toVersion(row)
  return {
    key: row.id,
    packageKey: row.package_key,
    id: row.package_id,
    version,
    verbatimVersion: row.verbatim_version,
    isSemVer2: row.is_semver2 === 1,
    isListed: row.listed === 1,
    createdAt: new Date(row.created_at),
    publishedAt: new Date(row.published_at),
    lastEditedAt: row.last_edited_at === null ? null : new Date(row.last_edited_at),
    pushedBy: row.pushed_by,
    sha512: row.sha512,
    sizeBytes: row.size_bytes,
    blobKey: row.blob_key,
    metadata: parseMetadata(row.metadata),
    files: JSON.parse(row.files) as PackageFiles,
    downloads: row.downloads,
    commit: { us: row.committed_us, id: row.commit_id },
    deprecation: row.deprecation === null ? null : (JSON.parse(row.deprecation) as Deprecation),
    readmeWrittenAt: row.readme_written_at === null ? null : new Date(row.readme_written_at),
  }
}

/** The version that a row is of. */
export function toVersion(row: Pick<Selectable<VersionsTable>, 'id' | 'full_version'>): NuGetVersion {
  const version = parseVersion(row.full_version)
  if (!version) throw new Error(`version row ${row.id} holds "${row.full_version}"`)
  return version
}
