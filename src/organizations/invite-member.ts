import type { Account } from '../accounts/account.ts'
import { findRole, listMembers, putMember } from '../accounts/membership-store.ts'
import type { Role } from '../accounts/permissions.ts'
import { findAccountByName, holdAccount } from '../accounts/store.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { deleteInvitation, findInvitation, insertInvitation, updateInvitation } from './invitation-store.ts'
import { queueOrganizationMail } from './mails.ts'
import type { InviteRefusal, ManageRefusal } from './refusal.ts'
import { refuseInvitee } from './rules.ts'
import { takeOrganization } from './take-organization.ts'

type InviteDeps = Pick<Deps, 'config' | 'db' | 'now'>
export type Invite = { readonly organization: string; readonly user: string; readonly role: Role | null }

/**
 * Asks a user to join, with a role. Asking the same person again keeps the open invitation, and raises it when it is for
 * an administrator now. The invitee always gets the mail, the other administrators when they want such mails.
 */
export function inviteMember(
  deps: InviteDeps,
  invite: Invite,
  actor: Actor & { readonly account: Pick<Account, 'id' | 'name'> },
): Promise<Result<{ readonly user: Account }, ManageRefusal | InviteRefusal>> {
  return deps.db.transaction(async (tx) => {
    const taken = await takeOrganization(tx, deps.config, invite.organization, actor, 'manage-members')
    if (!taken.ok) return taken
    const { organization } = taken.value
    const invitee = await findAccountByName(tx, invite.user)
    const present = invitee && (await findRole(tx, organization.id, invitee.id))
    const refusal = refuseInvitee(organization, invite.user, invitee, present)
    if (refusal || !invitee) return fail(refusal ?? { code: 'invitee-unknown', name: invite.user })
    const { role } = invite
    if (role === null) return fail({ code: 'role-missing' })

    const open = await findInvitation(tx, organization.id, invitee.id)
    if (open && (open.role === role || role === 'collaborator')) return ok({ user: invitee })
    const invitation = { organizationId: organization.id, userId: invitee.id, role, invitedBy: actor.account.id }
    if (open) await updateInvitation(tx, invitation)
    else await insertInvitation(tx, { ...invitation, createdAt: deps.now() })
    const entry = { at: deps.now(), actor, accountId: organization.id, detail: { user: invitee.name, role } }
    await appendAudit(tx, { ...entry, action: 'AddOrganizationInvitation' })
    const values = { organization, user: invitee, by: actor.account.name, role }
    await queueOrganizationMail(tx, deps, 'invited', [invitee], values)
    const others = await listMembers(tx, organization.id)
    const told = others.filter((member) => member.role === 'administrator' && member.user.id !== actor.account.id)
    await queueOrganizationMail(
      tx,
      deps,
      'invitation-sent',
      told.map(({ user }) => user),
      values,
    )
    return ok({ user: invitee })
  })
}

/** Takes an open invitation back. */
export function cancelInvitation(
  deps: InviteDeps,
  invite: Pick<Invite, 'organization' | 'user'>,
  actor: Actor,
): Promise<Result<{ readonly user: Account }, ManageRefusal | { readonly code: 'invitation-gone' }>> {
  return deps.db.transaction(async (tx) => {
    const taken = await takeOrganization(tx, deps.config, invite.organization, actor, 'manage-members')
    if (!taken.ok) return taken
    const { organization } = taken.value
    const user = await findAccountByName(tx, invite.user)
    const open = user && (await findInvitation(tx, organization.id, user.id))
    if (!user || !open) return fail({ code: 'invitation-gone' })
    await deleteInvitation(tx, organization.id, user.id)
    const entry = { at: deps.now(), actor, accountId: organization.id, detail: { user: user.name, role: open.role } }
    await appendAudit(tx, { ...entry, action: 'CancelOrganizationInvitation' })
    const by = actor.account?.name ?? null
    await queueOrganizationMail(tx, deps, 'invitation-cancelled', [user], { organization, user, by, role: open.role })
    return ok({ user })
  })
}

/** An operator makes a user a member at once, without asking them. Somebody who is one already keeps their role. */
export function addMember(
  deps: InviteDeps,
  invite: Invite & { readonly role: Role },
  actor: Actor & { readonly through: 'command-line' },
): Promise<Result<{ readonly user: Account }, ManageRefusal | InviteRefusal>> {
  return deps.db.transaction(async (tx) => {
    const taken = await takeOrganization(tx, deps.config, invite.organization, actor, 'manage-members')
    if (!taken.ok) return taken
    const { organization } = taken.value
    const chosen = await findAccountByName(tx, invite.user)
    if (chosen) await holdAccount(tx, chosen.id) // or they are deleted, or become an organization, at the same moment
    const user = await findAccountByName(tx, invite.user)
    const refusal = refuseInvitee(
      organization,
      invite.user,
      user,
      user && (await findRole(tx, organization.id, user.id)),
    )
    if (refusal || !user) return fail(refusal ?? { code: 'invitee-unknown', name: invite.user })
    const { role } = invite
    const addedAt = deps.now()
    await putMember(tx, { organizationId: organization.id, userId: user.id, role, addedAt })
    await deleteInvitation(tx, organization.id, user.id)
    const entry = { at: addedAt, actor, accountId: organization.id, detail: { user: user.name, role } }
    await appendAudit(tx, { ...entry, action: 'AddOrganizationMember' })
    return ok({ user })
  })
}
