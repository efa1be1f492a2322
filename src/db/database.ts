import type { Kysely } from 'kysely'
import type { Tables } from './schema.ts'

export type DatabaseKind = 'sqlite' | 'postgres'

/** What store functions take: `database.read`, or the transaction they run in. */
export type Db = Kysely<Tables>

/** The truth of one Lode instance. Made by `openDatabase` (open.ts). */
export type Database = {
  readonly kind: DatabaseKind
  /** For reading only. Sees every committed change, its own process's included. */
  readonly read: Db
  /**
   * Runs `work` in one transaction and commits what it did, unless it throws or returns a failed `Result`: then nothing
   * of it stays. On SQLite there is one writer at a time (`begin immediate`); `work` awaits nothing but SQL.
   */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>
  /**
   * The same for short work that many do at once: on SQLite, what waits for the one writer is committed together, each
   * still whole or not at all.
   */
  sharedTransaction<T>(work: (tx: Db) => Promise<T>): Promise<T>
  /**
   * A number that differs after any committed change that a feed document can show, whichever process made it.
   * Synchronous on SQLite; on PostgreSQL requests that wait at the same time share one look-up.
   */
  changeNumber(): number | Promise<number>
  close(): Promise<void>
}

/** The constraint that a failed write ran into, when it was a unique one: the name of the index or `table.column`. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  return code === '23505' || errcode === 2067 || errcode === 1555
}

/** True when storage ran out of space, in the database or in a file. Answered with 507. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  return code === 'ENOSPC' || code === 'EDQUOT' || code === '53100' || errcode === 13
}
