import type { Db } from '../db/database.ts'
import { plainName } from './account-name.ts'
import type { Account } from './account.ts'

/**
 * Gives the account its new name, and leaves the old one with a deleted account of its own, so that nobody gets it again.
 * Answers the ID of that one. Throws a unique violation when the new name is taken.
 */
export async function renameRow(tx: Db, account: Account, name: string, now: Date): Promise<number> {
  await tx
    .updateTable('accounts')
    .set({ name, lower_name: name.toLowerCase(), plain_name: plainName(name) })
    .where('id', '=', account.id)
    .execute()
  const { id } = await tx
    .insertInto('accounts')
    .values({
      kind: account.kind,
      name: account.name,
      lower_name: account.name.toLowerCase(),
      plain_name: plainName(account.name),
      email: null,
      lower_email: null,
      unconfirmed_email: null,
      password_hash: null,
      is_admin: 0,
      contact_allowed: 0,
      notify_push: 0,
      language: null,
      theme: null,
      created_at: account.createdAt.getTime(),
      locked_at: null,
      deleted_at: now.getTime(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
