import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { findLeaving, promoteMembers, type Leaving } from './leaving.ts'
import { listAccountsToActFor } from './membership-store.ts'
import { planRemoval, removeAccounts, unlistOrphans, type OrphanPolicy, type Removal } from './remove-account.ts'
import { countAdministrators, countHeldAdministrators, findAccountByName, holdAccounts } from './store.ts'

export type DeleteRefusal =
  | { readonly code: 'account-unknown'; readonly name: string }
  | { readonly code: 'account-is-organization'; readonly name: string }
  | { readonly code: 'account-locked'; readonly name: string }
  | { readonly code: 'would-orphan-packages'; readonly packageIds: readonly string[] }
  | { readonly code: 'last-administrator' }

export type DeletedAccount = {
  /** False when the account never had a confirmed address: then nothing is left and the name is free. */
  readonly keepsName: boolean
  readonly orphanedIds: readonly string[]
  /** Organizations of which the user was the only member. */
  readonly deletedOrganizations: readonly string[]
}

/**
 * Deletes a user (gallery.md §3.11), and the organizations of which nobody else is a member; where only collaborators
 * remain, they become administrators. A locked account must be unlocked first.
 */
export async function deleteAccount(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  name: string,
  options: { readonly orphans: OrphanPolicy },
  actor: Actor,
): Promise<Result<DeletedAccount, DeleteRefusal>> {
  const found = await findDeletable(deps.db.read, name, options, actor)
  if (!found.ok) return found
  if (options.orphans === 'unlist') await unlistOrphans(deps, found.value.removal, actor)
  return deps.db.transaction(async (tx) => {
    await holdForDeletion(tx, name, actor)
    const again = await findDeletable(tx, name, options, actor)
    if (!again.ok) return again
    const { removal, leaving } = again.value
    await removeAccounts(tx, deps, removal, options.orphans, actor)
    for (const organization of leaving.handedOver) {
      const administrators = await promoteMembers(tx, organization)
      const entry = { at: deps.now(), actor, accountId: organization.id, detail: { administrators } }
      await appendAudit(tx, { ...entry, action: 'UpdateOrganizationMember' })
    }
    return ok({
      keepsName: removal.accounts[0]?.email !== null,
      orphanedIds: removal.orphans.map((pkg) => pkg.id),
      deletedOrganizations: leaving.ending.map((organization) => organization.name),
    })
  })
}

async function findDeletable(
  db: Db,
  name: string,
  options: { readonly orphans: OrphanPolicy },
  actor: Actor,
): Promise<Result<{ readonly removal: Removal; readonly leaving: Leaving }, DeleteRefusal>> {
  const account = await findAccountByName(db, name)
  if (!account || account.deletedAt) return fail({ code: 'account-unknown', name })
  if (account.kind === 'organization') return fail({ code: 'account-is-organization', name: account.name })
  const isSelf = actor.account?.id === account.id
  if (isSelf && account.isAdmin && (await countAdministrators(db)) <= 1) return fail({ code: 'last-administrator' })
  const leaving = await findLeaving(db, account)
  const accounts = [account, ...leaving.ending]
  const locked = accounts.find(({ lockedAt }) => lockedAt !== null)
  if (locked) return fail({ code: 'account-locked', name: locked.name })
  const removal = await planRemoval(db, accounts)
  if (options.orphans === 'refuse' && removal.orphans.length > 0) {
    return fail({ code: 'would-orphan-packages', packageIds: removal.orphans.map((pkg) => pkg.id) })
  }
  return ok({ removal, leaving })
}

/** The account and its organizations, so that it joins none and nobody joins or leaves them meanwhile. */
async function holdForDeletion(tx: Db, name: string, actor: Actor): Promise<void> {
  const account = await findAccountByName(tx, name)
  if (!account) return
  const acting = await listAccountsToActFor(tx, account)
  await holdAccounts(
    tx,
    acting.map((own) => own.account.id),
  )
  const isSelf = actor.account?.id === account.id
  if (isSelf && account.isAdmin) await countHeldAdministrators(tx) // or the other administrators go at the same moment
}
