import type { Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { PackageVersion } from '../packages/package.ts'
import { updateListed } from '../packages/store.ts'
import { ok, type Result } from '../result.ts'
import { findChangeable, type Authority, type Changeable, type ChangeRefusal, type VersionsNamed } from './authority.ts'
import { auditVersions, changeVersions, type ChangeDeps, type Changed } from './change-versions.ts'

export type ListingChange = { readonly id: string; readonly versions: VersionsNamed; readonly isListed: boolean }

/**
 * Lists or unlists versions. Doing so twice is the same as once. Unlisted versions leave search and keep answering exact
 * restores; relisting brings the original publish time back.
 */
export async function changeListing(
  deps: ChangeDeps,
  authority: Authority,
  { isListed, ...subject }: ListingChange,
  actor: Actor,
): Promise<Result<Changed, ChangeRefusal>> {
  return changeVersions(deps, async (tx, now) => {
    const found = await findChangeable(tx, deps, authority, subject)
    if (!found.ok) return found
    const changed = await applyListing(tx, found.value, isListed, actor, now)
    return ok({ ...found.value, changed, kind: 'details' as const })
  })
}

/** Writes the listing of the versions that differ, and the audit entries; answers them. The catalog is the caller's last step. */
export async function applyListing(
  tx: Db,
  subject: Changeable,
  isListed: boolean,
  actor: Actor,
  now: Date,
): Promise<readonly PackageVersion[]> {
  const changed = subject.versions.filter((version) => version.isListed !== isListed)
  if (changed.length === 0) return changed
  const keys = changed.map(({ key }) => key)
  await updateListed(tx, keys, isListed, now)
  await auditVersions(tx, { at: now, actor, action: isListed ? 'List' : 'Unlist' }, subject, changed)
  return changed
}
