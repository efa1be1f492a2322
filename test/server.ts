import { existsSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { createApp } from '../src/app.ts'
import { parseConfig, type Config } from '../src/config.ts'
import type { DatabaseKind } from '../src/db/database.ts'
import type { Deps } from '../src/deps.ts'
import { createJobHandlers } from '../src/jobs/handlers.ts'
import { startJobRunner } from '../src/jobs/runner.ts'
import { openLog } from '../src/log.ts'
import { createHttpServer, openDeps } from '../src/serve.ts'
import { guardAudit } from './audit-guard.ts'
import { createClock, type TestClock } from './clock.ts'
import { newDatabaseSetting } from './databases.ts'
import { startMailSink } from './mail-sink.ts'
import type { ReceivedMail } from './parse-mail.ts'
import { freePort } from './server-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

export type TestServer = {
  /** `http://localhost:PORT`, without a trailing slash. */
  readonly url: string
  readonly deps: Deps
  readonly clock: TestClock
  /** Runs what is due and answers every mail so far, oldest first: received over SMTP, or kept where there is none. */
  mails(): Promise<readonly Pick<ReceivedMail, 'to' | 'subject' | 'text' | 'html'>[]>
  /** Runs every job that is due by the test's clock. None runs by itself. */
  runJobs(): Promise<void>
  close(): Promise<void>
}

export type TestServerOptions = {
  readonly database?: DatabaseKind
  /** `LODE_…` variables. */
  readonly settings?: Readonly<Record<string, string>>
  readonly now?: Date
  /** Where it matters what addresses look like; any free port otherwise. */
  readonly port?: number
  /** Sends mail to a real SMTP server; without it mails are kept and addresses need no confirming. */
  readonly smtp?: boolean
}

/** The whole application, as `npm start` wires it, on a free port, with a data folder, database and clock of its own. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  await buildPageFiles()
  const clock = createClock(options.now)
  const sink = options.smtp ? await startMailSink() : null
  const port = options.port ?? (await freePort()) // found first, so that links that hold it are true
  const config = readSettings({
    LODE_PORT: String(port),
    LODE_DATA: temporaryFolder(),
    LODE_DATABASE: await newDatabaseSetting(options.database ?? 'sqlite'),
    LODE_LOG_LEVEL: process.env.TEST_LOG ?? 'silent', // TEST_LOG=warn shows what a failing test hides
    LODE_ACCESS_LOG: 'off',
    ...(sink ? { LODE_SMTP: sink.url } : {}),
    ...options.settings,
  })
  const log = openLog(config)
  const opened = await openDeps(config, { log, now: clock.now, assetsFolder: pageFiles })
  const { deps } = opened
  guardAudit(deps.db)
  const handlers = createJobHandlers(deps)
  const jobs = startJobRunner(deps, handlers, { pollMs: null })
  const server = createHttpServer(createApp(deps)).listen(port, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://localhost:${port}`,
    deps,
    clock,
    async mails() {
      await jobs.runDue()
      return sink?.received ?? (await listKeptMails(deps))
    },
    runJobs: async () => void (await jobs.runDue()),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await jobs.stop()
      handlers.close()
      await opened.close()
      await sink?.close()
    },
  }
}

function readSettings(settings: Record<string, string>): Config {
  const config = parseConfig(settings)
  if (config.ok) return config.value
  throw new Error(config.error.map(({ variable, message }) => `${variable} ${message}`).join('\n'))
}

const root = join(import.meta.dirname, '..')
const pageFiles = join(root, 'dist', 'public')

/** Style sheet, scripts and icons are bundled as `npm start` does. */
async function buildPageFiles(): Promise<void> {
  const bootstrap = join(root, 'scripts', 'bootstrap.mjs')
  const { rebuildIfChanged } = (await import(bootstrap)) as { rebuildIfChanged(): Promise<boolean> }
  await rebuildIfChanged().catch((error: unknown) => {
    if (!existsSync(join(pageFiles, 'manifest.json'))) throw error // what does not bundle fails its own tests
  })
}

async function listKeptMails(deps: Deps): Promise<Pick<ReceivedMail, 'to' | 'subject' | 'text' | 'html'>[]> {
  const rows = await deps.db.read.selectFrom('mails').selectAll().orderBy('id').execute()
  return rows.map((row) => ({ to: [row.recipient], subject: row.subject, text: row.body_text, html: row.body_html }))
}
