import type { Account } from '../accounts/account.ts'
import { toAccount } from '../accounts/store.ts'
import type { Db } from '../db/database.ts'

/** A user's wish to become an organization, until the chosen administrator answers. */
export type Transformation = { readonly userId: number; readonly adminId: number; readonly createdAt: Date }

export async function findTransformation(db: Db, userId: number): Promise<Transformation | null> {
  const row = await db.selectFrom('transformations').selectAll().where('user_id', '=', userId).executeTakeFirst()
  return row ? { userId, adminId: row.admin_id, createdAt: new Date(row.created_at) } : null
}

/** One per user: naming somebody else replaces the request. */
export async function putTransformation(tx: Db, wish: Transformation): Promise<void> {
  const row = { admin_id: wish.adminId, created_at: wish.createdAt.getTime() }
  await tx
    .insertInto('transformations')
    .values({ user_id: wish.userId, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
}

export async function deleteTransformation(tx: Db, userId: number): Promise<void> {
  await tx.deleteFrom('transformations').where('user_id', '=', userId).execute()
}

/** The account's own request, and those in which it was chosen. */
export async function deleteTransformationsAbout(tx: Db, accountId: number): Promise<void> {
  await tx
    .deleteFrom('transformations')
    .where((where) => where.or([where('user_id', '=', accountId), where('admin_id', '=', accountId)]))
    .execute()
}

/** The users who chose this one to look after them as an organization, oldest first. */
export async function listTransformationsTo(db: Db, adminId: number): Promise<readonly Account[]> {
  const rows = await db
    .selectFrom('transformations')
    .innerJoin('accounts', 'accounts.id', 'transformations.user_id')
    .selectAll('accounts')
    .where('transformations.admin_id', '=', adminId)
    .orderBy('transformations.created_at')
    .execute()
  return rows.map(toAccount)
}
