import type { Db } from '../db/database.ts'
import { createByteCache } from '../byte-cache.ts'
import { compareVersions, parseVersion, type NuGetVersion } from '../nuget/version.ts'
import { listVersionRows, type ListedRow } from './source.ts'

/** A listed version, without its manifest: a package may have thousands, and manifests are long. */
export type ListedVersion = {
  readonly key: number
  readonly version: NuGetVersion
  readonly isSemVer2: boolean
  readonly downloads: number
}

/** A package whose versions are asked for, with its downloads as they were read just before. */
export type CountedPackage = { readonly key: number; readonly downloads: number }

/** The listed versions of packages, ascending, by package key. */
export type ListedVersions = (packages: readonly CountedPackage[]) => Promise<ReadonlyMap<number, Listed>>
type Listed = readonly ListedVersion[]

type Known = { readonly versions: Listed; readonly lastUs: number; readonly downloads: number }

const keptBytes = 8 * 1024 * 1024
const bytesPerVersion = 300

/**
 * Keeps the lists of the packages that changed last: of one that changes again only what was committed since is read, so
 * that indexing a push does not cost more in an ID with thousands of versions. Downloads make no commit: when a package
 * has others than before, all of its rows are read.
 */
export function createListedVersions(db: Db): ListedVersions {
  const kept = createByteCache<Known>(keptBytes)

  function keep(pkg: CountedPackage, before: Known | null, rows: readonly ListedRow[]): Listed {
    const replaced = new Set(rows.map((row) => row.id))
    const unchanged = before?.versions.filter(({ key }) => !replaced.has(key)) ?? []
    const read = rows.filter((row) => row.listed === 1 && row.deleted_at === null).map(toListed)
    const versions = [...unchanged, ...read].sort((a, b) => compareVersions(a.version, b.version))
    const lastUs = rows.reduce((last, row) => Math.max(last, row.committed_us), before?.lastUs ?? 0)
    kept.set(String(pkg.key), { versions, lastUs, downloads: pkg.downloads }, versions.length * bytesPerVersion)
    return versions
  }

  return async (packages) => {
    const known = new Map<number, Known>()
    for (const { key, downloads } of packages) {
      const before = kept.get(String(key))
      if (before?.downloads === downloads) known.set(key, before)
    }
    const unknown = packages.filter(({ key }) => !known.has(key)).map(({ key }) => key)
    const sinceUs = Math.min(...[...known.values()].map(({ lastUs }) => lastUs))
    const whole = await listVersionRows(db, unknown, null)
    const changed = await listVersionRows(db, [...known.keys()], sinceUs)
    const rowsOf = Map.groupBy([...whole, ...changed], (row) => row.package_key)
    return new Map(packages.map((pkg) => [pkg.key, keep(pkg, known.get(pkg.key) ?? null, rowsOf.get(pkg.key) ?? [])]))
  }
}

function toListed(row: ListedRow): ListedVersion {
  const version = parseVersion(row.full_version)
  if (!version) throw new Error(`version row ${row.id} holds "${row.full_version}"`)
  return { key: row.id, version, isSemVer2: row.is_semver2 === 1, downloads: row.downloads }
}
