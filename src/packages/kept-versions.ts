import { createByteCache } from '../byte-cache.ts'
import type { Db } from '../db/database.ts'
import { compareVersions, type NuGetVersion } from '../nuget/version.ts'
import type { Package } from './package.ts'
import { findPackage } from './store.ts'

/** What is read of one version: at least which it is, and the newest commit that is about it. */
type OfVersion = {
  readonly key: number
  readonly version: NuGetVersion
  readonly commit: { readonly us: number }
}

/** All versions of a package, lowest first, as they were at `package.revision`. */
export type KeptVersions<V> = { readonly package: Package; readonly versions: readonly V[] }

/** How they are read: all of them, lowest first, or what changed since the commit at `us`. */
export type VersionReader<V> = {
  readonly list: (db: Db, packageKey: number) => Promise<readonly V[]>
  readonly listCommittedAfter: (db: Db, packageKey: number, us: number) => Promise<ChangedVersions<V>>
}

/** The rows that are there, and the keys of deleted ones. */
export type ChangedVersions<V> = { readonly present: readonly V[]; readonly deletedKeys: readonly number[] }

const maxAttempts = 100

/**
 * Reads the versions of packages whole: they belong to the revision, because it is looked at before and after, and a
 * package that was written to meanwhile is read again. The last ones asked for are kept, in about `keptBytes`; of one that
 * changed since, only the changes are read.
 */
export function keepVersions<V extends OfVersion>(
  db: Db,
  reader: VersionReader<V>,
  limits: { readonly keptBytes: number; readonly bytesPerVersion: number },
): (found: Package) => Promise<KeptVersions<V> | null> {
  const kept = createByteCache<KeptVersions<V>>(limits.keptBytes)

  return async (found) => {
    const known = kept.get(found.lowerId)
    if (known?.package.revision === found.revision) return known
    const versions = await readVersions(db, reader, found, known?.package.key === found.key ? known : null)
    if (versions) kept.set(found.lowerId, versions, versions.versions.length * limits.bytesPerVersion)
    return versions
  }
}

async function readVersions<V extends OfVersion>(
  db: Db,
  reader: VersionReader<V>,
  found: Package,
  known: KeptVersions<V> | null,
): Promise<KeptVersions<V> | null> {
  let before: Package | null = found
  for (let attempt = 0; before && attempt < maxAttempts; attempt++) {
    const versions = known ? await bringUpToDate(db, reader, known) : await reader.list(db, before.key)
    const after = await findPackage(db, before.lowerId)
    if (after?.revision === before.revision) return { package: before, versions }
    before = after
  }
  if (!before) return null
  throw new Error(`package ${before.lowerId} changed ${maxAttempts} times while it was read`)
}

/**
 * Whatever a reader is shown of a version changes with a commit that its row names (`appendCatalogItems`), so that the rows
 * with later commits are all that changed: a push into an ID with thousands of versions reads one.
 */
async function bringUpToDate<V extends OfVersion>(
  db: Db,
  reader: VersionReader<V>,
  known: KeptVersions<V>,
): Promise<readonly V[]> {
  const lastUs = known.versions.reduce((last, { commit }) => Math.max(last, commit.us), 0)
  const { present, deletedKeys } = await reader.listCommittedAfter(db, known.package.key, lastUs)
  if (present.length === 0 && deletedKeys.length === 0) return known.versions
  const replaced = new Set([...deletedKeys, ...present.map((version) => version.key)])
  const unchanged = known.versions.filter((version) => !replaced.has(version.key))
  return [...unchanged, ...present].sort((a, b) => compareVersions(a.version, b.version)) // nearly sorted: linear
}
