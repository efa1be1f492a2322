import type { Db } from '../db/database.ts'
import type { Package, PackageVersion } from '../packages/package.ts'
import { findPackage, listVersions } from '../packages/store.ts'
import { createByteCache } from './byte-cache.ts'

/** One package as it was at `package.revision`. */
export type PackageSnapshot = { readonly package: Package; readonly versions: readonly PackageVersion[] }

const maxAttempts = 100
const keptBytes = 12_000_000
const bytesPerVersion = 3000

/**
 * Reads packages whole: the rows belong to the revision, because it is looked at before and after, and a package that was
 * written to meanwhile is read again. The few last ones are kept, since a client asks for several documents of one package.
 */
export function createSnapshots(db: Db): (found: Package) => Promise<PackageSnapshot | null> {
  const kept = createByteCache<PackageSnapshot>(keptBytes)

  return async (found) => {
    const known = kept.get(found.lowerId)
    if (known?.package.revision === found.revision) return known
    const snapshot = await readSnapshot(db, found)
    if (snapshot) kept.set(found.lowerId, snapshot, snapshot.versions.length * bytesPerVersion)
    return snapshot
  }
}

async function readSnapshot(db: Db, found: Package): Promise<PackageSnapshot | null> {
  let before: Package | null = found
  for (let attempt = 0; before && attempt < maxAttempts; attempt++) {
    const versions = await listVersions(db, before.key)
    const after = await findPackage(db, before.lowerId)
    if (after?.revision === before.revision) return { package: before, versions }
    before = after
  }
  if (!before) return null
  throw new Error(`package ${before.lowerId} changed ${maxAttempts} times while it was read`)
}
