import type { Account } from '../accounts/account.ts'
import { findAccountById, holdAccount } from '../accounts/store.ts'
import type { Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import { holdPackage } from '../packages/lifecycle-store.ts'
import { listOwners } from '../packages/owner-store.ts'
import { findPackagesByKey } from '../packages/store.ts'
import { fail, ok, type Result } from '../result.ts'
import { applyOwners, auditRequest, withSearch, type OwnerDeps } from './change-owners.ts'
import { findManagedPackage } from './add-owner.ts'
import { queueCancelledMails, queueDeclinedMail } from './mails.ts'
import { isStillAsked, mayAnswerFor, type OwnerAuthority } from './owner-rights.ts'
import { refuseNewOwner, type OwnerRefusal } from './owner-rules.ts'
import { deleteRequest, findRequest, type OwnershipRequest } from './request-store.ts'

/**
 * Accepts a request in the name of the account asked. Everything is looked at anew: whoever asked must still be allowed
 * to, and there must be room. To those who may not answer for the account, the request does not exist.
 */
export async function acceptRequest(
  deps: OwnerDeps,
  user: Account,
  number: number,
  actor: Actor,
): Promise<Result<OwnershipRequest, OwnerRefusal>> {
  return withSearch<OwnershipRequest, OwnerRefusal>(deps, async (tx, now, committed) => {
    const found = await findAnswerable(tx, user, number)
    if (!found.ok) return found
    const { request, account } = found.value
    const [pkg] = await findPackagesByKey(tx, [request.packageKey])
    if (!pkg) return fail({ code: 'request-gone' })
    if (pkg.lockedAt) return fail({ code: 'package-locked', id: pkg.id })
    if (!(await isStillAsked(tx, request))) return fail({ code: 'request-stale', asker: request.asker.name })
    const owners = await listOwners(tx, pkg.key)
    const refusal = refuseNewOwner({
      id: pkg.id,
      name: account.name,
      account,
      owners,
      leaving: request.handsOver ? 1 : 0,
      maxOwners: deps.config.ownerLimits.owners,
    })
    if (refusal) return fail(refusal)
    const removed = request.handsOver ? (owners.find(({ id }) => id === request.askedFor.id) ?? null) : null
    committed(await applyOwners(tx, deps, { package: pkg, added: account, removed, actor, now }))
    return ok(request)
  })
}

/** Declines it, void or not. */
export async function declineRequest(
  deps: OwnerDeps,
  user: Account,
  number: number,
  actor: Actor,
): Promise<Result<OwnershipRequest, OwnerRefusal>> {
  return deps.db.transaction(async (tx) => {
    const found = await findAnswerable(tx, user, number)
    if (!found.ok) return found
    const { request } = found.value
    await deleteRequest(tx, request.number)
    await auditRequest(tx, { at: deps.now(), actor, action: 'DeleteOwnershipRequest' }, request, 'declined')
    await queueDeclinedMail(tx, deps, request)
    return ok(request)
  })
}

/** Takes a request back, by anybody who may manage the owners of its package. */
export async function cancelRequest(
  deps: OwnerDeps,
  authority: OwnerAuthority,
  number: number,
  actor: Actor,
): Promise<Result<OwnershipRequest, OwnerRefusal>> {
  return deps.db.transaction(async (tx) => {
    const asked = await findRequest(tx, number)
    if (!asked) return fail({ code: 'request-gone' })
    const managed = await findManagedPackage(tx, deps, authority, asked.packageId)
    if (!managed.ok) return managed
    if (!(await deleteRequest(tx, number))) return fail({ code: 'request-gone' })
    await auditRequest(tx, { at: deps.now(), actor, action: 'DeleteOwnershipRequest' }, asked, 'cancelled')
    const account = await findAccountById(tx, asked.account.id)
    if (account) await queueCancelledMails(tx, deps, { request: asked, account })
    return ok(asked)
  })
}

/** The request and the account that it asks, when this user may answer now; its package and the account are held. */
async function findAnswerable(
  tx: Db,
  user: Account,
  number: number,
): Promise<Result<{ readonly request: OwnershipRequest; readonly account: Account }, OwnerRefusal>> {
  const asked = await findRequest(tx, number)
  if (!asked) return fail({ code: 'request-gone' })
  await holdPackage(tx, asked.packageKey)
  await holdAccount(tx, asked.account.id)
  // Only now: somebody else may have answered, or taken a right away, while we waited.
  const request = await findRequest(tx, number)
  const account = await findAccountById(tx, asked.account.id)
  const present = await findAccountById(tx, user.id)
  if (!request || !account || !present || !(await mayAnswerFor(tx, present, account))) {
    return fail({ code: 'request-gone' })
  }
  return ok({ request, account })
}
