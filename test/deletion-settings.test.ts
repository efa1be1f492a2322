import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { push, unlist, type PublishAnswer } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'

describe.each(['sqlite', 'postgres'] as const)("the operator's rules of deletion on %s", (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let secret: string

    async function start(settings: Record<string, string>): Promise<void> {
      server = await startTestServer({ database, settings })
      secret = await createKey(server, await createUser(server, { name: 'ann' }), { days: 365 })
      for (const version of ['1.0.0', '2.0.0']) await push(server, secret, { id: 'Rules.Lib', version })
    }
    afterEach(() => server.close())

    const remove = (version: string, query = ''): Promise<PublishAnswer> =>
      unlist(server, secret, 'Rules.Lib', `${version}${query}`)

    async function rows() {
      const columns = ['normalized_version', 'listed', 'deletion', 'blob_key'] as const
      return server.deps.db.read.selectFrom('versions').select(columns).orderBy('id').execute()
    }

    test('where DELETE deletes, and hard, one without a type does so; type=Unlist still unlists', async () => {
      await start({ LODE_API_DELETE: 'delete', LODE_OWNERS_DELETION: 'hard' })
      expect((await remove('2.0.0', '?type=Unlist')).status).toBe(200)
      expect((await remove('1.0.0')).status).toBe(200)
      await server.runJobs()
      const [first, second] = await rows()
      expect(first).toMatchObject({ deletion: 'hard' })
      expect(second).toMatchObject({ deletion: null, listed: 0 })
      expect(await server.deps.blobs.read(first?.blob_key ?? '')).toBeNull()
      expect((await remove('1.0.0')).status).toBe(404)
    })

    test('where owners never delete, they are told so and may unlist', async () => {
      await start({ LODE_OWNERS_DELETE: 'never' })
      const before = await rows()
      expect(await remove('1.0.0', '?type=SoftDelete')).toMatchObject({
        status: 403,
        phrase: 'Owners may not delete versions in this gallery. Unlist the version, or ask an administrator.',
      })
      expect(await rows()).toEqual(before)
      expect((await remove('1.0.0')).status).toBe(200)
    })

    test('where owners always delete, they do so after months', async () => {
      await start({ LODE_OWNERS_DELETE: 'always' })
      server.clock.advance(200 * 86_400_000)
      expect((await remove('1.0.0', '?type=SoftDelete')).status).toBe(200)
      expect(await rows()).toMatchObject([{ deletion: 'soft' }, { deletion: null }])
    })

    test('a deprecation without User-Agent is refused and changes nothing', async () => {
      await start({})
      const before = await rows()
      const headers = { 'X-NuGet-ApiKey': secret, 'Content-Type': 'application/json' }
      const sent = request(`${server.url}/api/v2/package/Rules.Lib/deprecations`, { method: 'PUT', headers })
      sent.end(JSON.stringify({ versions: ['1.0.0'], isLegacy: true }))
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      response.resume()
      expect([response.statusCode, response.statusMessage]).toEqual([
        400,
        'A User-Agent header is required here. Send one that names your program.',
      ])
      expect(await rows()).toEqual(before)
    })
  })
})
