import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openFileBlobs } from '../src/blobs/file-blobs.ts'
import type { Database } from '../src/db/database.ts'
import { openDatabase } from '../src/db/open.ts'
import { appendCatalogItems, type CatalogChange } from '../src/feed/catalog-store.ts'
import { toTimestamp } from '../src/feed/catalog-time.ts'
import { findPackage } from '../src/packages/store.ts'
import { buildNupkg } from './build-nupkg.ts'
import { createCatalogReader, type CatalogReader, type ReadItem } from './catalog-reader.ts'
import { canRunOn, newDatabaseSetting } from './databases.ts'
import { importPackage } from './import-package.ts'
import { relist, unlist } from './publish-requests.ts'
import {
  createPublisher,
  ensureBuilt,
  freePort,
  instanceEnv,
  lodeOrThrow,
  pushPackage,
  startServerProcess,
  type ServerProcess,
} from './server-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const site = 'https://packages.contoso.com'
const writers = 20
const readers = 4
const filler = 'Page.Filler'

/** Two servers on one database, and this process, which writes to it directly as the command line does. */
describe.each(['sqlite', 'postgres'] as const)('readers of the catalog while 20 write, on %s', (kind) => {
  describe.skipIf(!canRunOn(kind))('with two servers', () => {
    let servers: ServerProcess[] = []
    let secret: string
    let db: Database
    let deps: Parameters<typeof importPackage>[0]

    beforeAll(async () => {
      await ensureBuilt()
      const folder = temporaryFolder()
      const setting = kind === 'sqlite' ? `sqlite:${join(folder, 'lode.db')}` : await newDatabaseSetting(kind)
      const env = instanceEnv({ LODE_DATA: folder, LODE_DATABASE: setting, LODE_URL: site })
      servers = [
        await startServerProcess({ ...env, LODE_PORT: String(await freePort()) }),
        await startServerProcess({ ...env, LODE_PORT: String(await freePort()) }),
      ]
      await createPublisher(env, 'writer')
      const key = ['--name', 'all', '--actions', 'push,unlist', '--glob', '*', '--expires', '1d']
      secret = (await lodeOrThrow(env, ['key', 'create', '--user', 'writer', ...key])).trim()
      db = openDatabase({
        database: kind === 'sqlite' ? { kind, path: join(folder, 'lode.db') } : { kind, url: setting },
      })
      deps = { db, blobs: await openFileBlobs(join(folder, 'packages')), now: () => new Date() }
    }, 120_000)
    afterAll(async () => {
      for (const server of servers) await server.stop()
      await db.close()
    })

    /** Rounds that each reader has made. Writers wait for them now and then, so that reading falls between writing. */
    const rounds = Array.from({ length: readers }, () => 0)
    async function untilReadersMade(round: number): Promise<void> {
      while (Math.min(...rounds) < round) await setTimeout(5)
    }

    const serverOf = (n: number) => servers[n % servers.length] as ServerProcess

    /** Pushes, unlists, relists over HTTP, at one server and the other by turns. */
    async function writeOverHttp(n: number): Promise<void> {
      const id = `Writer.N${n}`
      for (const [i, version] of ['1.0.0', '2.0.0'].entries()) {
        await untilReadersMade(i)
        expect((await pushPackage(serverOf(n).url, secret, await buildNupkg({ id, version }))).status).toBe(201)
      }
      await untilReadersMade(2)
      expect((await unlist(serverOf(n + 1), secret, id, '1.0.0')).status).toBeLessThan(300)
      await untilReadersMade(3)
      expect((await relist(serverOf(n), secret, id, '1.0.0')).status).toBe(200)
    }

    /** One push, then changes in small transactions, some of them several items long. */
    async function writeDirectly(n: number): Promise<void> {
      const id = `Writer.N${n}`
      await importPackage(deps, await buildNupkg({ id, version: '1.0.0' }))
      for (let i = 0; i < 10; i++) {
        await untilReadersMade(Math.floor(i / 3))
        await change(id, 1 + (i % 3))
      }
    }

    async function change(id: string, count: number): Promise<void> {
      await db.transaction(async (tx) => {
        const lowerId = id.toLowerCase()
        const pkg = await findPackage(tx, lowerId)
        if (!pkg) throw new Error(id)
        const version = { full: '1.0.0', lower: '1.0.0' }
        const one: CatalogChange = { kind: 'details', packageKey: pkg.key, lowerId, id, version, now: new Date() }
        // Each change must have written the version's row, as every operation does.
        await tx.updateTable('versions').set({ listed: 1 }).where('package_key', '=', pkg.key).execute()
        await appendCatalogItems(tx, [one, ...Array.from({ length: count - 1 }, () => one)])
      })
    }

    /** Each request goes to the other server: what one has shown, the other must have too. */
    function openReader(): CatalogReader & { readonly leaf: (item: ReadItem) => Promise<string> } {
      let requests = 0
      const read = async (url: string) => {
        const response = await fetch(url.replace(site, serverOf(requests++).url))
        if (response.status !== 200) throw new Error(`${response.status} for ${url}`)
        return response.text()
      }
      return { ...createCatalogReader(`${site}/v3/catalog/index.json`, read), leaf: (item) => read(item.url) }
    }

    /** Follows the catalog until `isOver`, and once more; opens every leaf of the writers that it is shown. */
    async function follow(
      isOver: () => boolean,
      afterRound = () => {},
    ): Promise<{ items: ReadItem[]; fullPages: number }> {
      const reader = openReader()
      const items: ReadItem[] = []
      for (let isLast = false; !isLast; afterRound()) {
        isLast = isOver()
        for (const item of await reader.readNew()) {
          items.push(item)
          if (item.id === filler) continue // there before anybody wrote
          const leaf = JSON.parse(await reader.leaf(item)) as Record<string, unknown>
          expect([leaf['catalog:commitTimeStamp'], leaf.id]).toEqual([item.timestamp, item.id])
        }
      }
      return { items, fullPages: reader.fullPages.size }
    }

    test(
      'protocol 73: each sees every item exactly once, in order, and full pages stay as they were',
      { timeout: 240_000 },
      async () => {
        await importPackage(deps, await buildNupkg({ id: filler, version: '1.0.0' }))
        await change(filler, 449) // a page ends, and another begins, while the 20 write

        let isWriting = true
        const reading = Promise.all(
          rounds.map((_, n) =>
            follow(
              () => !isWriting,
              () => (rounds[n] = (rounds[n] ?? 0) + 1),
            ).finally(() => (rounds[n] = Infinity)),
          ),
        )
        const writing = Promise.all(
          Array.from({ length: writers }, (_, n) => (n < 12 ? writeOverHttp(n) : writeDirectly(n))),
        ).finally(() => (isWriting = false))
        await writing.finally(() => reading.catch(() => {})) // servers stop when the test ends
        const followed = await reading

        const rows = await db.read
          .selectFrom('catalog_items')
          .select(['sequence', 'committed_us'])
          .where('sequence', 'is not', null)
          .orderBy('sequence')
          .execute()
        const expected = rows.map((row) => toTimestamp(row.committed_us))
        expect(rows.map((row) => row.sequence)).toEqual(rows.map((_, i) => i))
        expect(expected).toEqual([...new Set(expected)].sort())
        expect(expected.length).toBe(450 + 12 * 4 + 8 * (1 + 19))
        for (const { items, fullPages } of followed) {
          expect(items.map((item) => item.timestamp)).toEqual(expected)
          expect(fullPages).toBe(1)
        }
        const late = await follow(() => true)
        expect(late.items).toEqual(followed[0]?.items)
      },
    )
  })
})
