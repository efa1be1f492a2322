import { setImmediate } from 'node:timers/promises'
import type { Db } from '../db/database.ts'
import { findLastPackageKey, type Slice } from './store.ts'

const firstPackages = 200
const fewestPackages = 25
const mostPackages = 10_000
/** Requests between two steps of such a length notice nothing. */
const shortMs = 5
const longMs = 10

/**
 * Goes through all packages, some at a time; on SQLite a step blocks the process, so that others go between. How many depends
 * on how long whoever asks took for those before.
 */
export async function* slices(db: Db): AsyncGenerator<Slice> {
  const last = await findLastPackageKey(db)
  let packages = firstPackages
  for (let after = 0; after < last;) {
    const startedAt = performance.now()
    yield { after, until: after + packages }
    const tookMs = performance.now() - startedAt
    after += packages
    if (tookMs < shortMs) packages = Math.min(mostPackages, packages * 2)
    if (tookMs > longMs) packages = Math.max(fewestPackages, Math.floor(packages / 2))
    await setImmediate()
  }
}
