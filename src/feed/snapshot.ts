import type { Db } from '../db/database.ts'
import type { Package, PackageVersion } from '../packages/package.ts'
import { compareVersions } from '../nuget/version.ts'
import { findPackage, listVersions, listVersionsCommittedAfter } from '../packages/store.ts'
import { createByteCache } from './byte-cache.ts'

/** One package as it was at `package.revision`. */
export type PackageSnapshot = { readonly package: Package; readonly versions: readonly PackageVersion[] }

const maxAttempts = 100
/** Half of it must hold an ID of several thousand versions, or each of its documents would read every row. */
const keptBytes = 40_000_000
const bytesPerVersion = 3000

/**
 * Reads packages whole: the rows belong to the revision, because it is looked at before and after, and a package that was
 * written to meanwhile is read again. The few last ones are kept, since a client asks for several documents of one package;
 * of one that changed since, only the changes are read.
 */
export function createSnapshots(db: Db): (found: Package) => Promise<PackageSnapshot | null> {
  const kept = createByteCache<PackageSnapshot>(keptBytes)

  return async (found) => {
    const known = kept.get(found.lowerId)
    if (known?.package.revision === found.revision) return known
    const snapshot = await readSnapshot(db, found, known?.package.key === found.key ? known : null)
    if (snapshot) kept.set(found.lowerId, snapshot, snapshot.versions.length * bytesPerVersion)
    return snapshot
  }
}

async function readSnapshot(db: Db, found: Package, known: PackageSnapshot | null): Promise<PackageSnapshot | null> {
  let before: Package | null = found
  for (let attempt = 0; before && attempt < maxAttempts; attempt++) {
    const versions = known ? await bringUpToDate(db, known) : await listVersions(db, before.key)
    const after = await findPackage(db, before.lowerId)
    if (after?.revision === before.revision) return { package: before, versions }
    before = after
  }
  if (!before) return null
  throw new Error(`package ${before.lowerId} changed ${maxAttempts} times while it was read`)
}

/**
 * Whatever a document shows of a version changes with a commit that its row names (`appendCatalogItems`), so that the rows
 * with later commits are all that changed: a push into an ID with thousands of versions reads one.
 */
async function bringUpToDate(db: Db, known: PackageSnapshot): Promise<readonly PackageVersion[]> {
  const lastUs = known.versions.reduce((last, { commit }) => Math.max(last, commit.us), 0)
  const { present, deletedKeys } = await listVersionsCommittedAfter(db, known.package.key, lastUs)
  if (present.length === 0 && deletedKeys.length === 0) return known.versions
  const replaced = new Set([...deletedKeys, ...present.map((version) => version.key)])
  const unchanged = known.versions.filter((version) => !replaced.has(version.key))
  return [...unchanged, ...present].sort((a, b) => compareVersions(a.version, b.version)) // nearly sorted: linear
}
