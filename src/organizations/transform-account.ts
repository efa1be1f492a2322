import type { Account } from '../accounts/account.ts'
import { listAccountsToActFor, putMember } from '../accounts/membership-store.ts'
import { deleteDevicesOf } from '../accounts/known-device-store.ts'
import { deleteSessionsOf } from '../accounts/session-store.ts'
import { clearSignInFailures } from '../accounts/sign-in-failure-store.ts'
import {
  countHeldAdministrators,
  findAccountById,
  findAccountByName,
  holdAccount,
  holdAccounts,
  turnIntoOrganization,
} from '../accounts/store.ts'
import { deleteTokensOf } from '../accounts/token-store.ts'
import { deleteFactors } from '../accounts/two-factor-store.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { moveKeysToAdministrator } from '../keys/store.ts'
import { fail, ok, type Result } from '../result.ts'
import { deleteInvitationsAbout, listInvitationsTo } from './invitation-store.ts'
import type { InviteRefusal, TransformRefusal } from './refusal.ts'
import { queueTransformMail } from './transform-mails.ts'
import {
  deleteTransformation,
  deleteTransformationsAbout,
  findTransformation,
  putTransformation,
} from './transformation-store.ts'

type TransformDeps = Pick<Deps, 'config' | 'db' | 'now'>
type Refused = TransformRefusal | InviteRefusal | { readonly code: 'user-locked' }

/**
 * A user wants to become an organization (gallery.md §6.3) that `administratorName` will look after. Nothing changes until
 * that user accepts; every session of the asking user ends, so that nobody goes on unaware.
 */
export function requestTransformation(
  deps: TransformDeps,
  user: Account,
  administratorName: string,
  actor: Actor,
): Promise<Result<{ readonly administrator: Account }, Refused>> {
  return deps.db.transaction(async (tx) => {
    await holdAccount(tx, user.id)
    const refusal = await refuseTransforming(tx, user.id)
    if (refusal) return fail(refusal)
    const administrator = await findAccountByName(tx, administratorName)
    const unfit = refuseAdministrator(user, administratorName, administrator)
    if (unfit || !administrator) return fail(unfit ?? { code: 'transformation-gone' })
    const now = deps.now()
    await putTransformation(tx, { userId: user.id, adminId: administrator.id, createdAt: now })
    await deleteSessionsOf(tx, user.id, null)
    const detail = { administrator: administrator.name }
    await appendAudit(tx, { at: now, actor, action: 'RequestTransformation', accountId: user.id, detail })
    await queueTransformMail(tx, deps, 'requested', administrator, { user, administrator })
    await queueTransformMail(tx, deps, 'initiated', user, { user, administrator })
    return ok({ administrator })
  })
}

/** The asking user takes it back. */
export function cancelTransformation(
  deps: TransformDeps,
  user: Account,
  actor: Actor,
): Promise<Result<void, TransformRefusal>> {
  return deps.db.transaction(async (tx) => {
    await holdAccount(tx, user.id)
    const wish = await findTransformation(tx, user.id)
    const administrator = wish && (await findAccountById(tx, wish.adminId))
    if (!administrator) return fail({ code: 'transformation-gone' })
    await deleteTransformation(tx, user.id)
    await appendAudit(tx, { at: deps.now(), actor, action: 'CancelTransformation', accountId: user.id })
    await queueTransformMail(tx, deps, 'cancelled', administrator, { user, administrator })
    return ok()
  })
}

/** The chosen administrator does not want to. */
export function rejectTransformation(
  deps: TransformDeps,
  administrator: Account,
  userName: string,
  actor: Actor,
): Promise<Result<{ readonly user: Account }, TransformRefusal>> {
  return deps.db.transaction(async (tx) => {
    const user = await takeWish(tx, administrator, userName)
    if (!user) return fail({ code: 'transformation-gone' })
    await deleteTransformation(tx, user.id)
    await appendAudit(tx, { at: deps.now(), actor, action: 'RejectTransformation', accountId: user.id })
    await queueTransformMail(tx, deps, 'rejected', user, { user, administrator })
    return ok({ user })
  })
}

/**
 * The account becomes an organization, with the accepting user as its administrator. Packages stay; keys that acted for the
 * account act for the organization, as keys of the administrator; password, second factors and sessions are gone.
 */
export function acceptTransformation(
  deps: TransformDeps,
  administrator: Account,
  userName: string,
  actor: Actor,
): Promise<Result<{ readonly organization: Account }, Refused>> {
  return deps.db.transaction(async (tx) => {
    const user = await takeWish(tx, administrator, userName)
    if (!user) return fail({ code: 'transformation-gone' })
    const present = await findAccountById(tx, administrator.id)
    if (present?.lockedAt) return fail({ code: 'user-locked' })
    const refusal = (await refuseTransforming(tx, user.id)) ?? refuseAdministrator(user, administrator.name, present)
    return refusal ? fail(refusal) : ok({ organization: await transform(tx, deps, user, administrator, actor) })
  })
}

