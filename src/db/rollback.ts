import type { Db } from './database.ts'

/** Carries a refusal out of Kysely's transaction, which only rolls back when something is thrown. */
class Refused extends Error {
  readonly result: unknown
  constructor(result: unknown) {
    super('refused')
    this.result = result
  }
}

/** PostgreSQL chose this transaction as a deadlock's victim, or could not serialize it: it is rolled back, try again. */
const victimErrors = new Set(['40P01', '40001'])
const maxAttempts = 5

/**
 * Runs `work` in a transaction of `db`; a failed `Result` rolls back and is returned as it is. `work` may run again after
 * it was rolled back for another transaction's sake.
 */
export async function rollbackOnRefusal<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(async (tx) => {
        const result = await work(tx)
        if (isFailedResult(result)) throw new Refused(result)
        return result
      })
    } catch (error) {
      if (error instanceof Refused) return error.result as T
      const { code } = error as { code?: string }
      if (attempt === maxAttempts || !victimErrors.has(code ?? '')) throw error
    }
  }
}

/** A `Result` that says no: what was done for it must not stay. */
export function isFailedResult(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'ok' in value && value.ok === false
}
