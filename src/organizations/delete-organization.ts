import type { Account } from '../accounts/account.ts'
import { listMembers } from '../accounts/membership-store.ts'
import {
  planRemoval,
  removeAccounts,
  unlistOrphans,
  type OrphanPolicy,
  type Removal,
} from '../accounts/remove-account.ts'
import type { Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { queueOrganizationMail } from './mails.ts'
import type { DeleteOrganizationRefusal, ManageRefusal } from './refusal.ts'
import { takeOrganization, type TakenOrganization } from './take-organization.ts'

export type DeletedOrganization = { readonly name: string; readonly orphanedIds: readonly string[] }

/**
 * Deletes an organization; its name stays taken. Its administrators can do so when nobody else is a member and no package
 * would be without an owner; administrators of the gallery whenever they like, choosing what becomes of such packages.
 */
export async function deleteOrganization(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  name: string,
  options: { readonly orphans: OrphanPolicy },
  actor: Actor,
): Promise<Result<DeletedOrganization, ManageRefusal | DeleteOrganizationRefusal>> {
  const planned = await deps.db.transaction((tx) => planDeletion(tx, deps, name, options, actor))
  if (!planned.ok) return planned
  if (options.orphans === 'unlist') await unlistOrphans(deps, planned.value.removal, actor)
  return deps.db.transaction(async (tx) => {
    const again = await planDeletion(tx, deps, name, options, actor)
    if (!again.ok) return again
    const { organization, removal } = again.value
    for (const { user, role } of await listMembers(tx, organization.id)) {
      if (user.id === actor.account?.id) continue
      const about = { organization, user, by: actor.account?.name ?? null, role }
      await queueOrganizationMail(tx, deps, 'member-removed', [user], about)
    }
    await removeAccounts(tx, deps, removal, options.orphans, actor)
    return ok({ name: organization.name, orphanedIds: removal.orphans.map((pkg) => pkg.id) })
  })
}

/** Whether somebody may delete an organization that others still use. */
export function mayDeleteRegardless({ user }: { readonly user: Account | null }): boolean {
  return user === null || user.isAdmin
}

async function planDeletion(
  tx: Db,
  deps: Pick<Deps, 'config'>,
  name: string,
  options: { readonly orphans: OrphanPolicy },
  actor: Actor,
): Promise<Result<TakenOrganization & { readonly removal: Removal }, ManageRefusal | DeleteOrganizationRefusal>> {
  // Deleting is for whoever could as well remove every member.
  const taken = await takeOrganization(tx, deps.config, name, actor, 'manage-members')
  if (!taken.ok) return taken
  const { organization, user } = taken.value
  const others = (await listMembers(tx, organization.id)).filter((member) => member.user.id !== user?.id)
  const isFree = mayDeleteRegardless(taken.value)
  if (others.length > 0 && !isFree) return fail({ code: 'organization-has-members', count: others.length })
  const removal = await planRemoval(tx, [organization])
  if (removal.orphans.length > 0 && (options.orphans === 'refuse' || !isFree)) {
    return fail({ code: 'would-orphan-packages', packageIds: removal.orphans.map((pkg) => pkg.id) })
  }
  return ok({ ...taken.value, removal })
}
