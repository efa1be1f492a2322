import { PostgresAdapter, sql } from 'kysely'
import type { Db } from './database.ts'

/** What is locked, each with its number; migrations have 5633 (migrate.ts). */
const numbers = { 'reserved-prefixes': 5634 } as const

/**
 * Waits until no other transaction has this lock in a way that does not go together with `mode`, and keeps it until the end
 * of its own. What is read afterwards is as those left it. On SQLite nothing: there is one writer at a time.
 */
export async function lockInTransaction(
  tx: Db,
  name: keyof typeof numbers,
  mode: 'shared' | 'exclusive',
): Promise<void> {
  if (!(tx.getExecutor().adapter instanceof PostgresAdapter)) return
  const number = sql.lit(numbers[name])
  await (
    mode === 'shared'
      ? sql`select pg_advisory_xact_lock_shared(${number})`
      : sql`select pg_advisory_xact_lock(${number})`
  ).execute(tx)
}
