import { setTimeout } from 'node:timers/promises'
import type { Database, Db } from '../src/db/database.ts'

/** Runs `work` and leaves its transaction open until `other` has begun and had time to look around. */
export async function atOnce<T>(db: Database, work: (tx: Db) => Promise<unknown>, other: () => Promise<T>): Promise<T> {
  let begun: Promise<T> | undefined
  await db.transaction(async (tx) => {
    await work(tx)
    begun = other()
    begun.catch(() => undefined) // it is awaited below
    await setTimeout(150)
  })
  if (!begun) throw new Error('nothing was begun')
  return begun
}
