import { findAccountByName } from '../accounts/store.ts'
import type { Actor } from '../audit/audit.ts'
import { listOwners } from '../packages/owner-store.ts'
import { listMatchingPrefixes } from '../prefixes/prefix-store.ts'
import { refusePrefixOwnerRemoval } from '../prefixes/prefix.ts'
import { fail, ok, type Result } from '../result.ts'
import { findManagedPackage } from './add-owner.ts'
import { applyOwners, withSearch, type OwnerDeps } from './change-owners.ts'
import type { OwnerAuthority } from './owner-rights.ts'
import { refuseRemoval, type OwnerRefusal } from './owner-rules.ts'

export type RemovedOwner = { readonly id: string; readonly name: string }

/** Takes an account off the owners of a package; people may remove themselves as well. */
export async function removeOwner(
  deps: OwnerDeps,
  authority: OwnerAuthority,
  { id, name }: { readonly id: string; readonly name: string },
  actor: Actor,
): Promise<Result<RemovedOwner, OwnerRefusal>> {
  return withSearch<RemovedOwner, OwnerRefusal>(deps, async (tx, now, committed) => {
    const found = await findManagedPackage(tx, deps, authority, id)
    if (!found.ok) return found
    const { pkg, manager } = found.value
    const removed = await findAccountByName(tx, name)
    if (!removed) return fail({ code: 'not-an-owner', name, id: pkg.id })
    const refusal =
      refuseRemoval(pkg.id, await listOwners(tx, pkg.key), removed) ??
      (manager.isAdministrator
        ? null
        : refusePrefixOwnerRemoval(pkg.id, removed, manager.managed, await listMatchingPrefixes(tx, pkg.id)))
    if (refusal) return fail(refusal)
    committed(await applyOwners(tx, deps, { package: pkg, added: null, removed, actor, now }))
    return ok({ id: pkg.id, name: removed.name })
  })
}
