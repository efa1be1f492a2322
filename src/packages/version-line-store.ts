import type { Db } from '../db/database.ts'
import { compareVersions } from '../nuget/version.ts'
import type { ChangedVersions } from './kept-versions.ts'
import type { PackageVersion } from './package.ts'
import { toVersion } from './store.ts'

/**
 * What a list of versions shows of one, but for its downloads, which change without a commit. Manifests are long, and an ID
 * may have thousands of versions.
 */
export type VersionLine = Pick<PackageVersion, 'key' | 'version' | 'isListed' | 'publishedAt'> & {
  readonly isDeprecated: boolean
  /** When its README was written in the gallery; or null. */
  readonly readmeWrittenAt: Date | null
  /** The newest commit that is about it. */
  readonly commit: { readonly us: number }
}

function selectLines(db: Db, packageKey: number) {
  return db
    .selectFrom('versions')
    .select(['id', 'full_version', 'listed', 'published_at', 'deleted_at', 'committed_us', 'readme_written_at'])
    .select((select) =>
      select.case().when('deprecation', 'is', null).then(select.lit(0)).else(select.lit(1)).end().as('deprecated'),
    )
    .where('package_key', '=', packageKey)
}

type LineRow = Awaited<ReturnType<ReturnType<typeof selectLines>['execute']>>[number]

/** All versions without their manifests, in NuGet order, lowest first. */
export async function listVersionLines(db: Db, packageKey: number): Promise<readonly VersionLine[]> {
  const rows = await selectLines(db, packageKey).where('deleted_at', 'is', null).execute()
  return rows.map(toLine).sort((a, b) => compareVersions(a.version, b.version))
}

/** What changed of them since the commit at `us`. */
export async function listVersionLinesCommittedAfter(
  db: Db,
  packageKey: number,
  us: number,
): Promise<ChangedVersions<VersionLine>> {
  const rows = await selectLines(db, packageKey).where('committed_us', '>', us).execute()
  return {
    present: rows.filter((row) => row.deleted_at === null).map(toLine),
    deletedKeys: rows.filter((row) => row.deleted_at !== null).map((row) => row.id),
  }
}

function toLine(row: LineRow): VersionLine {
  return {
    key: row.id,
    version: toVersion(row),
    isListed: row.listed === 1,
    publishedAt: new Date(row.published_at),
    isDeprecated: row.deprecated === 1,
    readmeWrittenAt: row.readme_written_at === null ? null : new Date(row.readme_written_at),
    commit: { us: row.committed_us },
  }
}

/** Downloads of the versions with these keys; unknown keys are left out. */
export async function findVersionDownloads(db: Db, keys: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (keys.length === 0) return new Map()
  const rows = await db.selectFrom('versions').select(['id', 'downloads']).where('id', 'in', keys).execute()
  return new Map(rows.map((row) => [row.id, row.downloads]))
}
