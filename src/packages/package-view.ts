import type { Account } from '../accounts/account.ts'
import { listAccountsToActFor } from '../accounts/membership-store.ts'
import { mayActAs, maySiteAdministrator, standingOf } from '../accounts/permissions.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { compareVersions, parseVersion } from '../nuget/version.ts'
import type { Package, PackageVersion } from './package.ts'
import { findPackage, findVersionsByKey, pickLatest } from './store.ts'
import { listOwners } from './owner-store.ts'
import type { VersionLine } from './version-line-store.ts'

/** What the pages about one package show, worked out for one reader. */
export type PackageView = {
  readonly package: Package
  /** The version shown. */
  readonly version: PackageVersion
  /** The version in the address, as typed, when there is no such one and the latest stands in for it. */
  readonly missingVersion: string | null
  /** Newest first; unlisted ones only for owners and administrators of the gallery. */
  readonly versions: readonly VersionLine[]
  readonly owners: readonly Account[]
  /** Does the reader act for one of the owners? */
  readonly isOwner: boolean
  /** May the reader change its versions? Administrators of the gallery may, whoever owns it. */
  readonly mayManage: boolean
  /** Unlisted and locked: what comes out of the package is not shown, except to owners and administrators (§7.6). */
  readonly isContentHidden: boolean
  readonly newer: VersionLine | null
  readonly newerPrerelease: VersionLine | null
}

/** Null when there is no such package. `versionText` may be in any form: `1.0` finds 1.0.0. */
export async function findPackageView(
  deps: Pick<Deps, 'db' | 'versionLines'>,
  reader: Account | null,
  id: string,
  versionText: string | undefined,
): Promise<PackageView | null> {
  const pkg = await findPackage(deps.db.read, toLowerId(id))
  if (!pkg) return null
  const ascending = await deps.versionLines(pkg)
  const latest = pickLatest(ascending)
  if (!latest) return null

  const parsed = versionText === undefined ? null : parseVersion(versionText)
  const asked = parsed && ascending.find((candidate) => candidate.version.lower === parsed.lower)
  const { read } = deps.db
  const [[version], owners, own] = await Promise.all([
    findVersionsByKey(read, [(asked ?? latest).key]),
    listOwners(read, pkg.key),
    listOwnAccounts(read, reader),
  ])
  if (!version) return null // deleted at this moment
  const isOwner = owners.some((owner) => own.includes(owner.id))
  const seesEverything = isOwner || (reader?.isAdmin === true && maySiteAdministrator('see-private-metadata'))
  return {
    package: pkg,
    version,
    missingVersion: versionText !== undefined && !asked ? versionText : null,
    versions: ascending.filter((candidate) => candidate.isListed || seesEverything).toReversed(),
    owners,
    isOwner,
    mayManage: isOwner || (reader?.isAdmin === true && !reader.lockedAt && maySiteAdministrator('change-versions')),
    isContentHidden: pkg.lockedAt !== null && !version.isListed && !seesEverything,
    ...findNewer(ascending, version),
  }
}

/** A feed names the owners as its authors and lists what is listed: without either there is none. */
export function hasFeed({ owners, versions }: Pick<PackageView, 'owners' | 'versions'>): boolean {
  return owners.length > 0 && versions.some((version) => version.isListed)
}

/** The accounts of whose packages the reader sees what others do not. */
async function listOwnAccounts(db: Db, reader: Account | null): Promise<readonly number[]> {
  if (!reader) return []
  const acting = await listAccountsToActFor(db, reader)
  return acting
    .filter(({ account, role }) => mayActAs('see-private-metadata', standingOf(reader, account, role)))
    .map(({ account }) => account.id)
}

/** The newest listed stable version above `shown`, and the newest listed prerelease above both. */
function findNewer(
  ascending: readonly VersionLine[],
  shown: PackageVersion,
): Pick<PackageView, 'newer' | 'newerPrerelease'> {
  const isAbove = ({ version }: VersionLine) => compareVersions(version, shown.version) > 0
  const newest = ascending.findLast(({ isListed }) => isListed)
  if (!newest || !isAbove(newest)) return { newer: null, newerPrerelease: null } // most often: the rest need no look
  const stable = ascending.findLast(({ isListed, version }) => isListed && !version.isPrerelease)
  const newer = stable && isAbove(stable) ? stable : null
  return { newer, newerPrerelease: newest.version.isPrerelease ? newest : null }
}
