import type { Db } from '../db/database.ts'
import { parseVersion } from '../nuget/version.ts'
import { parseMetadata } from '../packages/package.ts'
import { chooseLatest, type PackageSource } from './documents.ts'

/** A place in the catalog. */
export type Position = { readonly committedUs: number; readonly commitId: string | null }

export async function getCatalogHead(db: Db): Promise<Position> {
  const item = await db
    .selectFrom('catalog_items')
    .select(['committed_us', 'commit_id'])
    .orderBy('committed_us', 'desc')
    .limit(1)
    .executeTakeFirst()
  return item ? { committedUs: item.committed_us, commitId: item.commit_id } : { committedUs: 0, commitId: null }
}

/** Whether this database's catalog has that very commit: no when the index was made from another database. */
export async function hasPosition(db: Db, position: Position): Promise<boolean> {
  if (position.committedUs === 0) return true
  const item = await db
    .selectFrom('catalog_items')
    .select('commit_id')
    .where('committed_us', '=', position.committedUs)
    .executeTakeFirst()
  return item !== undefined && item.commit_id === position.commitId
}

export type CatalogChange = Position & { readonly packageKey: number; readonly lowerId: string }

export async function listChangesAfter(db: Db, committedUs: number, limit: number): Promise<readonly CatalogChange[]> {
  const rows = await db
    .selectFrom('catalog_items')
    .select(['committed_us', 'commit_id', 'package_key', 'lower_id'])
    .where('committed_us', '>', committedUs)
    .orderBy('committed_us')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    committedUs: row.committed_us,
    commitId: row.commit_id,
    packageKey: row.package_key,
    lowerId: row.lower_id,
  }))
}

export async function listPackageKeysAfter(db: Db, packageKey: number, limit: number): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('packages')
    .select('id')
    .where('id', '>', packageKey)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Packages with these keys, each with the listed versions that search may show. */
export async function listPackageSources(db: Db, keys: readonly number[]): Promise<readonly PackageSource[]> {
  if (keys.length === 0) return []
  const packages = await db
    .selectFrom('packages')
    .select(['id', 'package_id', 'lower_id', 'downloads'])
    .where('id', 'in', keys)
    .execute()
  const owners = Map.groupBy(await selectOwners(db, keys), (row) => row.package_key)
  const latest = Map.groupBy(await selectLatest(db, keys), (row) => row.packageKey)
  return packages.map((row) => ({
    key: row.id,
    id: row.package_id,
    lowerId: row.lower_id,
    downloads: row.downloads,
    owners: (owners.get(row.id) ?? []).map(({ name }) => name),
    latest: latest.get(row.id) ?? [],
  }))
}

function selectOwners(db: Db, keys: readonly number[]) {
  return db
    .selectFrom('package_owners')
    .innerJoin('accounts', 'accounts.id', 'package_owners.account_id')
    .select(['package_owners.package_key', 'accounts.name'])
    .where('package_owners.package_key', 'in', keys)
    .where('accounts.deleted_at', 'is', null)
    .orderBy('accounts.lower_name')
    .execute()
}

/** First only what decides which versions are the latest, then the manifests of those: a package may have thousands. */
async function selectLatest(db: Db, keys: readonly number[]) {
  const listed = await db
    .selectFrom('versions')
    .select(['id', 'package_key', 'full_version', 'is_semver2'])
    .where('package_key', 'in', keys)
    .where('listed', '=', 1)
    .execute()
  const filtersOf = new Map<number, number>()
  for (const rows of Map.groupBy(listed, (row) => row.package_key).values()) {
    for (const [key, filters] of chooseLatest(rows.map(toListedVersion))) filtersOf.set(key, filters)
  }
  if (filtersOf.size === 0) return []
  const chosen = await db
    .selectFrom('versions')
    .select(['id', 'package_key', 'package_id', 'lower_version', 'created_at', 'metadata'])
    .where('id', 'in', [...filtersOf.keys()])
    .execute()
  return chosen.map((row) => ({
    packageKey: row.package_key,
    id: row.package_id,
    lowerVersion: row.lower_version,
    createdAtMs: row.created_at,
    filters: filtersOf.get(row.id) ?? 0,
    metadata: parseMetadata(row.metadata),
  }))
}

function toListedVersion(row: { id: number; full_version: string; is_semver2: number }) {
  const version = parseVersion(row.full_version)
  if (!version) throw new Error(`version row ${row.id} holds "${row.full_version}"`)
  return { key: row.id, version, isSemVer2: row.is_semver2 === 1 }
}
