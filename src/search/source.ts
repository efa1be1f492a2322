import type { Db } from '../db/database.ts'
import { parseMetadata } from '../packages/package.ts'
import { chooseLatest, type LatestVersion, type PackageSource } from './documents.ts'
import type { ListedVersions } from './listed-versions.ts'
import { storeShown, type VersionRow } from './shown.ts'

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
export async function listPackageSources(
  db: Db,
  listListed: ListedVersions,
  keys: readonly number[],
): Promise<readonly PackageSource[]> {
  if (keys.length === 0) return []
  // The package first: what is read after it is at least as new as its revision says.
  const packages = await db
    .selectFrom('packages')
    .select(['id', 'package_id', 'lower_id', 'downloads', 'revision', 'verified'])
    .where('id', 'in', keys)
    .execute()
  const ownersOf = Map.groupBy(await selectOwners(db, keys), (row) => row.package_key)
  const listedOf = await listListed(packages.map(({ id: key, downloads }) => ({ key, downloads })))
  const filtersOf = new Map([...listedOf.values()].flatMap((listed) => [...chooseLatest(listed)]))
  const latestOf = Map.groupBy(await selectVersions(db, [...filtersOf.keys()]), (row) => row.package_key)
  return packages.map(({ id: key, package_id: id, lower_id: lowerId, downloads, revision, verified }) => {
    const owners = (ownersOf.get(key) ?? []).map(({ name }) => name)
    const latest = latestOf.get(key) ?? []
    return {
      key,
      id,
      lowerId,
      downloads,
      owners,
      latest: latest.map((row) => toLatest(row, filtersOf.get(row.id) ?? 0)),
      shown: storeShown(
        { id, lowerId, isVerified: verified === 1, revision, downloads },
        owners,
        listedOf.get(key) ?? [],
        latest,
      ),
    }
  })
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

export type ListedRow = Awaited<ReturnType<typeof listVersionRows>>[number]

/** Versions of these packages without their manifests: those committed after `sinceUs`, unlisted and deleted ones included; or all that are listed. */
export async function listVersionRows(db: Db, packageKeys: readonly number[], sinceUs: number | null) {
  if (packageKeys.length === 0) return []
  const rows = db
    .selectFrom('versions')
    .select(['id', 'package_key', 'full_version', 'is_semver2', 'downloads', 'listed', 'deleted_at', 'committed_us'])
    .where('package_key', 'in', packageKeys)
  return sinceUs === null
    ? await rows.where('listed', '=', 1).where('deleted_at', 'is', null).execute()
    : await rows.where('committed_us', '>', sinceUs).execute()
}

async function selectVersions(db: Db, keys: readonly number[]) {
  return keys.length === 0 ? [] : await db.selectFrom('versions').selectAll().where('id', 'in', keys).execute()
}

function toLatest(row: VersionRow, filters: number): LatestVersion {
  return {
    key: row.id,
    id: row.package_id,
    lowerVersion: row.lower_version,
    createdAtMs: row.created_at,
    editedAtMs: row.last_edited_at ?? row.created_at,
    filters,
    isDeprecated: row.deprecation !== null,
    metadata: parseMetadata(row.metadata),
  }
}

/** Downloads of the packages after `packageKey`, by key: what popularity is compared with. */
export function listDownloadsAfter(db: Db, packageKey: number, limit: number) {
  return db
    .selectFrom('packages')
    .select(['id as key', 'downloads'])
    .where('id', '>', packageKey)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** How many packages there are, with keys up to `upToKey` when that is given. */
export async function countPackages(db: Db, upToKey: number | null = null): Promise<number> {
  const { packages } = await db
    .selectFrom('packages')
    .select((select) => select.fn.countAll<number>().as('packages'))
    .$if(upToKey !== null, (query) => query.where('id', '<=', upToKey))
    .executeTakeFirstOrThrow()
  return Number(packages)
}
