import { createServer } from 'node:http'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../src/db/open.ts'
import { migrate } from '../src/db/migrate.ts'
import { findPostgresBinaries, startPostgres, type Postgres } from './postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Everything temporary of this run lies in this folder, which is removed at the end. */
    runFolder: string
    /** Unix socket where test files ask for a database of their own; null when PostgreSQL is not installed. */
    databaseBroker: string | null
  }
}

/**
 * Vitest's global set-up. One PostgreSQL serves the whole run; it starts when the first test file asks for a database,
 * so that runs that need none do not wait for it.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  removeAbandonedFolders()
  const folder = mkdtempSync(join(tmpdir(), `lode-run-${process.pid}-`))
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  project.provide('runFolder', folder)
  if (!findPostgresBinaries()) {
    project.provide('databaseBroker', null)
    return async () => removeFolder()
  }
  const socket = join(folder, 'broker')
  let starting: Promise<Postgres> | null = null
  let databases = 0

  const broker = createServer((_, response) => {
    starting ??= startWithTemplate()
    starting
      .then(async (postgres) => {
        const name = `test_${++databases}`
        await postgres.execute(`create database ${name} template lode_template`)
        response.end(postgres.urlOf(name))
      })
      .catch((error: unknown) => response.writeHead(500).end(error instanceof Error ? error.stack : String(error)))
  })
  await new Promise<void>((resolve) => broker.listen(socket, resolve))
  project.provide('databaseBroker', socket)

  return async () => {
    broker.close()
    broker.closeAllConnections()
    await starting?.then((postgres) => postgres.stop()).catch(() => {})
    removeFolder()
  }
}

/** A server with a migrated database to copy: copying takes a tenth of migrating. */
async function startWithTemplate(): Promise<Postgres> {
  const postgres = await startPostgres()
  await postgres.execute('create database lode_template')
  const database = openDatabase({ database: { kind: 'postgres', url: postgres.urlOf('lode_template') } })
  await migrate(database)
  await database.close()
  return postgres
}

/** Runs that were killed could not clean up. */
function removeAbandonedFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^lode-run-(\d+)-/.exec(name)?.[1]
    if (pid === undefined || isRunning(Number(pid))) continue
    rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // somebody else's
  }
}
