import type { Db } from '../db/database.ts'

/** The account's wish to become an organization, and those in which it was chosen. */
export async function deleteTransformationsAbout(tx: Db, accountId: number): Promise<void> {
  await tx
    .deleteFrom('transformations')
    .where((where) => where.or([where('user_id', '=', accountId), where('admin_id', '=', accountId)]))
    .execute()
}
