import type { Db } from '../db/database.ts'
import { filterBit } from '../search/documents.ts'
import type { SearchHit } from '../search/search.ts'
import { fillItem } from '../search/shown.ts'
import type { Package } from '../packages/package.ts'
import { listOwnerNames } from '../packages/owner-store.ts'
import { findPackagesByKey, findVersionsByKey, listVersionSummaries } from '../packages/store.ts'
import { createByteCache } from '../byte-cache.ts'
import { hiveFor, renderSearchItem, visibleVersions, type SearchResult } from './search-documents.ts'
import type { FeedBase } from './urls.ts'

type Filter = { readonly prerelease: boolean; readonly semVer2: boolean }

/** An item as JSON, empty when the package has nothing to show under the filter, and the state that it shows. */
type Item = { readonly json: string; readonly revision: number; readonly downloads: number }

const keptBytes = 24_000_000
/** What was asked for once is not kept: keeping it moved 18 MB a second into the old part of the heap. */
const mostNoticed = 20_000

/**
 * Makes the items of search answers. Every answer asks the database which revision and how many downloads its packages
 * have now. What the index keeps is shown when it is of that very state; else what was made of the rows before; else the
 * rows are read. So an answer never shows what is no longer so, and most need one query.
 */
export function createSearchItems(
  db: Db,
): (base: FeedBase, hits: readonly SearchHit[], filter: Filter) => Promise<readonly string[]> {
  const kept = createByteCache<Item>(keptBytes)
  const noticed = new Set<string>()

  /** Whether the item was made before, not long ago. */
  function isAskedAgain(name: string): boolean {
    if (noticed.delete(name)) return true
    if (noticed.size >= mostNoticed) noticed.clear()
    noticed.add(name)
    return false
  }

  return async (base, hits, filter) => {
    const keys = hits.map((hit) => hit.packageKey)
    const packages = new Map((await findPackagesByKey(db, keys)).map((pkg) => [pkg.key, pkg]))
    const hive = hiveFor(filter.semVer2)
    const suffix = ` ${filterBit(filter)} ${base.site}`
    const items = new Map<number, string>()
    const unknown: Package[] = []

    function keep(pkg: Package, result: SearchResult | null): void {
      const json = result ? renderSearchItem(base, hive, result) : ''
      const name = pkg.key + suffix
      items.set(pkg.key, json)
      if (!isAskedAgain(name)) return
      kept.set(name, { json, revision: pkg.revision, downloads: pkg.downloads }, json.length)
    }

    for (const hit of hits) {
      const pkg = packages.get(hit.packageKey)
      if (!pkg) continue
      const item = kept.get(pkg.key + suffix)
      if (isOf(pkg, hit.shown)) items.set(pkg.key, fillItem(hit.shown.item, base, hive))
      else if (isOf(pkg, item)) items.set(pkg.key, item.json)
      else unknown.push(pkg)
    }
    const loaded = await loadResults(db, unknown, filter)
    for (const pkg of unknown) keep(pkg, loaded.get(pkg.key) ?? null)
    return keys.flatMap((key) => items.get(key) || [])
  }
}

type State = { readonly revision: number; readonly downloads: number }

function isOf<T extends State>(pkg: Package, state: T | null | undefined): state is T {
  return state != null && state.revision === pkg.revision && state.downloads === pkg.downloads
}

/** By package key: one query per table, and manifests of only the latest versions. */
async function loadResults(
  db: Db,
  packages: readonly Package[],
  filter: Filter,
): Promise<ReadonlyMap<number, SearchResult>> {
  if (packages.length === 0) return new Map()
  const keys = packages.map(({ key }) => key)
  const [summaries, owners] = await Promise.all([listVersionSummaries(db, keys), listOwnerNames(db, keys)])
  const visible = new Map(keys.map((key) => [key, visibleVersions(summaries.get(key) ?? [], filter)]))
  const latestKeys = [...visible.values()].flatMap((versions) => versions.at(-1)?.key ?? [])
  const latest = new Map((await findVersionsByKey(db, latestKeys)).map((version) => [version.packageKey, version]))
  return new Map(
    packages.flatMap((pkg) => {
      const newest = latest.get(pkg.key)
      if (!newest) return []
      return [
        [
          pkg.key,
          { package: pkg, versions: visible.get(pkg.key) ?? [], latest: newest, owners: owners.get(pkg.key) ?? [] },
        ] as const,
      ]
    }),
  )
}
