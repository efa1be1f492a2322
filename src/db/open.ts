import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Config } from '../config.ts'
import type { Database } from './database.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/** Opens what `LODE_DATABASE` names. Nothing is migrated here: see migrate.ts. */
export function openDatabase(config: Pick<Config, 'database'>): Database {
  if (config.database.kind === 'postgres') return openPostgres(config.database.url)
  mkdirSync(dirname(config.database.path), { recursive: true })
  return openSqlite(config.database.path)
}
