import { listMembers, putMember } from '../accounts/membership-store.ts'
import { findAccountById, holdAccounts } from '../accounts/store.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { deleteInvitation, findInvitation } from './invitation-store.ts'
import { queueOrganizationMail } from './mails.ts'
import { findOrganization } from './take-organization.ts'

export type AnswerRefusal = { readonly code: 'invitation-gone' } | { readonly code: 'user-locked' }

/** The invited user joins, with the role of the invitation. A locked user cannot, but may decline. */
export function acceptInvitation(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  user: Account,
  organizationName: string,
  actor: Actor,
): Promise<Result<{ readonly organization: Account }, AnswerRefusal>> {
  return answer(deps, user, organizationName, actor, true)
}

/** The invited user does not join. */
export function declineInvitation(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  user: Account,
  organizationName: string,
  actor: Actor,
): Promise<Result<{ readonly organization: Account }, AnswerRefusal>> {
  return answer(deps, user, organizationName, actor, false)
}

function answer(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  user: Account,
  organizationName: string,
  actor: Actor,
  isAccepted: boolean,
): Promise<Result<{ readonly organization: Account }, AnswerRefusal>> {
  return deps.db.transaction(async (tx) => {
    const organization = await findOrganization(tx, organizationName)
    if (!organization) return fail({ code: 'invitation-gone' })
    await holdAccounts(tx, [organization.id, user.id])
    if (!(await findOrganization(tx, organizationName))) return fail({ code: 'invitation-gone' })
    const present = await findAccountById(tx, user.id)
    const invitation = await findInvitation(tx, organization.id, user.id)
    if (!invitation || !present || present.deletedAt || present.kind === 'organization') {
      return fail({ code: 'invitation-gone' })
    }
    if (isAccepted && present.lockedAt) return fail({ code: 'user-locked' })
    const { role } = invitation
    const administrators = (await listMembers(tx, organization.id)).filter((member) => member.role === 'administrator')
    const now = deps.now()
    await deleteInvitation(tx, organization.id, user.id)
    if (isAccepted) await putMember(tx, { organizationId: organization.id, userId: user.id, role, addedAt: now })
    const action = isAccepted ? 'AddOrganizationMember' : 'DeclineOrganizationInvitation'
    await appendAudit(tx, { at: now, actor, action, accountId: organization.id, detail: { user: user.name, role } })
    const mail = isAccepted ? 'invitation-accepted' : 'invitation-declined'
    const told = administrators.map((member) => member.user)
    await queueOrganizationMail(tx, deps, mail, told, { organization, user: present, by: user.name, role })
    return ok({ organization })
  })
}
