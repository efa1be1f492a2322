import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { appendCatalogItems, type CatalogChange } from '../feed/catalog-store.ts'
import { deleteKeysOfAccount } from '../keys/store.ts'
import { detachMails } from '../mail/store.ts'
import { forgetPusher } from '../packages/store.ts'
import { deleteOwnerEverywhere, listPackagesOwnedBy, type OwnedPackage } from '../packages/owner-store.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import { queueDeletedMail } from './mails.ts'
import { deleteSessionsOf } from './session-store.ts'
import { clearSignInFailures } from './sign-in-failure-store.ts'
import { blankDeletedAccount, countAdministrators, deleteAccountRow, findAccountByName } from './store.ts'
import { deleteTokensOf } from './token-store.ts'
import { unlistPackage } from './unlist-package.ts'

/** What happens to packages that nobody else owns: the people themselves may not leave any; operators choose. */
export type OrphanPolicy = 'refuse' | 'unlist' | 'keep'

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
}

/** The packages among these that would be without an owner if `account` went. */
export function findOrphans(account: Pick<Account, 'id'>, owned: readonly OwnedPackage[]): readonly OwnedPackage[] {
  return owned.filter((pkg) => pkg.owners.every((owner) => owner.id === account.id))
}

/**
 * Deletes a user (gallery.md §3.11): keys, those that others made for it too, sessions, links and ownership go, everything
 * personal is blanked, and the name stays taken. Versions stay restorable. A locked account must be unlocked first.
 */
export async function deleteAccount(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  name: string,
  options: { readonly orphans: OrphanPolicy },
  actor: Actor,
): Promise<Result<DeletedAccount, DeleteRefusal>> {
  const found = await findDeletable(deps.db.read, name, options, actor)
  if (!found.ok) return found
  if (options.orphans === 'unlist') {
    // Each in a transaction of its own: an account with thousands of versions must not hold up pushes.
    for (const pkg of found.value.orphans) {
      await deps.db.transaction(async (tx) => appendCatalogItems(tx, await unlistPackage(tx, pkg, actor, deps.now())))
    }
  }
  return deps.db.transaction(async (tx) => {
    const again = await findDeletable(tx, name, options, actor)
    if (!again.ok) return again
    const { account, owned, orphans } = again.value
    const now = deps.now()
    const keepsName = account.email !== null
    const orphanedIds = orphans.map((pkg) => pkg.id)

    await queueDeletedMail(tx, deps, account)
    await removeEverythingOf(tx, account, now, keepsName)
    const detail = { name: account.name, orphans: options.orphans, orphanedIds, keepsName }
    await appendAudit(tx, { at: now, actor, action: 'Delete', accountId: account.id, detail })
    const changes: CatalogChange[] = []
    if (options.orphans === 'unlist') {
      for (const pkg of orphans) changes.push(...(await unlistPackage(tx, pkg, actor, now)))
    }
    for (const { key: packageKey, lowerId, id } of owned) {
      changes.push({ kind: 'details', packageKey, lowerId, id, version: null, now })
    }
    await appendCatalogItems(tx, changes)
    return ok({ keepsName, orphanedIds })
  })
}

async function findDeletable(db: Db, name: string, options: { readonly orphans: OrphanPolicy }, actor: Actor) {
  const account = await findAccountByName(db, name)
  if (!account || account.deletedAt) return fail({ code: 'account-unknown', name })
  if (account.kind === 'organization') return fail({ code: 'account-is-organization', name: account.name })
  if (account.lockedAt) return fail({ code: 'account-locked', name: account.name })
  const isSelf = actor.account?.id === account.id
  if (isSelf && account.isAdmin && (await countAdministrators(db)) <= 1) return fail({ code: 'last-administrator' })
  const owned = await listPackagesOwnedBy(db, account.id)
  const orphans = findOrphans(account, owned)
  if (options.orphans === 'refuse' && orphans.length > 0) {
    return fail({ code: 'would-orphan-packages', packageIds: orphans.map((pkg) => pkg.id) } as const)
  }
  return ok({ account, owned, orphans })
}

async function removeEverythingOf(tx: Db, account: Account, now: Date, keepsName: boolean): Promise<void> {
  await deleteKeysOfAccount(tx, account.id)
  await deleteOwnerEverywhere(tx, account.id)
  await forgetPusher(tx, account.id)
  await deleteSessionsOf(tx, account.id, null)
  await deleteTokensOf(tx, account.id)
  await clearSignInFailures(tx, account.id)
  if (keepsName) return blankDeletedAccount(tx, account.id, now)
  await detachMails(tx, account.id)
  await deleteAccountRow(tx, account.id)
}
