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
  return appendCatalogItems(tx, [change])
}

/** The same for several changes, in their order; answers the last one's commit time. */
export async function appendCatalogItems(
  tx: Db,
  changes: readonly [CatalogChange, ...CatalogChange[]],
): Promise<number> {
  // Packages before the head, and in the order of their keys: two transactions never wait for each other's rows.
  const byPackage = Map.groupBy(changes, (change) => change.packageKey)
  for (const [key, own] of [...byPackage].toSorted(([a], [b]) => a - b)) await bumpRevision(tx, key, own.length)
  const lastUs = await advanceHead(tx, changes[0].now, changes.length)
  const rows = changes.map((change, i) => ({
    committed_us: lastUs - changes.length + 1 + i,
    commit_id: randomUUID(),
    kind: change.kind,
    package_key: change.packageKey,
    lower_id: change.lowerId,
    package_id: change.id,
    full_version: change.version?.full ?? null,
    lower_version: change.version?.lower ?? null,
  }))
  await tx.insertInto('catalog_items').values(rows).execute()
  return lastUs
}

/** Takes the next `count` commit times, none earlier than `now`; answers the last. */
async function advanceHead(tx: Db, now: Date, count: number): Promise<number> {
  const beforeUs = now.getTime() * 1000 - 1
  const { rows } = await sql<{ committed_us: number }>`update catalog_head
    set committed_us = case when committed_us > ${beforeUs} then committed_us else ${beforeUs} end + ${count},
        change_number = change_number + ${count}
    where id = 1 returning committed_us`.execute(tx)
  const lastUs = rows[0]?.committed_us
  if (lastUs === undefined) throw new Error('catalog_head has no row')
  return lastUs
}

/** The commit time of the newest change; 0 before the first. */
export async function findCatalogHead(db: Db): Promise<number> {
  const row = await db.selectFrom('catalog_head').select('committed_us').where('id', '=', 1).executeTakeFirst()
  return row?.committed_us ?? 0
}
