import { createServer, type Server } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { ensureFirstAdministratorLink } from './accounts/first-administrator.ts'
import { createApp } from './app.ts'
import { openBlobs } from './blobs/open.ts'
import { linkBaseUrl, parseConfig, type Config } from './config.ts'
import { migrate } from './db/migrate.ts'
import { openDatabase } from './db/open.ts'
import type { Deps } from './deps.ts'
import { loadAssets } from './http/assets.ts'
import { createJobHandlers } from './jobs/handlers.ts'
import { startJobRunner } from './jobs/runner.ts'
import { flushKeyUses } from './keys/authorise.ts'
import { openLog } from './log.ts'
import { startDownloadCounter } from './packages/downloads.ts'
import { startSearch } from './search/start.ts'

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
 * `lode serve`: serves until SIGTERM or SIGINT, then lets running requests end, flushes what is counted in memory and
 * answers the exit code. Every fault of the settings is named on standard error.
 */
export async function startServer(env: NodeJS.ProcessEnv): Promise<number> {
  const parsed = parseConfig(env)
  if (!parsed.ok) {
    const faults = parsed.error.map(({ variable, message }) => `  ${variable} ${message}\n`)
    process.stderr.write(`Lode cannot start: these settings are not right.\n${faults.join('')}`)
    return 1
  }
  const config = parsed.value
  const log = openLog(config)
  const { deps, close } = await openDeps(config, { log })
  const app = createApp(deps)
  const servers = await listen(() => createHttpServer(app), config).catch((error: unknown) =>
    describeListenFault(error, config),
  )
  if (typeof servers === 'string') {
    process.stderr.write(`${servers}\n`)
    await close()
    return 1
  }
  const handlers = createJobHandlers(deps)
  const jobs = startJobRunner(deps, handlers)

  const firstAdministratorLink = await ensureFirstAdministratorLink(deps)
  process.stdout.write(`Lode serves ${linkBaseUrl(config)}\n`)
  if (firstAdministratorLink) {
    process.stdout.write(`Make the first administrator here, once, within 24 hours:\n  ${firstAdministratorLink}\n`)
  }

  const signal = await new Promise<string>((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
  log.info({ signal }, 'stopping: running requests end first')
  await Promise.all(servers.map(stopListening))
  await jobs.stop()
  handlers.close()
  await close()
  return 0
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

/** `localhost` means both loopback addresses, so that clients reach it whichever they try; IPv6 may be missing. */
async function listen(create: () => Server, config: Pick<Config, 'host' | 'port'>): Promise<Server[]> {
  if (config.host !== 'localhost') return [await listenOn(create(), config.host, config.port)]
  const first = await listenOn(create(), '127.0.0.1', config.port)
  const second = await listenOn(create(), '::1', config.port).catch(() => null)
  return second ? [first, second] : [first]
}

/** The usual reasons for which a server cannot listen, in one sentence; anything else is thrown. */
function describeListenFault(error: unknown, config: Pick<Config, 'host' | 'port'>): string {
  const { code } = error as NodeJS.ErrnoException
  const where = `${config.host}:${config.port}`
  if (code === 'EADDRINUSE')
    return `${where} is in use. Stop the program that listens there, or set LODE_PORT to another port.`
  if (code === 'EACCES') return `${where} may not be used by this user. Set LODE_PORT to a port above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `This machine has no address ${config.host}. Correct LODE_HOST.`
  throw error
}

function listenOn(server: Server, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
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
