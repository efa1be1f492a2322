import type { Selectable } from 'kysely'
import type { VersionsTable } from '../db/tables/packages.ts'
import { parseVersion } from '../nuget/version.ts'
import type { PackageVersion } from '../packages/package.ts'
import type { ListedVersion } from './listed-versions.ts'
import { toPackageVersion, type VersionSummary } from '../packages/store.ts'

/**
 * What answers show of a package, kept in the index so that an answer needs one look at the database: whether the package
 * is still at this revision and at these downloads.
 */
export type ShownPackage = {
  readonly revision: number
  readonly downloads: number
  readonly owners: readonly string[]
  /** The listed versions, ascending. */
  readonly versions: readonly VersionSummary[]
  /** Those of them that are the latest under some filter; manifests without what no answer shows. */
  readonly latest: readonly PackageVersion[]
}

export type VersionRow = Selectable<VersionsTable>

/** Rows stay rows, so that what a row learns later (its deprecation) reaches the answers without a change here. */
type Stored = {
  readonly revision: number
  readonly downloads: number
  readonly owners: readonly string[]
  readonly versions: readonly (readonly [key: number, full: string, isSemVer2: number, downloads: number])[]
  readonly latest: readonly VersionRow[]
}

/** A longer list would be written anew at each push; it is read from the rows when an answer shows it. */
const mostVersions = 100

/** The text that the index keeps, of the listed versions in ascending order; null when there are very many. */
export function storeShown(
  pkg: { readonly revision: number; readonly downloads: number; readonly owners: readonly string[] },
  listed: readonly ListedVersion[],
  latest: readonly VersionRow[],
): string | null {
  if (listed.length > mostVersions) return null
  const stored: Stored = {
    ...pkg,
    versions: listed.map(({ key, version, isSemVer2, downloads }) => [key, version.full, isSemVer2 ? 1 : 0, downloads]),
    latest: latest.map((row) => ({ ...row, metadata: shorten(row.metadata) })),
  }
  return JSON.stringify(stored)
}

function shorten(metadata: string): string {
  const whole = JSON.parse(metadata) as object
  return JSON.stringify({ ...whole, releaseNotes: null, copyright: null, dependencyGroups: [] })
}

export function readShown(packageKey: number, text: string): ShownPackage {
  const { revision, downloads, owners, versions, latest } = JSON.parse(text) as Stored
  return {
    revision,
    downloads,
    owners,
    versions: versions.map(([key, full, isSemVer2, count]) => ({
      key,
      packageKey,
      version: toVersion(full),
      isSemVer2: isSemVer2 === 1,
      isListed: true,
      downloads: count,
    })),
    latest: latest.map(toPackageVersion),
  }
}

function toVersion(full: string) {
  const version = parseVersion(full)
  if (!version) throw new Error(`the search index holds the version "${full}"`)
  return version
}
