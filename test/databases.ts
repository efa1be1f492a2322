import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, describe, inject } from 'vitest'
import type { Database, DatabaseKind } from '../src/db/database.ts'
import { migrate } from '../src/db/migrate.ts'
import { openDatabase } from '../src/db/open.ts'
import { guardAudit } from './audit-guard.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** The databases that this machine can test with. What lacks is skipped, and `npm test` says so. */
export function canRunOn(kind: DatabaseKind): boolean {
  return kind === 'sqlite' || inject('databaseBroker') !== null
}

/**
 * Runs the same tests on SQLite and on PostgreSQL. Each `open()` gives an empty, migrated database, which is closed
 * after the test file.
 */
export function forEachDatabase(
  name: string,
  tests: (open: () => Promise<Database>, kind: DatabaseKind) => void,
): void {
  for (const kind of ['sqlite', 'postgres'] as const) {
    describe.skipIf(!canRunOn(kind))(`${name} on ${kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`, () => {
      const opened: Database[] = []
      afterAll(async () => {
        for (const database of opened) await database.close()
      })
      tests(async () => {
        const database = await openTestDatabase(kind)
        opened.push(database)
        return database
      }, kind)
    })
  }
}

/** An empty, migrated database. The caller closes it. */
export async function openTestDatabase(kind: DatabaseKind): Promise<Database> {
  const setting = await newDatabaseSetting(kind)
  const path = setting.slice('sqlite:'.length)
  const database = openDatabase({ database: kind === 'sqlite' ? { kind, path } : { kind, url: setting } })
  await migrate(database)
  return guardAudit(database)
}

/** A `LODE_DATABASE` that names a database of its own: a file that is not there yet, or an empty, migrated database. */
export async function newDatabaseSetting(kind: DatabaseKind): Promise<string> {
  if (kind === 'sqlite') return `sqlite:${join(temporaryFolder(), 'lode.db')}`
  const socketPath = inject('databaseBroker')
  if (socketPath === null) throw new Error('PostgreSQL is not installed: apt-get install postgresql')
  return await new Promise((resolve, reject) => {
    request({ socketPath, agent: false }, async (response) => {
      const text = (await response.toArray()).join('')
      if (response.statusCode === 200) resolve(text)
      else reject(new Error(text))
    })
      .on('error', reject)
      .end()
  })
}
