import type { Db } from '../db/database.ts'
import { inBatches } from '../db/in-batches.ts'

/** The README that owners wrote for this version in the gallery, or null. */
export async function findWrittenReadme(db: Db, versionKey: number): Promise<string | null> {
  const row = await db
    .selectFrom('written_readmes')
    .select('markdown')
    .where('version_key', '=', versionKey)
    .executeTakeFirst()
  return row?.markdown ?? null
}

/** Keeps it in the place of one that was there. Documents show that there is one: the catalog follows. */
export async function saveWrittenReadme(tx: Db, versionKey: number, markdown: string, now: Date): Promise<void> {
  await tx
    .insertInto('written_readmes')
    .values({ version_key: versionKey, markdown })
    .onConflict((conflict) => conflict.column('version_key').doUpdateSet({ markdown }))
    .execute()
  await tx.updateTable('versions').set({ readme_written_at: now.getTime() }).where('id', '=', versionKey).execute()
}

const atOnce = 1000

/** What the packages hold counts again. Versions without a written README stay as they are. */
export async function deleteWrittenReadmes(tx: Db, versionKeys: readonly number[]): Promise<void> {
  for (const keys of inBatches(versionKeys, atOnce)) {
    await tx.deleteFrom('written_readmes').where('version_key', 'in', keys).execute()
    await tx
      .updateTable('versions')
      .set({ readme_written_at: null })
      .where('id', 'in', keys)
      .where('readme_written_at', 'is not', null)
      .execute()
  }
}
