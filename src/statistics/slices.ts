import { setImmediate } from 'node:timers/promises'
import type { Db } from '../db/database.ts'
import { findLastPackageKey, type Slice } from './store.ts'

/** Goes through all packages, so many at a time; on SQLite a step blocks the process, so that others go between. */
export async function* slices(db: Db, packages: number): AsyncGenerator<Slice> {
  const last = await findLastPackageKey(db)
  for (let after = 0; after < last; after += packages) {
    yield { after, until: after + packages }
    await setImmediate()
  }
}
