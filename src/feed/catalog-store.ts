import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { bumpRevision } from '../packages/store.ts'

export type CatalogChange = {
  readonly kind: 'details' | 'delete'
  readonly packageKey: number
  readonly lowerId: string
  readonly id: string
  /** Null when the change is about the whole package, such as its owners. */
  readonly version: { readonly full: string; readonly lower: string } | null
  readonly now: Date
}

/**
 * Appends one change to the log that search, mirrors and other nodes follow, and raises the package's revision. Call it
 * last in the transaction: it locks the one `catalog_head` row, so that commit times rise in the order of the commits.
 * Answers the commit time in microseconds.
 */
export async function appendCatalogItem(tx: Db, change: CatalogChange): Promise<number> {
  await bumpRevision(tx, change.packageKey)
  const nowUs = change.now.getTime() * 1000
  const { rows } = await sql<{ committed_us: number }>`update catalog_head
    set committed_us = case when committed_us >= ${nowUs} then committed_us + 1 else ${nowUs} end,
        change_number = change_number + 1
    where id = 1 returning committed_us`.execute(tx)
  const committedUs = rows[0]?.committed_us
  if (committedUs === undefined) throw new Error('catalog_head has no row')
  await tx
    .insertInto('catalog_items')
    .values({
      committed_us: committedUs,
      commit_id: randomUUID(),
      kind: change.kind,
      package_key: change.packageKey,
      lower_id: change.lowerId,
      package_id: change.id,
      full_version: change.version?.full ?? null,
      lower_version: change.version?.lower ?? null,
    })
    .execute()
  return committedUs
}

/** The commit time of the newest change; 0 before the first. */
export async function findCatalogHead(db: Db): Promise<number> {
  const row = await db.selectFrom('catalog_head').select('committed_us').where('id', '=', 1).executeTakeFirst()
  return row?.committed_us ?? 0
}
