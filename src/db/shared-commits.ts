import { setImmediate } from 'node:timers/promises'
import type { ControlledTransaction, Kysely } from 'kysely'
import type { Db } from './database.ts'
import { isFailedResult } from './rollback.ts'
import type { Tables } from './schema.ts'

type Waiting = { run(tx: Db): Promise<Outcome>; reject(error: unknown): void }

/** What becomes of a piece of work: said when the commit is through. */
type Outcome = { readonly stays: boolean; readonly error?: unknown; tell(): void }

/** Bounds how long the first of them waits for the last. */
const mostTogether = 32

const savepoint = 'own_work'

/**
 * Transactions that wait for the one writer, together in one: the log is written and synced once for all of them. Each is
 * still whole or not at all, by a savepoint of its own, and hears of its end only after the commit.
 */
export function shareCommits(db: Kysely<Tables>): <T>(work: (tx: Db) => Promise<T>) => Promise<T> {
  const waiting: Waiting[] = []
  let isRunning = false

  async function run(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      await setImmediate() // SQLite never lets go between two statements: whoever was held up joins in now
      await runTogether()
    }
    isRunning = false
  }

  async function runTogether(): Promise<void> {
    const taken: Waiting[] = []
    try {
      const tx = await db.startTransaction().execute()
      const outcomes: Outcome[] = []
      try {
        for (let next = waiting.shift(); next; next = taken.length < mostTogether ? waiting.shift() : undefined) {
          taken.push(next)
          const own = await tx.savepoint(savepoint).execute()
          const outcome = await next.run(own)
          if (!outcome.stays) await undo(own, outcome)
          await own.releaseSavepoint(savepoint).execute()
          outcomes.push(outcome)
        }
        await tx.commit().execute()
      } catch (error) {
        await tx.rollback().execute()
        throw error
      }
      for (const outcome of outcomes) outcome.tell()
    } catch (error) {
      const failed = taken.length > 0 ? taken : waiting.splice(0) // those who could not even begin
      for (const { reject } of failed) reject(error)
    }
  }

  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({
        reject,
        run: (tx) =>
          work(tx).then(
            (result) => ({ stays: !isFailedResult(result), tell: () => resolve(result) }),
            (error: unknown) => ({ stays: false, error, tell: () => reject(error) }),
          ),
      })
      if (!isRunning) void run()
    })
}

async function undo(own: ControlledTransaction<Tables, [typeof savepoint]>, { error }: Outcome): Promise<void> {
  try {
    await own.rollbackToSavepoint(savepoint).execute()
  } catch (lost) {
    throw error ?? lost // a full disk has ended the whole transaction: nobody's work stays, and this is why
  }
}
