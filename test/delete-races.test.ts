import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deleteVersions, restoreVersion } from '../src/publish/delete-versions.ts'
import { buildNupkg } from './build-nupkg.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { push, relist, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'

const operator = { account: null, through: 'command-line', address: null } as const
const administrator = { kind: 'administrator' } as const

describe.each(['sqlite', 'postgres'] as const)('deletions and what goes on meanwhile on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let secret: string

    beforeAll(async () => {
      server = await startTestServer({ database })
      secret = await createKey(server, await createUser(server, { name: 'ann' }))
    })
    afterAll(() => server.close())

    test('a download that has begun ends whole when its version is deleted for good; the next one is 404', async () => {
      const bytes = await buildNupkg({ id: 'Race.Large', files: { 'content/large.bin': randomBytes(20_000_000) } })
      const headers = { 'X-NuGet-ApiKey': secret }
      const body = new Uint8Array(bytes)
      expect((await fetch(`${server.url}/api/v2/package/`, { method: 'PUT', headers, body })).status).toBe(201)

      const address = `${server.url}/v3/flat/race.large/1.0.0/race.large.1.0.0.nupkg`
      const [response] = (await once(get(address), 'response')) as [IncomingMessage]
      await once(response, 'readable') // what has arrived stays unread: the server cannot have sent it all
      const deletion = { id: 'Race.Large', versions: 'all', kind: 'hard', reason: null } as const
      expect(await deleteVersions(server.deps, administrator, deletion, operator)).toMatchObject({ ok: true })
      await server.runJobs()
      expect((await fetch(address)).status).toBe(404)

      const hash = createHash('sha256')
      let size = 0
      for await (const chunk of response as AsyncIterable<Buffer>) {
        size += chunk.length
        hash.update(chunk)
      }
      expect([size, hash.digest('hex')]).toEqual([bytes.length, createHash('sha256').update(bytes).digest('hex')])
    })

    test('of deletion, restoring and listing at once each is whole: rows, catalog and documents agree afterwards', async () => {
      await push(server, secret, { id: 'Race.Mixed', version: '1.0.0' })
      const subject = { id: 'Race.Mixed', version: '1.0.0' }
      const soft = { id: 'Race.Mixed', versions: 'all', kind: 'soft', reason: null } as const
      await Promise.all(
        Array.from({ length: 5 }, () => [
          deleteVersions(server.deps, administrator, soft, operator),
          restoreVersion(server.deps, subject, operator),
          relist(server, secret, 'Race.Mixed', '1.0.0'),
          unlist(server, secret, 'Race.Mixed', '1.0.0'),
          push(server, secret, { id: 'Race.Mixed', version: '1.0.0' }).then(({ status }) =>
            expect([403, 409]).toContain(status),
          ),
        ]).flat(),
      )
      const row = await server.deps.db.read
        .selectFrom('versions')
        .select(['deletion', 'listed'])
        .where('package_id', '=', 'Race.Mixed')
        .executeTakeFirstOrThrow()
      const items = await server.deps.db.read
        .selectFrom('catalog_items')
        .select('kind')
        .where('package_id', '=', 'Race.Mixed')
        .orderBy('committed_us')
        .execute()
      expect(items.at(-1)?.kind).toBe(row.deletion === null ? 'details' : 'delete')
      const list = await fetch(`${server.url}/v3/flat/race.mixed/index.json`)
      expect(list.status).toBe(row.deletion === null ? 200 : 404)
      const restorable = await fetch(`${server.url}/v3/flat/race.mixed/1.0.0/race.mixed.1.0.0.nupkg`)
      expect(restorable.status).toBe(list.status)
    })
  })
})
