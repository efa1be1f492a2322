import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { CompiledQuery, Kysely, SqliteDialect, type DatabaseConnection, type Driver, type SqliteDatabase } from 'kysely'
import { rollbackOnRefusal } from './rollback.ts'
import type { Database } from './database.ts'
import { shareCommits } from './shared-commits.ts'
import type { Tables } from './schema.ts'

/**
 * SQLite through `node:sqlite`: WAL, synchronous FULL, one connection that writes and one that reads.
 * The calls are synchronous, so the busy time-out is 0 and a busy `begin immediate` is tried again later instead.
 */
export function openSqlite(path: string): Database {
  const writer = connect(path, { readOnly: false })
  const reader = connect(path, { readOnly: true })
  const write = new Kysely<Tables>({ dialect: new ImmediateDialect(writer) })
  const read = new Kysely<Tables>({ dialect: new SqliteDialect({ database: asKyselyDatabase(reader) }) })
  const dataVersion = reader.prepare('pragma data_version')

  return {
    kind: 'sqlite',
    read,
    transaction: (work) => rollbackOnRefusal(write, work),
    sharedTransaction: shareCommits(write),
    changeNumber: () => dataVersion.get()?.data_version as number,
    async close() {
      await write.destroy()
      await read.destroy()
      if (writer.isOpen) writer.close()
      if (reader.isOpen) reader.close()
    },
  }
}

function connect(path: string, options: { readOnly: boolean }): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: options.readOnly, timeout: 0, enableForeignKeyConstraints: true })
  if (!options.readOnly) database.exec('pragma journal_mode = wal; pragma synchronous = full;')
  database.exec('pragma cache_size = -32000; pragma temp_store = memory;')
  return database
}

const statementsKept = 500

/** Kysely's idea of a SQLite database, over `node:sqlite`, with prepared statements kept by their text. */
function asKyselyDatabase(database: DatabaseSync): SqliteDatabase {
  type Prepared = ReturnType<SqliteDatabase['prepare']>
  const statements = new Map<string, Prepared>()
  function prepare(sql: string): Prepared {
    const statement = database.prepare(sql)
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
      run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
      iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
    }
  }
  return {
    close: () => {
      if (database.isOpen) database.close()
    },
    prepare(sql) {
      let statement = statements.get(sql)
      if (!statement) {
        statement = prepare(sql)
        if (statements.size >= statementsKept) statements.clear()
        statements.set(sql, statement)
      }
      return statement
    },
  }
}

const busyErrors = new Set([5, 261, 517])

/** About 25 seconds: longer than any transaction of ours, command-line work included. */
const maxBusyAttempts = 1000

/** Takes the write lock when a transaction begins, so that no transaction fails half-way for want of it. */
class ImmediateDialect extends SqliteDialect {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    super({ database: asKyselyDatabase(database) })
    this.#database = database
  }

  override createDriver(): Driver {
    const driver = super.createDriver()
    const database = this.#database
    const { rollbackTransaction } = driver
    driver.beginTransaction = beginImmediate
    driver.rollbackTransaction = async (connection) => {
      // After a full disk SQLite has rolled back by itself; saying so again would hide the error that matters.
      if (database.isTransaction) await rollbackTransaction.call(driver, connection)
    }
    return driver
  }
}

async function beginImmediate(connection: DatabaseConnection): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'))
      return
    } catch (error) {
      if (!busyErrors.has((error as { errcode?: number }).errcode ?? 0) || attempt >= maxBusyAttempts) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.min(25, 1 + attempt * Math.random())))
    }
  }
}
