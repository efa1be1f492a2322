import type { Actor } from '../audit/audit.ts'
import { updateListed } from '../packages/store.ts'
import { ok, type Result } from '../result.ts'
import { findChangeable, type Authority, type ChangeRefusal, type VersionsNamed } from './authority.ts'
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
    const changed = found.value.versions.filter((version) => version.isListed !== isListed)
    for (const version of changed) await updateListed(tx, version.key, isListed, now)
    await auditVersions(tx, { at: now, actor, action: isListed ? 'List' : 'Unlist' }, found.value, changed)
    return ok({ ...found.value, changed, kind: 'details' as const })
  })
}
