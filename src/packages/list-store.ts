import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { likeAnywhere } from '../db/like.ts'
import { compareVersions, type NuGetVersion } from '../nuget/version.ts'
import type { PackageState } from './package-state.ts'
import type { Package } from './package.ts'
import { toPackage, toVersion } from './store.ts'

/** Packages by ID, also those without a version left, whose ID holds `text`. `after` is a lower-case ID. */
export async function listPackages(
  db: Db,
  asked: {
    readonly text: string
    readonly state: PackageState | null
    readonly after: string | null
    readonly limit: number
  },
): Promise<readonly Package[]> {
  const pattern = likeAnywhere(asked.text)
  const rows = await db
    .selectFrom('packages')
    .selectAll()
    .$if(asked.text !== '', (query) => query.where(sql<boolean>`lower_id like ${pattern} escape '\\'`))
    .$if(asked.state === 'locked', (query) => query.where('locked_at', 'is not', null))
    .$if(asked.state === 'orphaned', (query) =>
      query.where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('package_owners')
              .innerJoin('accounts', 'accounts.id', 'package_owners.account_id')
              .select('accounts.id')
              .whereRef('package_owners.package_key', '=', 'packages.id')
              .where('accounts.deleted_at', 'is', null),
          ),
        ),
      ),
    )
    .$if(asked.after !== null, (query) => query.where('lower_id', '>', asked.after ?? ''))
    .orderBy('lower_id')
    .limit(asked.limit)
    .execute()
  return rows.map(toPackage)
}

/** Versions that were deleted so that they can come back, newest deletion first. */
export async function listRestorable(db: Db, packageKey: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('versions')
    .select('normalized_version')
    .where('package_key', '=', packageKey)
    .where('deletion', '=', 'soft')
    .where('deleted_at', 'is not', null)
    .orderBy('deleted_at', 'desc')
    .execute()
  return rows.map((row) => row.normalized_version)
}

/** IDs of packages with a listed version, whose keys are above `after` and up to `until`. */
export async function listListedIds(
  db: Db,
  slice: { readonly after: number; readonly until: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('packages')
    .select('package_id')
    .where('id', '>', slice.after)
    .where('id', '<=', slice.until)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('versions')
          .select('versions.id')
          .whereRef('versions.package_key', '=', 'packages.id')
          .where('versions.listed', '=', 1),
      ),
    )
    .orderBy('id')
    .execute()
  return rows.map((row) => row.package_id)
}

/** The newest listed version of each package that is no prerelease, by package key. */
export async function findNewestStable(
  db: Db,
  packageKeys: readonly number[],
): Promise<ReadonlyMap<number, NuGetVersion>> {
  if (packageKeys.length === 0) return new Map()
  const rows = await db
    .selectFrom('versions')
    .select(['id', 'package_key', 'full_version'])
    .where('package_key', 'in', packageKeys)
    .where('listed', '=', 1)
    .where('is_prerelease', '=', 0)
    .execute()
  const newest = new Map<number, NuGetVersion>()
  for (const row of rows) {
    const [version, before] = [toVersion(row), newest.get(row.package_key)]
    if (!before || compareVersions(version, before) > 0) newest.set(row.package_key, version)
  }
  return newest
}
