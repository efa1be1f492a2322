import { existsSync, statSync } from 'node:fs'
import { parseConfig, type Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { requireMigrated } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import { CommandFault } from './fault.ts'

/** What most commands work with. */
export type Instance = { readonly config: Config; readonly db: Database; readonly now: () => Date }

/** The settings, or a fault that names everything that is wrong with them. */
export function requireConfig(env: NodeJS.ProcessEnv): Config {
  const config = parseConfig(env)
  if (config.ok) return config.value
  const faults = config.error.map(({ variable, message }) => `${variable} ${message}`)
  throw new CommandFault(`These settings are not right: ${faults.join('; ')}.`)
}

/**
 * Opens the instance for one command, which works beside a running server. The database must be there and up to date:
 * only `serve` and `migrate` make or change tables.
 */
export async function withInstance<T>(env: NodeJS.ProcessEnv, work: (instance: Instance) => Promise<T>): Promise<T> {
  const config = requireConfig(env)
  requireOwnFolder(config.dataFolder)
  const { database } = config
  if (database.kind === 'sqlite' && !existsSync(database.path)) {
    throw new CommandFault(`There is no database at ${database.path}: start the server once, or run "lode migrate".`)
  }
  const db = openDatabase(config)
  try {
    await requireMigrated(db)
    return await work({ config, db, now: () => new Date() })
  } finally {
    await db.close()
  }
}

/** Files that root makes in the folder of another user would stop the server later. */
export function requireOwnFolder(folder: string, user: number | undefined = process.geteuid?.()): void {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (user === undefined || !found || found.uid === user) return
  throw new CommandFault(
    `The data folder ${folder} belongs to the user with the number ${found.uid}: run this command as that user.`,
  )
}
