import type { Db } from '../db/database.ts'

/** Remembers that a one-time form was used; false when it was used before. */
export async function spendFormToken(tx: Db, tokenHash: string, now: Date): Promise<boolean> {
  const row = await tx
    .insertInto('spent_form_tokens')
    .values({ token_hash: tokenHash, spent_at: now.getTime() })
    .onConflict((conflict) => conflict.column('token_hash').doNothing())
    .returning('token_hash')
    .executeTakeFirst()
  return row !== undefined
}
