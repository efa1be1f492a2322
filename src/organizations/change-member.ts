import type { Account } from '../accounts/account.ts'
import { deleteMember, listMembers, putMember, type Member } from '../accounts/membership-store.ts'
import type { Role } from '../accounts/permissions.ts'
import { findAccountByName, holdAccount } from '../accounts/store.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { deleteInvitationsBy } from './invitation-store.ts'
import { queueOrganizationMail } from './mails.ts'
import type { ManageRefusal, MemberRefusal } from './refusal.ts'
import { refuseLastAdministrator } from './rules.ts'
import { findOrganization, takeOrganization } from './take-organization.ts'

type ChangeDeps = Pick<Deps, 'config' | 'db' | 'now'>
type MemberNamed = { readonly organization: string; readonly user: string }
export type ChangedMember = { readonly organization: Account; readonly user: Account; readonly role: Role }
export type Changed = Result<ChangedMember, ManageRefusal | MemberRefusal>

/** Gives a member another role, from this moment on. The last administrator stays one. */
export function changeMemberRole(
  deps: ChangeDeps,
  change: MemberNamed & { readonly role: Role },
  actor: Actor,
): Promise<Changed> {
  return deps.db.transaction(async (tx) => {
    const taken = await takeOrganization(tx, deps.config, change.organization, actor, 'manage-members')
    if (!taken.ok) return taken
    const { organization } = taken.value
    const found = await findMember(tx, organization, change.user)
    if (!found.ok) return found
    const { member, members } = found.value
    const { user } = member
    const { role } = change
    if (member.role === role) return ok({ organization, user, role })
    const last = role === 'administrator' ? null : refuseLastAdministrator(organization, members, user.id)
    if (last) return fail(last)
    await putMember(tx, { organizationId: organization.id, userId: user.id, role, addedAt: member.addedAt })
    if (role !== 'administrator') await deleteInvitationsBy(tx, organization.id, user.id)
    const detail = { user: user.name, role, oldRole: member.role }
    const entry = { at: deps.now(), actor, accountId: organization.id, detail }
    await appendAudit(tx, { ...entry, action: 'UpdateOrganizationMember' })
    const values = { organization, user, by: nameOf(actor), role }
    await queueOrganizationMail(tx, deps, 'member-changed', told(organization, user, actor), values)
    return ok({ organization, user, role })
  })
}

/** Takes a member out: keys that act for the organization stop with this commit. The last administrator stays. */
export function removeMember(deps: ChangeDeps, named: MemberNamed, actor: Actor): Promise<Changed> {
  return deps.db.transaction(async (tx) => {
    const taken = await takeOrganization(tx, deps.config, named.organization, actor, 'manage-members')
    if (!taken.ok) return taken
    return endMembership(tx, deps, taken.value.organization, named.user, actor)
  })
}

/** Any member may go, locked or not, as long as an administrator remains. */
export function leaveOrganization(
  deps: ChangeDeps,
  user: Account,
  organizationName: string,
  actor: Actor,
): Promise<Changed> {
  return deps.db.transaction(async (tx) => {
    const organization = await findOrganization(tx, organizationName)
    if (!organization) return fail({ code: 'organization-unknown', name: organizationName })
    await holdAccount(tx, organization.id)
    const left = await endMembership(tx, deps, organization, user.name, actor)
    if (left.ok || left.error.code !== 'not-member') return left
    return fail({ code: 'organization-unknown', name: organizationName }) // a stranger learns nothing
  })
}

async function endMembership(
  tx: Db,
  deps: ChangeDeps,
  organization: Account,
  userName: string,
  actor: Actor,
): Promise<Result<ChangedMember, MemberRefusal>> {
  const found = await findMember(tx, organization, userName)
  if (!found.ok) return found
  const { user, role } = found.value.member
  const last = role === 'administrator' ? refuseLastAdministrator(organization, found.value.members, user.id) : null
  if (last) return fail(last)
  await deleteMember(tx, organization.id, user.id)
  // Or somebody who is sent away could come back by an invitation to an account of their own.
  const endedInvitations = await deleteInvitationsBy(tx, organization.id, user.id)
  const detail = { user: user.name, role, endedInvitations: endedInvitations.length }
  const entry = { at: deps.now(), actor, accountId: organization.id, detail }
  await appendAudit(tx, { ...entry, action: 'RemoveOrganizationMember' })
  const kind = actor.account?.id === user.id ? 'member-left' : 'member-removed'
  const values = { organization, user, by: nameOf(actor), role }
  await queueOrganizationMail(tx, deps, kind, told(organization, user, actor), values)
  return ok({ organization, user, role })
}

async function findMember(
  tx: Db,
  organization: Account,
  userName: string,
): Promise<Result<{ readonly member: Member; readonly members: readonly Member[] }, MemberRefusal>> {
  const members = await listMembers(tx, organization.id)
  const user = await findAccountByName(tx, userName)
  const member = members.find((one) => one.user.id === user?.id)
  if (!member) return fail({ code: 'not-member', name: userName, organization: organization.name })
  return ok({ member, members })
}

/** The organization's own address, and the person, unless they did it themselves. */
function told(organization: Account, user: Account, actor: Actor): readonly Account[] {
  return actor.account?.id === user.id ? [organization] : [organization, user]
}

function nameOf(actor: Actor): string | null {
  return actor.account?.name ?? null
}
