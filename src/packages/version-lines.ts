import type { Db } from '../db/database.ts'
import { keepVersions } from './kept-versions.ts'
import type { Package } from './package.ts'
import { listVersionLines, listVersionLinesCommittedAfter, type VersionLine } from './version-line-store.ts'

/** The versions of a package as pages list them, lowest first: none when it is gone. */
export type VersionLines = (found: Package) => Promise<readonly VersionLine[]>

/** Room for fifty thousand of them. */
const limits = { keptBytes: 20_000_000, bytesPerVersion: 400 }

/** Pages about packages list their versions each time: those of the packages last looked at are kept. */
export function createVersionLines(db: Db): VersionLines {
  const reader = { list: listVersionLines, listCommittedAfter: listVersionLinesCommittedAfter }
  const linesOf = keepVersions<VersionLine>(db, reader, limits)
  return async (found) => (await linesOf(found))?.versions ?? []
}
