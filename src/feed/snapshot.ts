import type { Db } from '../db/database.ts'
import { keepVersions, type KeptVersions } from '../packages/kept-versions.ts'
import type { Package, PackageVersion } from '../packages/package.ts'
import { listVersions, listVersionsCommittedAfter } from '../packages/store.ts'

/** One package as it was at `package.revision`. */
export type PackageSnapshot = KeptVersions<PackageVersion>

/** Half of it must hold an ID of several thousand versions, or each of its documents would read every row. */
const limits = { keptBytes: 40_000_000, bytesPerVersion: 3000 }

/** Packages with everything that documents show of their versions. */
export function createSnapshots(db: Db): (found: Package) => Promise<PackageSnapshot | null> {
  return keepVersions(db, { list: listVersions, listCommittedAfter: listVersionsCommittedAfter }, limits)
}
