import type { Account } from '../accounts/account.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { appendCatalogItem } from '../feed/catalog-store.ts'
import { deleteOwner, insertOwner, listOwners } from '../packages/owner-store.ts'
import type { Package } from '../packages/package.ts'
import { refreshMarks } from '../prefixes/marks.ts'
import type { Result } from '../result.ts'
import type { Search } from '../search/search.ts'
import { queueOwnerMails } from './mails.ts'
import { isStillAsked } from './owner-rights.ts'
import { deleteRequest, listRequestsOfPackage, type OwnershipRequest } from './request-store.ts'

/** What a change of owners needs. `search` is null on the command line: the server's index follows by itself. */
export type OwnerDeps = Pick<Deps, 'config' | 'db' | 'now'> & { readonly search: Pick<Search, 'reached'> | null }

/** How long a change waits until search shows it too. */
const searchWaitMs = 2000

/** Runs one change in one transaction, and waits until search shows what it committed. */
export async function withSearch<T, E>(
  deps: OwnerDeps,
  work: (tx: Db, now: Date, committed: (us: number) => void) => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  let committedUs = 0
  const done = await deps.db.transaction((tx) => work(tx, deps.now(), (us) => (committedUs = us)))
  if (done.ok) await waitForSearch(deps, committedUs)
  return done
}

/** Until search shows what was committed at this time (0 for nothing), or has no more patience. */
export async function waitForSearch({ search }: Pick<OwnerDeps, 'search'>, committedUs: number): Promise<void> {
  if (committedUs > 0) await search?.reached(committedUs, searchWaitMs).catch(() => false)
}

export type OwnersChange = {
  readonly package: Package
  readonly added: Account | null
  readonly removed: Account | null
  /** What an administrator writes to the owners; null or absent for nothing. */
  readonly message?: string | null
  readonly actor: Actor
  readonly now: Date
}

/**
 * Writes a change of owners that was decided, with audit, mails to both sides, and the catalog item: the last step of its
 * transaction. Requests of those who lost the right to ask end with it. Answers the commit time.
 */
export async function applyOwners(tx: Db, deps: OwnerDeps, change: OwnersChange): Promise<number> {
  const { package: pkg, added, removed, actor, now } = change
  const entry = { at: now, actor, packageId: pkg.id }
  if (added) {
    await insertOwner(tx, pkg.key, added.id, now)
    await appendAudit(tx, { ...entry, action: 'AddOwner', accountId: added.id, detail: { owner: added.name } })
    const own = (await listRequestsOfPackage(tx, pkg.key)).find(({ account }) => account.id === added.id)
    if (own) await deleteRequest(tx, own.number)
  }
  if (removed) {
    await deleteOwner(tx, pkg.key, removed.id)
    await appendAudit(tx, { ...entry, action: 'RemoveOwner', accountId: removed.id, detail: { owner: removed.name } })
  }
  await dropVoidRequests(tx, pkg.key, actor, now)
  await refreshMarks(tx, { packageKey: pkg.key }, actor, now) // shown by the item of the owners
  await queueOwnerMails(tx, deps, { ...change, owners: await listOwners(tx, pkg.key) })
  const { key: packageKey, lowerId, id } = pkg
  return appendCatalogItem(tx, { kind: 'details', packageKey, lowerId, id, version: null, now })
}

/** Ends the requests whose askers may not ask any more: they neither count nor come back. */
export async function dropVoidRequests(tx: Db, packageKey: number, actor: Actor, now: Date): Promise<void> {
  for (const request of await listRequestsOfPackage(tx, packageKey)) {
    if (await isStillAsked(tx, request)) continue
    await deleteRequest(tx, request.number)
    await auditRequest(tx, { at: now, actor, action: 'DeleteOwnershipRequest' }, request, 'void')
  }
}

export async function auditRequest(
  tx: Db,
  entry: { readonly at: Date; readonly actor: Actor; readonly action: string },
  request: OwnershipRequest,
  reason?: 'declined' | 'cancelled' | 'void' | 'account-deleted',
): Promise<void> {
  const { packageId, account, asker, askedFor, handsOver } = request
  const detail = { newOwner: account.name, asker: asker.name, askedFor: askedFor.name, handsOver, reason }
  await appendAudit(tx, { ...entry, ownerId: askedFor.id, packageId, accountId: account.id, detail })
}
