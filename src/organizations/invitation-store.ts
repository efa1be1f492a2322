import type { Account } from '../accounts/account.ts'
import type { Role } from '../accounts/permissions.ts'
import { toAccount } from '../accounts/store.ts'
import type { Db } from '../db/database.ts'

/** An open invitation. It has no end: whoever may manage the members can cancel it. */
export type Invitation = {
  readonly organizationId: number
  readonly userId: number
  readonly role: Role
  readonly invitedBy: number
  readonly createdAt: Date
}

/** The open invitation of this user to this organization, or null. */
export async function findInvitation(db: Db, organizationId: number, userId: number): Promise<Invitation | null> {
  const row = await db
    .selectFrom('invitations')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (!row) return null
  return { organizationId, userId, role: row.role, invitedBy: row.invited_by, createdAt: new Date(row.created_at) }
}

export async function insertInvitation(tx: Db, invitation: Invitation): Promise<void> {
  await tx
    .insertInto('invitations')
    .values({
      organization_id: invitation.organizationId,
      user_id: invitation.userId,
      role: invitation.role,
      invited_by: invitation.invitedBy,
      created_at: invitation.createdAt.getTime(),
    })
    .execute()
}

export async function updateInvitation(
  tx: Db,
  { organizationId, userId, role, invitedBy }: Omit<Invitation, 'createdAt'>,
): Promise<void> {
  await tx
    .updateTable('invitations')
    .set({ role, invited_by: invitedBy })
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .execute()
}

export async function deleteInvitation(tx: Db, organizationId: number, userId: number): Promise<void> {
  await tx
    .deleteFrom('invitations')
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .execute()
}

/** The open invitations that this user wrote for the organization end; answers to whom they went. */
export async function deleteInvitationsBy(
  tx: Db,
  organizationId: number,
  inviterId: number,
): Promise<readonly number[]> {
  const rows = await tx
    .deleteFrom('invitations')
    .where('organization_id', '=', organizationId)
    .where('invited_by', '=', inviterId)
    .returning('user_id')
    .execute()
  return rows.map((row) => row.user_id)
}

/** Every invitation to the account, from it, and written by it. */
export async function deleteInvitationsAbout(tx: Db, accountId: number): Promise<void> {
  await tx
    .deleteFrom('invitations')
    .where((where) =>
      where.or([
        where('user_id', '=', accountId),
        where('organization_id', '=', accountId),
        where('invited_by', '=', accountId),
      ]),
    )
    .execute()
}

/** Who is invited to the organization, oldest first. */
export async function listInvitationsOf(
  db: Db,
  organizationId: number,
): Promise<readonly { readonly user: Account; readonly role: Role; readonly createdAt: Date }[]> {
  const rows = await db
    .selectFrom('invitations')
    .innerJoin('accounts', 'accounts.id', 'invitations.user_id')
    .selectAll('accounts')
    .select(['invitations.role', 'invitations.created_at as invited_at'])
    .where('invitations.organization_id', '=', organizationId)
    .orderBy('invitations.id')
    .execute()
  return rows.map((row) => ({ user: toAccount(row), role: row.role, createdAt: new Date(row.invited_at) }))
}

/** Where the user is invited to, oldest first. */
export async function listInvitationsTo(
  db: Db,
  userId: number,
): Promise<readonly { readonly organization: Account; readonly role: Role; readonly createdAt: Date }[]> {
  const rows = await db
    .selectFrom('invitations')
    .innerJoin('accounts', 'accounts.id', 'invitations.organization_id')
    .selectAll('accounts')
    .select(['invitations.role', 'invitations.created_at as invited_at'])
    .where('invitations.user_id', '=', userId)
    .where('accounts.deleted_at', 'is', null)
    .orderBy('invitations.id')
    .execute()
  return rows.map((row) => ({ organization: toAccount(row), role: row.role, createdAt: new Date(row.invited_at) }))
}
