import { sql, type Selectable } from 'kysely'
import type { Db } from '../db/database.ts'
import type { VersionsTable } from '../db/tables/packages.ts'
import { parseEntries, type Commit, type PackageEntry, type PackageVersion } from './package.ts'
import { toPackageVersion } from './store.ts'

/** A commit that is about one version. */
export type VersionCommit = Commit & { readonly packageKey: number; readonly lowerVersion: string }

/** What a commit finds in a version's row: the row as JSON values, instants in milliseconds. */
export type CommittedVersion = Pick<
  Selectable<VersionsTable>,
  | 'package_key'
  | 'package_id'
  | 'lower_version'
  | 'listed'
  | 'published_at'
  | 'last_edited_at'
  | 'deprecation'
  | 'deleted_at'
>

/**
 * Keeps the newest commit with each version, deleted ones included, and answers what these rows hold now; in no
 * particular order. Their rows must have been written in the same transaction: locked now, they could be waited for by
 * somebody who waits for us.
 */
export async function recordCommits(tx: Db, commits: readonly VersionCommit[]): Promise<readonly CommittedVersion[]> {
  if (commits.length === 0) return []
  const values = commits.map(
    ({ packageKey, lowerVersion, us, id }) =>
      sql`(cast(${packageKey} as bigint), ${lowerVersion}, cast(${us} as bigint), ${id})`,
  )
  const { rows } = await sql<CommittedVersion>`update versions
    set committed_us = made.column3, commit_id = made.column4
    from (values ${sql.join(values)}) made
    where versions.package_key = made.column1 and versions.lower_version = made.column2
    returning package_key, package_id, lower_version, listed, published_at, last_edited_at, deprecation, deleted_at`.execute(
    tx,
  )
  return rows
}

/** A version, deleted ones included, with the files in its nupkg; these are null when they were not kept. */
export async function findVersionWithEntries(
  db: Db,
  packageKey: number,
  lowerVersion: string,
): Promise<{ readonly version: PackageVersion; readonly entries: readonly PackageEntry[] | null } | null> {
  const row = await db
    .selectFrom('versions')
    .leftJoin('version_entries', 'version_entries.version_key', 'versions.id')
    .selectAll('versions')
    .select('version_entries.entries')
    .where('package_key', '=', packageKey)
    .where('lower_version', '=', lowerVersion)
    .executeTakeFirst()
  if (!row) return null
  return { version: toPackageVersion(row), entries: row.entries === null ? null : parseEntries(row.entries) }
}

/** When a version was created, edited and deleted last; null for what never happened. Each is one look into an index. */
export async function findLastChanges(
  db: Db,
): Promise<{ readonly createdAt: Date | null; readonly editedAt: Date | null; readonly deletedAt: Date | null }> {
  const created = await db.selectFrom('versions').select('created_at').orderBy('id', 'desc').limit(1).executeTakeFirst()
  const newest = async (column: 'last_edited_at' | 'deleted_at') => {
    const found = db.selectFrom('versions').select(`${column} as at`).where(column, 'is not', null)
    const row = await found.orderBy(column, 'desc').limit(1).executeTakeFirst()
    return toDate(row?.at)
  }
  return {
    createdAt: toDate(created?.created_at),
    editedAt: await newest('last_edited_at'),
    deletedAt: await newest('deleted_at'),
  }
}

function toDate(ms: number | null | undefined): Date | null {
  return ms === null || ms === undefined ? null : new Date(ms)
}
