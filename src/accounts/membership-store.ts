import type { Db } from '../db/database.ts'
import type { Account } from './account.ts'
import type { Role } from './permissions.ts'
import { toAccount } from './store.ts'

/** An account that a user acts for, and their role there; null for their own account. */
export type ActingAccount = { readonly account: Account; readonly role: Role | null }

/** A member of an organization. */
export type Member = { readonly user: Account; readonly role: Role; readonly addedAt: Date }

/** The accounts that `user` belongs to, themselves first, then organizations by name. Deleted ones are left out. */
export async function listAccountsToActFor(db: Db, user: Account): Promise<readonly ActingAccount[]> {
  const rows = await db
    .selectFrom('memberships')
    .innerJoin('accounts', 'accounts.id', 'memberships.organization_id')
    .selectAll('accounts')
    .select('memberships.role')
    .where('memberships.user_id', '=', user.id)
    .where('accounts.deleted_at', 'is', null)
    .orderBy('accounts.lower_name')
    .execute()
  return [{ account: user, role: null }, ...rows.map((row) => ({ account: toAccount(row), role: row.role }))]
}

/** The user's role in this organization at this moment; null for no member, and for a user's own account. */
export async function findRole(db: Db, organizationId: number, userId: number): Promise<Role | null> {
  const row = await db
    .selectFrom('memberships')
    .select('role')
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.role ?? null
}

/** Administrators first, then by name. */
export async function listMembers(db: Db, organizationId: number): Promise<readonly Member[]> {
  const rows = await db
    .selectFrom('memberships')
    .innerJoin('accounts', 'accounts.id', 'memberships.user_id')
    .selectAll('accounts')
    .select(['memberships.role', 'memberships.added_at'])
    .where('memberships.organization_id', '=', organizationId)
    .orderBy('memberships.role')
    .orderBy('accounts.lower_name')
    .execute()
  return rows.map((row) => ({ user: toAccount(row), role: row.role, addedAt: new Date(row.added_at) }))
}

/** Adds a member, or gives one that is there another role. */
export async function putMember(
  tx: Db,
  member: { readonly organizationId: number; readonly userId: number; readonly role: Role; readonly addedAt: Date },
): Promise<void> {
  await tx
    .insertInto('memberships')
    .values({
      organization_id: member.organizationId,
      user_id: member.userId,
      role: member.role,
      added_at: member.addedAt.getTime(),
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'user_id']).doUpdateSet({ role: member.role }))
    .execute()
}

export async function deleteMember(tx: Db, organizationId: number, userId: number): Promise<void> {
  await tx
    .deleteFrom('memberships')
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .execute()
}

/** Ends every membership of a user, and every membership in an organization. */
export async function deleteMembershipsOf(tx: Db, accountId: number): Promise<void> {
  await tx
    .deleteFrom('memberships')
    .where((where) => where.or([where('user_id', '=', accountId), where('organization_id', '=', accountId)]))
    .execute()
}

/** How many members each of these organizations has. */
export async function countMembers(db: Db, organizationIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (organizationIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('memberships')
    .select((select) => ['organization_id', select.fn.countAll<number>().as('count')])
    .where('organization_id', 'in', organizationIds)
    .groupBy('organization_id')
    .execute()
  return new Map(rows.map((row) => [row.organization_id, Number(row.count)]))
}
