import type { Database, Db } from '../db/database.ts'
import { inBatches } from '../db/in-batches.ts'
import { isoDay } from './period.ts'
import { findLastPackageKey, type Slice } from './store.ts'
import {
  addToClientDays,
  addToPackageDays,
  addToTotal,
  listClientDaySums,
  listWrongPackageDays,
  listWrongPackageTotals,
  listWrongVersionTotals,
  sumByClientDay,
  type ClientDaySum,
  type WrongClientDay,
} from './sums-store.ts'

/** Rows of one transaction: on SQLite servers wait for it. */
const rowsAtOnce = 200

export type WrongSum = { readonly subject: string; readonly missing: number; readonly of: 'day' | 'total' }

/** Packages of one step: more would be sorted in more memory. */
const packagesAtOnce = 500

async function* steps(db: Db): AsyncGenerator<Slice> {
  const last = await findLastPackageKey(db)
  for (let after = 0; after < last; after += packagesAtOnce) yield { after, until: after + packagesAtOnce }
}

/** Every sum of downloads that is not what its counts add up to: by package and day, by client and day, and the totals. */
export async function listWrongSums(db: Db): Promise<readonly WrongSum[]> {
  const found: WrongSum[] = []
  const clients = await openClientDays(db)
  for await (const slice of steps(db)) {
    for (const { id, day, missing } of await listWrongPackageDays(db, slice)) {
      found.push({ subject: `${id}, ${isoDay(day)}`, missing, of: 'day' })
    }
    for (const list of [listWrongVersionTotals, listWrongPackageTotals]) {
      for (const { subject, missing } of await list(db, slice)) found.push({ subject, missing, of: 'total' })
    }
    await clients.count(slice)
  }
  for (const { day, client, missing } of await clients.listWrong()) {
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
  const clients = await openClientDays(db.read)
  for await (const slice of steps(db.read)) {
    await mend(await listWrongPackageDays(db.read, slice), addToPackageDays)
    // Totals of packages are those of their versions: first these.
    await mend(await listWrongVersionTotals(db.read, slice), async (tx, batch) => {
      for (const total of batch) await addToTotal(tx, 'versions', total)
    })
    await mend(await listWrongPackageTotals(db.read, slice), async (tx, batch) => {
      for (const total of batch) await addToTotal(tx, 'packages', total)
    })
    await clients.count(slice)
    onProgress?.(Math.min(slice.until, last), last)
  }
  await mend(await clients.listWrong(), addToClientDays)
  return mended
}

/**
 * Adds all counts up by day and client, a step at a time, and compares them with the sums. While it goes on, servers count: a
 * sum is right when what was added up is no less than it was before, and no more than it is after.
 */
async function openClientDays(db: Db) {
  const keyOf = ({ day, client }: ClientDaySum) => `${day} ${client}`
  const readKept = async () => new Map((await listClientDaySums(db)).map((sum) => [keyOf(sum), sum]))
  const before = await readKept()
  const counted = new Map<string, ClientDaySum>()
  return {
    async count(slice: Slice): Promise<void> {
      for (const sum of await sumByClientDay(db, slice)) {
        const key = keyOf(sum)
        counted.set(key, { ...sum, downloads: sum.downloads + (counted.get(key)?.downloads ?? 0) })
      }
    },
    async listWrong(): Promise<readonly WrongClientDay[]> {
      const after = await readKept()
      return [...new Map([...after, ...counted])].flatMap(([key, { day, client }]) => {
        const downloads = counted.get(key)?.downloads ?? 0
        const [least, most] = [before.get(key)?.downloads ?? 0, after.get(key)?.downloads ?? 0]
        const missing = downloads < least ? downloads - least : downloads > most ? downloads - most : 0
        return missing === 0 ? [] : [{ day, client, missing }]
      })
    },
  }
}
