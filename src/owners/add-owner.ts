import type { Account } from '../accounts/account.ts'
import { takeAccountByName } from '../accounts/store.ts'
import type { Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { listOwners } from '../packages/owner-store.ts'
import type { Package } from '../packages/package.ts'
import { takePackage } from '../packages/store.ts'
import { fail, ok, type Result } from '../result.ts'
import { applyOwners, auditRequest, dropVoidRequests, withSearch, type OwnerDeps } from './change-owners.ts'
import { queueAnnouncedMails, queueRequestMails } from './mails.ts'
import { findOwnerManager, mayAnswerFor, type OwnerAuthority, type OwnerManager } from './owner-rights.ts'
import { refuseNewOwner, type OwnerRefusal } from './owner-rules.ts'
import { findRequest, insertRequest, listRequestsOfPackage, type OwnershipRequest } from './request-store.ts'

export type NewOwner = {
  readonly id: string
  readonly name: string
  /** What the asker writes to the account asked. */
  readonly message: string | null
  /** Name of the owner that goes when the new one comes; null when all stay. */
  readonly handOverFrom: string | null
}

export type AddedOwner =
  | { readonly kind: 'added'; readonly id: string; readonly name: string }
  | { readonly kind: 'requested'; readonly request: OwnershipRequest; readonly isNew: boolean }

/**
 * Makes an account an owner, or asks it to become one. At once when whoever adds may also accept for it, and when an
 * administrator of this gallery gives the package to somebody; otherwise there is one open request for each account.
 */
export async function addOwner(
  deps: OwnerDeps,
  authority: OwnerAuthority,
  wanted: NewOwner,
  actor: Actor,
): Promise<Result<AddedOwner, OwnerRefusal>> {
  return withSearch<AddedOwner, OwnerRefusal>(deps, async (tx, now, committed) => {
    const found = await findManagedPackage(tx, deps, authority, wanted.id)
    if (!found.ok) return found
    const { pkg, manager } = found.value
    await dropVoidRequests(tx, pkg.key, actor, now)
    const decided = await decide(tx, deps, { pkg, manager }, wanted)
    if (!decided.ok) return decided
    const { account, leaving } = decided.value
    const isGift = manager.managed.length === 0
    if (isGift || (manager.user && (await mayAnswerFor(tx, manager.user, account)))) {
      committed(await applyOwners(tx, deps, { package: pkg, added: account, removed: leaving, actor, now }))
      return ok({ kind: 'added', id: pkg.id, name: account.name })
    }
    return askForOwner(tx, deps, { pkg, manager, account, leaving, message: wanted.message, actor, now })
  })
}

/** The package held until the transaction ends, and who manages it, when its owners may be changed by this authority. */
export async function findManagedPackage(
  tx: Db,
  deps: Pick<OwnerDeps, 'config'>,
  authority: OwnerAuthority,
  id: string,
): Promise<Result<{ readonly pkg: Package; readonly manager: OwnerManager }, OwnerRefusal>> {
  const pkg = await takePackage(tx, toLowerId(id))
  if (!pkg) return fail({ code: 'package-unknown', id })
  const manager = await findOwnerManager(tx, deps.config, authority, pkg)
  if (!manager.ok) return manager
  if (pkg.lockedAt && !manager.value.isAdministrator) return fail({ code: 'package-locked', id: pkg.id })
  return ok({ pkg, manager: manager.value })
}

async function decide(
  tx: Db,
  { config: { ownerLimits } }: OwnerDeps,
  { pkg, manager }: { readonly pkg: Package; readonly manager: OwnerManager },
  { name, message, handOverFrom }: NewOwner,
): Promise<Result<{ readonly account: Account; readonly leaving: Account | null }, OwnerRefusal>> {
  if ((message?.length ?? 0) > ownerLimits.messageLength) {
    return fail({ code: 'message-too-long', limit: ownerLimits.messageLength })
  }
  const owners = await listOwners(tx, pkg.key)
  const mayGo = manager.isAdministrator ? owners : manager.managed
  const leaving = mayGo.find((owner) => owner.name.toLowerCase() === handOverFrom?.toLowerCase()) ?? null
  if (handOverFrom !== null && !leaving) return fail({ code: 'not-an-owner', name: handOverFrom, id: pkg.id })
  const account = name === '' ? null : await takeAccountByName(tx, name)
  const refusal = refuseNewOwner({
    id: pkg.id,
    name,
    account,
    owners,
    leaving: leaving ? 1 : 0,
    maxOwners: ownerLimits.owners,
  })
  if (refusal) return fail(refusal)
  return account ? ok({ account, leaving }) : fail({ code: 'new-owner-unknown', name })
}

type Asking = {
  readonly pkg: Package
  readonly manager: OwnerManager
  readonly account: Account
  readonly leaving: Account | null
  readonly message: string | null
  readonly actor: Actor
  readonly now: Date
}

async function askForOwner(tx: Db, deps: OwnerDeps, asking: Asking): Promise<Result<AddedOwner, OwnerRefusal>> {
  const { pkg, manager, account, leaving, message, actor, now } = asking
  const open = await listRequestsOfPackage(tx, pkg.key)
  const same = open.find((request) => request.account.id === account.id)
  if (same) return ok({ kind: 'requested', request: same, isNew: false })
  const limit = deps.config.ownerLimits.requests
  if (open.length >= limit) return fail({ code: 'too-many-requests', limit })
  const askedFor = leaving ?? manager.managed[0]
  if (!manager.user || !askedFor) throw new Error('nobody asks')
  const number = await insertRequest(tx, {
    packageKey: pkg.key,
    accountId: account.id,
    requestedBy: manager.user.id,
    requestedFor: askedFor.id,
    handsOver: leaving !== null,
    message,
    createdAt: now,
  })
  const request = await findRequest(tx, number)
  if (!request) throw new Error('the request vanished while it was made')
  await auditRequest(tx, { at: now, actor, action: 'AddOwnershipRequest' }, request)
  await queueRequestMails(tx, deps, { request, account, asker: manager.user })
  await queueAnnouncedMails(tx, deps, { request, owners: await listOwners(tx, pkg.key) })
  return ok({ kind: 'requested', request, isNew: true })
}
