import cluster from 'node:cluster'
import { createServer, type Server } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { ensureFirstAdministratorLink } from './accounts/first-administrator.ts'
import { createApp } from './app.ts'
import { openBlobs } from './blobs/open.ts'
import { linkBaseUrl, type Config } from './config.ts'
import { migrate } from './db/migrate.ts'
import { openDatabase } from './db/open.ts'
import type { Deps } from './deps.ts'
import { loadAssets } from './http/assets.ts'
import { createJobHandlers } from './jobs/handlers.ts'
import { startJobRunner } from './jobs/runner.ts'
import { flushKeyUses } from './keys/authorise.ts'
import { listen } from './listen.ts'
import { startDownloadCounter } from './packages/downloads.ts'
import { createVersionLines } from './packages/version-lines.ts'
import { startSearch } from './search/start.ts'
import { readyMessage } from './supervise.ts'

const shutdownGraceMs = 30_000

/** A connection in the middle of a request on which nothing moves for so long is given up. */
const stalledMs = 120_000

/** Opens everything that serving needs, migrating the database. `close` flushes and closes in the opposite order. */
export async function openDeps(
  config: Config,
  options: { readonly log: Logger; readonly now?: () => Date; readonly assetsFolder?: string },
): Promise<{ readonly deps: Deps; close(): Promise<void> }> {
  const { log } = options
  const now = options.now ?? (() => new Date())
  const db = openDatabase(config)
  try {
    await migrate(db)
  } catch (error) {
    await db.close()
    throw error
  }
  const deps: Deps = {
    config,
    db,
    log,
    now,
    blobs: await openBlobs(config),
    search: await startSearch({ config, log }),
    downloads: startDownloadCounter({ db, now, log }),
    versionLines: createVersionLines(db.read),
    assets: loadAssets(options.assetsFolder ?? join(dirname(fileURLToPath(import.meta.url)), 'public')),
  }
  async function close(): Promise<void> {
    // What cannot be written any more (a full disk) must not keep the rest from closing.
    const steps = [() => deps.downloads.stop(), () => flushKeyUses(deps), () => deps.search.close(), () => db.close()]
    for (const step of steps) {
      await step().catch((error: unknown) => log.error({ error }, 'something could not be closed cleanly'))
    }
  }
  return { deps, close }
}

/**
 * Serves until SIGTERM or SIGINT, then lets running requests end, flushes what is counted in memory and answers the exit
 * code. Of several processes (supervise.ts) only the first says where it serves and makes the first administrator's link.
 */
export async function startServer(config: Config, log: Logger): Promise<number> {
  const { deps, close } = await openDeps(config, { log })
  const app = createApp(deps)
  const { worker } = cluster
  const listening = await listen(() => createHttpServer(app), { ...config, isShared: worker !== undefined })
  if (!listening.ok) {
    process.stderr.write(`${listening.error}\n`)
    await close()
    worker?.disconnect()
    return 1
  }
  const handlers = createJobHandlers(deps)
  const jobs = startJobRunner(deps, handlers)

  if (!worker || worker.id === 1) await announce(deps)
  worker?.send(readyMessage)

  const signal = await new Promise<string>((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
  log.info({ signal }, 'stopping: running requests end first')
  await Promise.all(listening.value.map(stopListening))
  await jobs.stop()
  handlers.close()
  await close()
  worker?.disconnect() // or its channel keeps the process
  return 0
}

async function announce(deps: Deps): Promise<void> {
  const firstAdministratorLink = await ensureFirstAdministratorLink(deps)
  process.stdout.write(`Lode serves ${linkBaseUrl(deps.config)}\n`)
  if (firstAdministratorLink) {
    process.stdout.write(`Make the first administrator here, once, within 24 hours:\n  ${firstAdministratorLink}\n`)
  }
}

/** A server with limits that uploads of hundreds of megabytes over slow lines can live with, but not a stalled one. */
export function createHttpServer(app: ReturnType<typeof createApp>): Server {
  const server = createServer(
    { keepAliveTimeout: 65_000, headersTimeout: 30_000, requestTimeout: 0, maxHeaderSize: 16_384, noDelay: true },
    app,
  )
  server.timeout = stalledMs
  // A client may close its side once it has asked. Without this, Node would drop every answer that is not there at once.
  Object.assign(server, { httpAllowHalfOpen: true })
  return server
}

function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), shutdownGraceMs)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}
