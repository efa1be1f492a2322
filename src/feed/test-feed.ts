import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { ask, type Reply } from '../../test/ask.ts'
import { importPackage } from '../../test/import-package.ts'
import { buildNupkg, type NupkgOptions } from '../../test/build-nupkg.ts'
import { newDatabaseSetting } from '../../test/databases.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openBlobs } from '../blobs/open.ts'
import { parseConfig } from '../config.ts'
import type { DatabaseKind } from '../db/database.ts'
import { migrate } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import { findPackage, findVersion, updateListed } from '../packages/store.ts'
import { startSearch } from '../search/start.ts'
import { appendCatalogItem, findCatalogHead } from './catalog-store.ts'
import { createFeed } from './serve.ts'

/** The feed alone behind a real HTTP server, on a database of its own. */
export type TestFeed = {
  readonly deps: Deps
  /** What the feed says its base is: a public address, whatever the socket. */
  readonly site: string
  /** The address that the server listens at. */
  readonly url: string
  get(path: string, options?: { method?: string; headers?: Record<string, string> }): Promise<Reply>
  add(options: NupkgOptions): Promise<Buffer>
  setListed(id: string, version: string, isListed: boolean): Promise<void>
  downloads(): readonly { versionKey: number; client: string }[]
  /** Resolves when search has seen what was added. */
  indexed(): Promise<void>
  close(): Promise<void>
}

export async function startTestFeed(
  kind: DatabaseKind,
  options: { settings?: Record<string, string>; search?: boolean } = {},
): Promise<TestFeed> {
  const site = 'https://packages.contoso.com/lode'
  const parsed = parseConfig({
    LODE_DATABASE: await newDatabaseSetting(kind),
    LODE_DATA: temporaryFolder(),
    ...options.settings,
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  const config = parsed.value
  const db = openDatabase(config)
  await migrate(db)
  const log = pino({ level: 'silent' })
  const blobs = await openBlobs(config)
  const search = options.search ? await startSearch({ config, log }) : null
  const counted: { versionKey: number; client: string }[] = []
  const deps = {
    config,
    db,
    blobs,
    search,
    log,
    now: () => new Date(),
    downloads: { count: (versionKey: number, client: string) => counted.push({ versionKey, client }) },
  } as unknown as Deps
  const feed = createFeed(deps)
  const server = createServer((req, res) => {
    const ctx = { id: 'test', address: '127.0.0.1', baseUrl: site, isHttps: true }
    Promise.resolve()
      .then(() => feed.handle(req, res, ctx))
      .then((isAnswered) => (isAnswered ? undefined : res.writeHead(418).end()))
      .catch(() => (res.headersSent ? res.destroy() : res.writeHead(500).end()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  async function indexed(): Promise<void> {
    if (search && !(await search.reached(await findCatalogHead(db.read), 20_000))) throw new Error('search lags')
  }
  // What is committed while the index of the empty gallery is made may be indexed after what comes later.
  await indexed()

  return {
    deps,
    site,
    url: `http://127.0.0.1:${port}`,
    get: (path, given) => ask(`http://127.0.0.1:${port}${path}`, given),
    async add(nupkg) {
      const bytes = await buildNupkg(nupkg)
      await importPackage(deps, bytes)
      return bytes
    },
    async setListed(id, version, isListed) {
      const pkg = await findPackage(db.read, id)
      const row = pkg && (await findVersion(db.read, pkg.key, version))
      if (!pkg || !row) throw new Error(`no ${id} ${version}`)
      const now = new Date()
      await db.transaction(async (tx) => {
        await updateListed(tx, [row.key], isListed, now)
        const change = { packageKey: pkg.key, lowerId: pkg.lowerId, id: pkg.id, version: row.version, now }
        await appendCatalogItem(tx, { kind: 'details', ...change })
      })
    },
    downloads: () => counted,
    indexed,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await search?.close()
      await db.close()
    },
  }
}
