import type { Db } from '../db/database.ts'
import { compareVersions } from '../nuget/version.ts'
import type { PackageVersion } from './package.ts'
import { toVersion } from './store.ts'

/** What a list of versions shows of one. Manifests are long, and an ID may have thousands of versions. */
export type VersionLine = Pick<PackageVersion, 'key' | 'version' | 'isListed' | 'downloads' | 'publishedAt'> & {
  readonly isDeprecated: boolean
}

/** All versions without their manifests, in NuGet order, lowest first. */
export async function listVersionLines(db: Db, packageKey: number): Promise<readonly VersionLine[]> {
  const rows = await db
    .selectFrom('versions')
    .select(['id', 'full_version', 'listed', 'downloads', 'published_at'])
    .select((select) =>
      select.case().when('deprecation', 'is', null).then(select.lit(0)).else(select.lit(1)).end().as('deprecated'),
    )
    .where('package_key', '=', packageKey)
    .where('deleted_at', 'is', null)
    .execute()
  return rows
    .map((row) => ({
      key: row.id,
      version: toVersion(row),
      isListed: row.listed === 1,
      downloads: row.downloads,
      publishedAt: new Date(row.published_at),
      isDeprecated: row.deprecated === 1,
    }))
    .sort((a, b) => compareVersions(a.version, b.version))
}
