import type { Db } from '../db/database.ts'
import type { Package, PackageVersion } from './package.ts'
import { findPackagesByKey, listVersionsOfPackages } from './store.ts'
import { listOwnerNames } from './owner-store.ts'

/** One row of a list of packages. */
export type PackageSummary = {
  readonly package: Package
  /** The newest listed version that the reader's filter lets through. */
  readonly version: PackageVersion
  readonly ownerNames: readonly string[]
}

/** Rows for these packages, in this order. What was unlisted since the search is left out. */
export async function summarizePackages(
  db: Db,
  packageKeys: readonly number[],
  filter: { readonly prerelease: boolean },
): Promise<readonly PackageSummary[]> {
  const packages = new Map((await findPackagesByKey(db, packageKeys)).map((pkg) => [pkg.key, pkg]))
  const versions = await listVersionsOfPackages(db, packageKeys)
  const owners = await listOwnerNames(db, packageKeys)
  return packageKeys.flatMap((key) => {
    const pkg = packages.get(key)
    const listed = (versions.get(key) ?? []).filter((version) => version.isListed)
    const version = listed.findLast((candidate) => filter.prerelease || !candidate.version.isPrerelease)
    return pkg && version ? [{ package: pkg, version, ownerNames: owners.get(key) ?? [] }] : []
  })
}
