import type { Database, Db } from '../db/database.ts'
import { inBatches } from '../db/in-batches.ts'
import { isoDay } from './period.ts'
import { slices } from './slices.ts'
import { findLastPackageKey } from './store.ts'
import {
  addToClientDays,
  addToPackageDays,
  addToTotal,
  listWrongClientDays,
  listWrongPackageDays,
  listWrongPackageTotals,
  listWrongVersionTotals,
} from './sums-store.ts'

/** Rows of one transaction: on SQLite servers wait for it. */
const rowsAtOnce = 200

export type WrongSum = { readonly subject: string; readonly missing: number; readonly of: 'day' | 'total' }

/** Every sum of downloads that is not what its counts add up to: by package and day, by client and day, and the totals. */
export async function listWrongSums(db: Db): Promise<readonly WrongSum[]> {
  const found: WrongSum[] = []
  for (const { id, day, missing } of await listWrongPackageDays(db)) {
    found.push({ subject: `${id}, ${isoDay(day)}`, missing, of: 'day' })
  }
  for await (const slice of slices(db)) {
    for (const list of [listWrongVersionTotals, listWrongPackageTotals]) {
      for (const { subject, missing } of await list(db, slice)) found.push({ subject, missing, of: 'total' })
    }
  }
  for (const { day, client, missing } of await listWrongClientDays(db)) {
    found.push({ subject: `${client}, ${isoDay(day)}`, missing, of: 'day' })
  }
  return found
}

/**
 * Makes the sums anew of the counts, beside servers that count. Answers how many were wrong. Only what is missing is added,
 * so that nothing counted meanwhile is lost; two of it at the same time would add it twice.
 */
export async function rebuildSums(db: Database, onProgress?: (done: number, total: number) => void): Promise<number> {
  const last = await findLastPackageKey(db.read)
  let mended = 0
  const mend = async <T>(wrong: readonly T[], add: (tx: Db, batch: readonly T[]) => Promise<void>) => {
    for (const batch of inBatches(wrong, rowsAtOnce)) await db.transaction((tx) => add(tx, batch))
    mended += wrong.length
  }
  for await (const slice of slices(db.read)) {
    // Totals of packages are those of their versions: first these.
    await mend(await listWrongVersionTotals(db.read, slice), async (tx, batch) => {
      for (const total of batch) await addToTotal(tx, 'versions', total)
    })
    await mend(await listWrongPackageTotals(db.read, slice), async (tx, batch) => {
      for (const total of batch) await addToTotal(tx, 'packages', total)
    })
    onProgress?.(Math.min(slice.until, last), last)
  }
  await mend(await listWrongPackageDays(db.read), addToPackageDays)
  await mend(await listWrongClientDays(db.read), addToClientDays)
  return mended
}
