import { appendAudit, type Actor } from '../audit/audit.ts'
import { forgetSender } from '../contact/ticket-store.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { appendCatalogItems, type CatalogChange } from '../feed/catalog-store.ts'
import { enqueueJob } from '../jobs/queue.ts'
import { deleteKeysOfAccount } from '../keys/store.ts'
import { detachMails } from '../mail/store.ts'
import { deleteInvitationsAbout } from '../organizations/invitation-store.ts'
import { deleteTransformationsAbout } from '../organizations/transformation-store.ts'
import { deleteRequestsAround } from '../owners/delete-requests.ts'
import { deleteOwnerEverywhere, listPackagesOwnedBy, type OwnedPackage } from '../packages/owner-store.ts'
import { deleteWrittenReadmes } from '../readmes/store.ts'
import { forgetPusher } from '../packages/store.ts'
import { listVersionLines } from '../packages/version-line-store.ts'
import { refreshMarks } from '../prefixes/marks.ts'
import { deletePrefixesOf } from '../prefixes/request-store.ts'
import { deleteSponsorLinks } from '../sponsors/store.ts'
import { deleteStagedOf } from '../upload/store.ts'
import type { Account } from './account.ts'
import { deleteDevicesOf } from './known-device-store.ts'
import { queueDeletedMail } from './mails.ts'
import { deleteMembershipsOf } from './membership-store.ts'
import { deleteSessionsOf } from './session-store.ts'
import { clearSignInFailures } from './sign-in-failure-store.ts'
import { blankDeletedAccount, deleteAccountRow } from './store.ts'
import { deleteTokensOf } from './token-store.ts'
import { deleteFactors } from './two-factor-store.ts'
import { unlistPackage } from './unlist-package.ts'

/** What happens to packages that nobody else owns: the people themselves may not leave any; operators choose. */
export type OrphanPolicy = 'refuse' | 'unlist' | 'keep'

/** Accounts that go together, the packages of any of them, and those that would be without an owner. */
export type Removal = {
  readonly accounts: readonly Account[]
  readonly owned: readonly OwnedPackage[]
  readonly orphans: readonly OwnedPackage[]
}

export async function planRemoval(db: Db, accounts: readonly Account[]): Promise<Removal> {
  const byId = new Map<string, OwnedPackage>()
  for (const account of accounts) {
    for (const pkg of await listPackagesOwnedBy(db, account.id)) byId.set(pkg.lowerId, pkg)
  }
  const owned = [...byId.values()]
  return { accounts, owned, orphans: findOrphans(accounts, owned) }
}

/** The packages among these that would be without an owner if these accounts went. */
export function findOrphans(
  accounts: readonly Pick<Account, 'id'>[],
  owned: readonly OwnedPackage[],
): readonly OwnedPackage[] {
  const leaving = new Set(accounts.map(({ id }) => id))
  return owned.filter((pkg) => pkg.owners.every((owner) => leaving.has(owner.id)))
}

/** Unlists each package in a transaction of its own: an account with thousands of versions must not hold up pushes. */
export async function unlistOrphans(deps: Pick<Deps, 'db' | 'now'>, removal: Removal, actor: Actor): Promise<void> {
  for (const pkg of removal.orphans) {
    await deps.db.transaction(async (tx) => appendCatalogItems(tx, await unlistPackage(tx, pkg, actor, deps.now())))
  }
}

/**
 * Removes these accounts: keys, those that others made for them too, sessions, links, memberships, requests and ownership
 * go, everything personal is blanked, and confirmed names stay taken. Versions stay restorable; what the owners of a package
 * wrote about it in the gallery goes with the last of them.
 */
export async function removeAccounts(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  removal: Removal,
  orphans: OrphanPolicy,
  actor: Actor,
): Promise<void> {
  const now = deps.now()
  for (const account of removal.accounts) {
    const orphanedIds = findOrphans([account], removal.orphans).map((pkg) => pkg.id)
    await queueDeletedMail(tx, deps, account)
    await deleteRequestsAround(tx, account.id, actor, now)
    const detail = { name: account.name, orphans, orphanedIds, keepsName: account.email !== null }
    await appendAudit(tx, { at: now, actor, action: 'Delete', accountId: account.id, detail })
    await removeEverythingOf(tx, account, now)
  }
  // What an account's going can change of a mark it changes of its own packages: their items follow.
  await refreshMarks(tx, 'all', actor, now)
  const changes: CatalogChange[] = []
  if (orphans === 'unlist') {
    for (const pkg of removal.orphans) changes.push(...(await unlistPackage(tx, pkg, actor, now)))
  }
  for (const pkg of removal.orphans) {
    await deleteSponsorLinks(tx, pkg.key)
    changes.push(...(await forgetReadmes(tx, pkg, now)))
  }
  for (const { key: packageKey, lowerId, id } of removal.owned) {
    changes.push({ kind: 'details', packageKey, lowerId, id, version: null, now })
  }
  await appendCatalogItems(tx, changes)
}

/** Nobody is left who would answer for these texts: the pages show what the packages hold. */
async function forgetReadmes(tx: Db, pkg: OwnedPackage, now: Date): Promise<readonly CatalogChange[]> {
  const written = (await listVersionLines(tx, pkg.key)).filter(({ readmeWrittenAt }) => readmeWrittenAt !== null)
  const keys = written.map(({ key }) => key)
  await deleteWrittenReadmes(tx, keys)
  const { key: packageKey, lowerId, id } = pkg
  return written.map(({ version }) => ({ kind: 'details', packageKey, lowerId, id, version, now }))
}

async function removeEverythingOf(tx: Db, account: Account, now: Date): Promise<void> {
  await deleteKeysOfAccount(tx, account.id)
  await deleteOwnerEverywhere(tx, account.id)
  await deletePrefixesOf(tx, account.id)
  await forgetPusher(tx, account.id)
  await deleteSessionsOf(tx, account.id, null)
  await deleteDevicesOf(tx, account.id)
  await deleteTokensOf(tx, account.id)
  await deleteFactors(tx, account.id)
  await deleteMembershipsOf(tx, account.id)
  await deleteInvitationsAbout(tx, account.id)
  await deleteTransformationsAbout(tx, account.id)
  await clearSignInFailures(tx, account.id)
  await forgetSender(tx, account.id)
  const blobKey = await deleteStagedOf(tx, account.id)
  if (blobKey !== null) await enqueueJob(tx, { kind: 'remove-blob', payload: { blobKey }, runAt: now })
  if (account.email !== null) return blankDeletedAccount(tx, account.id, now)
  await detachMails(tx, account.id)
  await deleteAccountRow(tx, account.id)
}
