import type { Db } from '../db/database.ts'
import type { NuGetVersion } from '../nuget/version.ts'
import type { SearchHit } from '../search/search.ts'
import { findNewestStable } from './list-store.ts'
import { listOwnersOf, type PackageOwner } from './owner-store.ts'
import type { Package, PackageVersion } from './package.ts'
import { findPackagesByKey, findVersionsByKey, listVersionSummaries, pickLatest, type VersionSummary } from './store.ts'

/** One row of a list of packages. */
export type PackageSummary = {
  readonly package: Package
  /** The one that stands for the package in this list. It is listed. */
  readonly version: PackageVersion
  /** Where that is a prerelease: the newest listed version that is none, if there is one. */
  readonly stable: NuGetVersion | null
  /** By name. */
  readonly owners: readonly PackageOwner[]
}

/** Rows for these packages in this order, each with its newest listed version, stable before prerelease. */
export async function summarizePackages(db: Db, packageKeys: readonly number[]): Promise<readonly PackageSummary[]> {
  return toRows(db, packageKeys, await findLatest(db, packageKeys, pickLatest))
}

/**
 * Rows for what a search found, in its order, each with the newest listed version that the reader's filter lets through.
 * The index says which one that is; where it is behind, the rows say so. What was unlisted since is left out.
 */
export async function summarizeHits(
  db: Db,
  hits: readonly SearchHit[],
  filter: { readonly prerelease: boolean },
): Promise<readonly PackageSummary[]> {
  const indexed = await findVersionsByKey(
    db,
    hits.map(({ versionKey }) => versionKey),
  )
  const known = new Map(indexed.filter(({ isListed }) => isListed).map((version) => [version.packageKey, version]))
  const changed = hits.map(({ packageKey }) => packageKey).filter((key) => !known.has(key))
  const others = await findLatest(
    db,
    changed,
    (listed) => listed.findLast(({ version }) => filter.prerelease || !version.isPrerelease) ?? null,
  )
  const packageKeys = hits.map(({ packageKey }) => packageKey)
  return toRows(db, packageKeys, new Map([...known, ...others]))
}

/** Of each package the version that `choose` takes from the listed ones, lowest first. */
async function findLatest(
  db: Db,
  packageKeys: readonly number[],
  choose: (listed: readonly VersionSummary[]) => VersionSummary | null,
): Promise<ReadonlyMap<number, PackageVersion>> {
  const summaries = await listVersionSummaries(db, packageKeys)
  const chosen = [...summaries.values()].flatMap((all) => choose(all.filter(({ isListed }) => isListed))?.key ?? [])
  return new Map((await findVersionsByKey(db, chosen)).map((version) => [version.packageKey, version]))
}

async function toRows(
  db: Db,
  packageKeys: readonly number[],
  versions: ReadonlyMap<number, PackageVersion>,
): Promise<readonly PackageSummary[]> {
  const packages = new Map((await findPackagesByKey(db, packageKeys)).map((pkg) => [pkg.key, pkg]))
  const owners = await listOwnersOf(db, packageKeys)
  const stable = await findNewestStable(
    db,
    packageKeys.filter((key) => versions.get(key)?.version.isPrerelease),
  )
  return packageKeys.flatMap((key) => {
    const pkg = packages.get(key)
    const version = versions.get(key)
    return pkg && version
      ? [{ package: pkg, version, stable: stable.get(key) ?? null, owners: owners.get(key) ?? [] }]
      : []
  })
}
