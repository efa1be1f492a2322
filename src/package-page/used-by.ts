import type { Deps } from '../deps.ts'
import type { PackageView } from '../packages/package-view.ts'
import type { Package } from '../packages/package.ts'
import { findPackagesByKey } from '../packages/store.ts'
import { SearchUnavailable } from '../search/search.ts'

/** Who depends on a package. Of tools it is not asked: nothing depends on them. */
export type UsedBy =
  | 'not-asked'
  | 'unavailable'
  | {
      /** The most downloaded ones first. */
      readonly packages: readonly Package[]
      /** Exact up to 10,000, and 10,001 beyond. */
      readonly total: number
    }

const shown = 5

/** The search field that finds what depends on a package. */
export function usedByQuery(id: string): string {
  return `dependson:${id}`
}

/**
 * The packages whose latest version (prereleases too, as on nuget.org) depends on this one, in any version. The search
 * index knows them: it follows every change, and a push waits for it.
 */
export async function findUsedBy(deps: Pick<Deps, 'db' | 'search'>, view: PackageView): Promise<UsedBy> {
  const isTool = view.version.metadata.packageTypes.some((type) => type.toLowerCase() === 'dotnettool')
  if (isTool || view.isContentHidden) return 'not-asked'
  try {
    const { hits, totalHits } = await deps.search.query({
      text: usedByQuery(view.package.id),
      skip: 0,
      take: shown,
      prerelease: true,
      semVer2: true,
      packageType: null,
      frameworks: null,
      hidesDeprecated: false,
      sortBy: 'downloads-desc',
    })
    const keys = hits.map(({ packageKey }) => packageKey)
    const found = new Map((await findPackagesByKey(deps.db.read, keys)).map((pkg) => [pkg.key, pkg]))
    return { packages: keys.flatMap((key) => found.get(key) ?? []), total: totalHits }
  } catch (error) {
    if (error instanceof SearchUnavailable) return 'unavailable'
    throw error
  }
}
