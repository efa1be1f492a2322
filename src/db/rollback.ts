import type { Db } from './database.ts'

/** Carries a refusal out of Kysely's transaction, which only rolls back when something is thrown. */
class Refused extends Error {
  readonly result: unknown
  constructor(result: unknown) {
    super('refused')
    this.result = result
  }
}

/** Runs `work` in a transaction of `db`; a failed `Result` rolls back and is returned as it is. */
export async function rollbackOnRefusal<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  try {
    return await db.transaction().execute(async (tx) => {
      const result = await work(tx)
      if (isFailedResult(result)) throw new Refused(result)
      return result
    })
  } catch (error) {
    if (error instanceof Refused) return error.result as T
    throw error
  }
}

function isFailedResult(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'ok' in value && value.ok === false
}