/** An operator makes a user an organization at once, without asking either of them; both get the mail. */
export function transformAccount(
  deps: TransformDeps,
  names: { readonly user: string; readonly administrator: string },
  actor: Actor & { readonly through: 'command-line' },
): Promise<
  Result<{ readonly organization: Account }, Refused | { readonly code: 'creator-unknown'; readonly name: string }>
> {
  return deps.db.transaction(async (tx) => {
    const user = await findAccountByName(tx, names.user)
    if (!user || user.deletedAt || user.kind === 'organization') {
      return fail({ code: 'creator-unknown', name: names.user } as const)
    }
    const chosen = await findAccountByName(tx, names.administrator)
    await holdAccounts(tx, chosen ? [user.id, chosen.id] : [user.id])
    const administrator = await findAccountByName(tx, names.administrator)
    if (administrator?.lockedAt) return fail({ code: 'user-locked' } as const)
    const refusal =
      (await refuseTransforming(tx, user.id)) ?? refuseAdministrator(user, names.administrator, administrator)
    if (refusal || !administrator) return fail(refusal ?? ({ code: 'transformation-gone' } as const))
    const organization = await transform(tx, deps, user, administrator, actor)
    await queueTransformMail(tx, deps, 'accepted', administrator, { user, administrator })
    return ok({ organization })
  })
}

/** The change itself, once it is known that the account may and that it is held. */
async function transform(
  tx: Db,
  deps: TransformDeps,
  user: Account,
  administrator: Account,
  actor: Actor,
): Promise<Account> {
  const now = deps.now()
  await moveKeysToAdministrator(tx, user.id, administrator.id)
  await turnIntoOrganization(tx, user.id)
  await deleteSessionsOf(tx, user.id, null)
  await deleteTokensOf(tx, user.id)
  await deleteFactors(tx, user.id)
  await deleteDevicesOf(tx, user.id)
  await clearSignInFailures(tx, user.id)
  await deleteInvitationsAbout(tx, user.id)
  await deleteTransformationsAbout(tx, user.id)
  const membership = { organizationId: user.id, userId: administrator.id, addedAt: now }
  await putMember(tx, { ...membership, role: 'administrator' })
  const detail = { administrator: administrator.name }
  await appendAudit(tx, { at: now, actor, action: 'TransformOrganization', accountId: user.id, detail })
  await queueTransformMail(tx, deps, 'accepted', user, { user, administrator })
  const organization = await findAccountById(tx, user.id)
  if (!organization) throw new Error('the account vanished while it became an organization')
  return organization
}

/** The same, with both held until the transaction ends: only one answer counts. */
async function takeWish(tx: Db, administrator: Account, userName: string): Promise<Account | null> {
  const user = await findWish(tx, administrator, userName)
  if (!user) return null
  await holdAccounts(tx, [user.id, administrator.id])
  return findWish(tx, administrator, userName)
}

/** The living user of this name who chose `administrator`, or null. */
async function findWish(tx: Db, administrator: Account, userName: string): Promise<Account | null> {
  const user = await findAccountByName(tx, userName)
  const wish = user && (await findTransformation(tx, user.id))
  return user && !user.deletedAt && wish?.adminId === administrator.id ? user : null
}

/** What must be true of the account, when it is asked and once more when it is done. */
async function refuseTransforming(tx: Db, userId: number): Promise<Refused | null> {
  const user = await findAccountById(tx, userId)
  if (!user || user.deletedAt || user.kind === 'organization') return { code: 'transformation-gone' }
  if (user.lockedAt) return { code: 'user-locked' }
  if (user.email === null) return { code: 'transform-needs-confirmed' }
  if ((await listAccountsToActFor(tx, user)).length > 1) return { code: 'transform-has-memberships' }
  if ((await listInvitationsTo(tx, user.id)).length > 0) return { code: 'transform-has-invitations' }
  const isLast = user.isAdmin && (await countHeldAdministrators(tx)) <= 1
  return isLast ? { code: 'transform-last-site-administrator' } : null
}

function refuseAdministrator(user: Account, name: string, administrator: Account | null): Refused | null {
  if (name === '' || administrator?.id === user.id) return { code: 'transform-needs-other-administrator' }
  if (name.includes('@')) return { code: 'invitee-is-email' }
  if (!administrator || administrator.deletedAt) return { code: 'invitee-unknown', name }
  if (administrator.kind === 'organization') return { code: 'invitee-is-organization', name: administrator.name }
  return administrator.email === null ? { code: 'invitee-unconfirmed', name: administrator.name } : null
}
