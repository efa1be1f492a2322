import { Kysely, PostgresDialect, PostgresQueryCompiler } from 'kysely'
import pg from 'pg'
import { rollbackOnRefusal } from './rollback.ts'
import type { Database } from './database.ts'
import type { Tables } from './schema.ts'

const bigint = 20

/** PostgreSQL through `pg`. `bigint` arrives as a number: no value of ours comes near 2^53. */
export function openPostgres(url: string, options: { connections?: number } = {}): Database {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === bigint ? Number : pg.types.getTypeParser(oid, format ?? 'text'),
  }
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 10,
    types: types as pg.CustomTypesConfig,
    application_name: 'lode',
  })
  pool.on('error', () => {}) // an idle connection that breaks is replaced at its next use
  const db = new Kysely<Tables>({ dialect: new DialectWithoutNul({ pool }) })
  const readChangeNumber = shareBetweenWaiters(async () => {
    const { rows } = await pool.query<{ change_number: number }>({
      name: 'change-number',
      text: 'select change_number from catalog_head where id = 1',
    })
    return rows[0]?.change_number ?? 0
  })

  return {
    kind: 'postgres',
    read: db,
    transaction: (work) => rollbackOnRefusal(db, work),
    sharedTransaction: (work) => rollbackOnRefusal(db, work), // the server itself syncs once for several commits
    changeNumber: readChangeNumber,
    close: () => db.destroy(),
  }
}

/**
 * PostgreSQL keeps no NUL in a text, and fails a statement that brings one: an address such as `/packages/a%00b` would be
 * answered with 500. With the character for what cannot be shown in its place it finds nothing, as on SQLite.
 */
class CompilerWithoutNul extends PostgresQueryCompiler {
  protected override addParameter(parameter: unknown): void {
    super.addParameter(typeof parameter === 'string' ? parameter.replaceAll('\0', '\ufffd') : parameter)
  }
}

class DialectWithoutNul extends PostgresDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new CompilerWithoutNul()
  }
}

/**
 * Lets callers that wait at the same time share one look-up. A caller never gets the answer of a look-up that began
 * before it asked, so that what was committed before it asked is always seen.
 */
export function shareBetweenWaiters<T>(lookUp: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null
  let next: Promise<T> | null = null

  function start(): Promise<T> {
    const own = lookUp().finally(() => {
      if (running === own) running = null
    })
    running = own
    return own
  }

  return () => {
    if (!running) return start()
    next ??= running
      .catch(() => {})
      .then(() => {
        next = null
        return start()
      })
    return next
  }
}
