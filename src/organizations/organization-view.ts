import type { Account } from '../accounts/account.ts'
import { countMembers, findRole, listAccountsToActFor, listMembers, type Member } from '../accounts/membership-store.ts'
import { mayActAs, maySiteAdministrator, type Role } from '../accounts/permissions.ts'
import { findAccountById } from '../accounts/store.ts'
import type { Db } from '../db/database.ts'
import { listOrganizationKeys, type OrganizationKey } from '../keys/key-view.ts'
import { countPackagesOwnedBy } from '../packages/owner-store.ts'
import { fail, ok, type Result } from '../result.ts'
import { listInvitationsOf, listInvitationsTo } from './invitation-store.ts'
import type { ManageRefusal } from './refusal.ts'
import { refuseManaging } from './rules.ts'
import { findTransformation, listTransformationsTo } from './transformation-store.ts'
import { findOrganization } from './take-organization.ts'

/** An organization on the page of those who may see it from inside. */
export type OrganizationView = {
  readonly organization: Account
  readonly members: readonly Member[]
  readonly invitations: Awaited<ReturnType<typeof listInvitationsOf>>
  readonly packageCount: number
  /** Every key that acts for it; null for those who may not see them. */
  readonly keys: readonly OrganizationKey[] | null
  /** The reader's membership; null for an administrator of the gallery who is no member. */
  readonly role: Role | null
  readonly mayManageAccount: boolean
  readonly mayManageMembers: boolean
  /** Why the reader may change nothing now, when it is not their role. */
  readonly blocked: ManageRefusal | null
}

/** Members see it even while they are locked or lack the two-factor sign-in that it asks for; to strangers it is unknown. */
export async function viewOrganization(
  db: Db,
  name: string,
  reader: Account,
  now: Date,
): Promise<Result<OrganizationView, ManageRefusal>> {
  const organization = await findOrganization(db, name)
  const role = organization && (await findRole(db, organization.id, reader.id))
  const isSiteAdministrator = reader.isAdmin && maySiteAdministrator('view-account')
  if (!organization || !(isSiteAdministrator || (role !== null && mayActAs('view-account', role)))) {
    return fail({ code: 'organization-unknown', name })
  }
  const refusal = refuseManaging(reader, organization, role, 'manage-members')
  const isBlocked = refusal !== null && refusal.code !== 'not-organization-administrator'
  return ok({
    organization,
    members: await listMembers(db, organization.id),
    invitations: refusal ? [] : await listInvitationsOf(db, organization.id),
    packageCount: (await countPackagesOwnedBy(db, [organization.id])).get(organization.id) ?? 0,
    keys: refusal ? null : await listOrganizationKeys(db, organization, now),
    role,
    mayManageAccount: refuseManaging(reader, organization, role, 'manage-account') === null,
    mayManageMembers: refusal === null,
    blocked: isBlocked ? refusal : null,
  })
}

/** What the list of a user's organizations shows. */
export type OrganizationsView = {
  readonly organizations: readonly {
    readonly organization: Account
    readonly role: Role
    readonly memberCount: number
    readonly packageCount: number
  }[]
  readonly invitations: Awaited<ReturnType<typeof listInvitationsTo>>
  /** Users who are to become organizations, with this one as administrator. */
  readonly transformations: readonly Account[]
  /** Whom the user asked to look after them as an organization; null when they did not. */
  readonly chosenAdministrator: string | null
}

export async function viewOrganizations(db: Db, user: Account): Promise<OrganizationsView> {
  const acting = (await listAccountsToActFor(db, user)).flatMap(({ account, role }) =>
    role === null ? [] : [{ organization: account, role }],
  )
  const ids = acting.map(({ organization }) => organization.id)
  const members = await countMembers(db, ids)
  const packages = await countPackagesOwnedBy(db, ids)
  const organizations = acting.map(({ organization, role }) => {
    const memberCount = members.get(organization.id) ?? 0
    return { organization, role, memberCount, packageCount: packages.get(organization.id) ?? 0 }
  })
  const wish = await findTransformation(db, user.id)
  return {
    organizations,
    invitations: await listInvitationsTo(db, user.id),
    transformations: await listTransformationsTo(db, user.id),
    chosenAdministrator: wish && ((await findAccountById(db, wish.adminId))?.name ?? null),
  }
}
