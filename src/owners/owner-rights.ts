import type { Account } from '../accounts/account.ts'
import { findActingUser } from '../accounts/acting-user.ts'
import { findRole, listAccountsToActFor } from '../accounts/membership-store.ts'
import { maySiteAdministrator, refuseActingFor, type Action } from '../accounts/permissions.ts'
import { findAccountById } from '../accounts/store.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/database.ts'
import { isOwner } from '../packages/owner-store.ts'
import type { Package } from '../packages/package.ts'
import { fail, ok, type Result } from '../result.ts'
import type { OwnerRefusal } from './owner-rules.ts'
import type { OwnershipRequest } from './request-store.ts'

/** With what right somebody changes owners: as a signed-in user, or as the operator, whom nothing stops. */
export type OwnerAuthority =
  { readonly kind: 'user'; readonly user: Pick<Account, 'id' | 'name'> } | { readonly kind: 'administrator' }

/** Somebody who may change the owners of a package at this moment. */
export type OwnerManager = {
  /** The user as they are now; null for the operator. */
  readonly user: Account | null
  /** The owners that they may act for; none for administrators of the gallery who own nothing of it. */
  readonly managed: readonly Account[]
  readonly isAdministrator: boolean
}

/** Who may manage the owners of this package, when it is this authority. Rights are looked up anew each time. */
export async function findOwnerManager(
  db: Db,
  config: Pick<Config, 'adminPages'>,
  authority: OwnerAuthority,
  pkg: Pick<Package, 'key' | 'id'>,
): Promise<Result<OwnerManager, OwnerRefusal>> {
  if (authority.kind === 'administrator') return ok({ user: null, managed: [], isAdministrator: true })
  const user = await findActingUser(db, config, authority.user.id)
  if (!user) return fail({ code: 'user-deleted', user: authority.user.name })
  const refusal = refuseActingFor(user, user, null, 'manage-owners')
  if (refusal) return fail(refusal)

  const owning = []
  for (const acting of await listAccountsToActFor(db, user)) {
    if (await isOwner(db, pkg.key, acting.account.id)) owning.push(acting)
  }
  const refusals = owning.map(({ account, role }) => refuseActingFor(user, account, role, 'manage-owners'))
  const managed = owning.filter((_, i) => refusals[i] === null).map(({ account }) => account)
  const isAdministrator = user.isAdmin && maySiteAdministrator('manage-owners')
  if (managed.length > 0 || isAdministrator) return ok({ user, managed, isAdministrator })
  // A member who lacks only the second factor, or whose organization is locked, shall read that.
  const cause = refusals.find((own) => own !== null && own.code !== 'not-acting-for-owner')
  return fail(cause ?? { code: 'owners-not-yours', id: pkg.id })
}

/** Whether this user may answer for `account` now: themselves, or as an administrator of the organization. */
export async function mayAnswerFor(db: Db, user: Account, account: Account): Promise<boolean> {
  const role = await findRole(db, account.id, user.id)
  return refuseActingFor(user, account, role, 'answer-ownership-request') === null
}

/** The accounts that this user may do `action` for now. */
export async function listAccountsFor(db: Db, user: Account, action: Action): Promise<readonly Account[]> {
  const acting = await listAccountsToActFor(db, user)
  return acting
    .filter(({ account, role }) => !refuseActingFor(user, account, role, action))
    .map(({ account }) => account)
}

/**
 * Whether whoever asked could still ask: the owner in whose name they did is one, and they may still manage owners for it.
 * Otherwise the request is void, and so is every link to it.
 */
export async function isStillAsked(db: Db, request: OwnershipRequest): Promise<boolean> {
  const [asker, askedFor] = [
    await findAccountById(db, request.asker.id),
    await findAccountById(db, request.askedFor.id),
  ]
  if (!asker || !askedFor || !(await isOwner(db, request.packageKey, askedFor.id))) return false
  return refuseActingFor(asker, askedFor, await findRole(db, askedFor.id, asker.id), 'manage-owners') === null
}

/** Those of the requests that are not void. */
export async function onlyStillAsked(
  db: Db,
  requests: readonly OwnershipRequest[],
): Promise<readonly OwnershipRequest[]> {
  const open = []
  for (const request of requests) if (await isStillAsked(db, request)) open.push(request)
  return open
}
