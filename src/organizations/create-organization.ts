import type { Account } from '../accounts/account.ts'
import { withSwitches } from '../accounts/acting-user.ts'
import { parseAccountName } from '../accounts/account-name.ts'
import { queueConfirmation } from '../accounts/confirm-email.ts'
import { parseEmailAddress } from '../accounts/email-address.ts'
import { listAccountsToActFor, putMember } from '../accounts/membership-store.ts'
import { refuseTakenEmail, refuseTakenName } from '../accounts/new-user.ts'
import { findAccountByName, holdAccount, insertOrganization } from '../accounts/store.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import { isUniqueViolation, type Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { OrganizationRefusal } from './refusal.ts'

export type NewOrganization = {
  readonly name: string
  readonly email: string
  /** The user who becomes its administrator. */
  readonly administrator: string
}

/**
 * Makes an organization, whose name comes from the same space as those of users. Its address is confirmed by its
 * administrator through a mailed link; it counts at once where no mail can be sent, and on the command line.
 */
export async function createOrganization(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  fields: NewOrganization,
  actor: Actor,
): Promise<Result<Account, readonly OrganizationRefusal[]>> {
  const attempt = () =>
    deps.db.transaction(async (tx) => {
      const checked = await checkFields(tx, fields)
      if (!checked.ok) return checked
      const { name, email, administrator } = checked.value
      const many =
        actor.through === 'command-line'
          ? null
          : await refuseAnother(tx, withSwitches(administrator, deps.config), deps.config.maxOrganizationsPerUser)
      if (many) return fail([many])
      const createdAt = deps.now()
      const isEmailConfirmed = deps.config.smtpUrl === null || actor.through === 'command-line'
      const { language } = administrator
      const organization = await insertOrganization(tx, { name, email, isEmailConfirmed, language, createdAt })
      const membership = { organizationId: organization.id, userId: administrator.id, addedAt: createdAt }
      await putMember(tx, { ...membership, role: 'administrator' })
      const detail = { administrator: administrator.name, email }
      await appendAudit(tx, { at: createdAt, actor, action: 'AddOrganization', accountId: organization.id, detail })
      if (!isEmailConfirmed) await queueConfirmation(tx, deps, organization, null)
      return ok(organization)
    })
  try {
    return await attempt()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return attempt() // somebody took the name or the address meanwhile: the fields say so now
  }
}

/**
 * Says that this user administers as many organizations as one may, or null. The user is held, so that two that are made at
 * once are counted one after the other. Administrators of the gallery make as many as they like, as its operators do.
 */
async function refuseAnother(tx: Db, user: Account, limit: number): Promise<OrganizationRefusal | null> {
  if (user.isAdmin) return null
  await holdAccount(tx, user.id)
  const administered = (await listAccountsToActFor(tx, user)).filter(({ role }) => role === 'administrator')
  return administered.length >= limit ? { code: 'too-many-organizations', limit } : null
}

async function checkFields(
  tx: Db,
  fields: NewOrganization,
): Promise<
  Result<
    { readonly name: string; readonly email: string; readonly administrator: Account },
    readonly OrganizationRefusal[]
  >
> {
  const chosen = await findAccountByName(tx, fields.administrator)
  if (chosen) await holdAccount(tx, chosen.id) // or they are deleted, or become an organization, at the same moment
  const administrator = await findAccountByName(tx, fields.administrator)
  const creator = refuseCreator(administrator, fields.administrator)
  const name = parseAccountName(fields.name)
  const email = parseEmailAddress(fields.email)
  const refusals = [
    creator,
    name.ok ? await refuseTakenName(tx, name.value) : name.error,
    email.ok ? await refuseTakenEmail(tx, email.value) : email.error,
  ].filter((refusal) => refusal !== null)
  if (refusals.length > 0 || !administrator || !name.ok || !email.ok) return fail(refusals)
  return ok({ name: name.value, email: email.value, administrator })
}

function refuseCreator(user: Account | null, name: string): OrganizationRefusal | null {
  if (!user || user.deletedAt || user.kind === 'organization') return { code: 'creator-unknown', name }
  if (user.lockedAt) return { code: 'user-locked' }
  return user.email === null ? { code: 'creator-unconfirmed' } : null
}
