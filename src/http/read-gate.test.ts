import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canRunOn } from '../../test/databases.ts'
import { createKey, createUser } from '../../test/people.ts'
import type { Account } from '../accounts/account.ts'
import { startSession } from '../accounts/session.ts'
import { startTestFeed, type TestFeed } from '../feed/test-feed.ts'
import { listKeysOfUser, markRevoked } from '../keys/store.ts'

describe.each(['sqlite', 'postgres'] as const)('reading a private feed on %s', (kind) => {
  describe.skipIf(!canRunOn(kind))('over HTTP', () => {
    let feed: TestFeed
    let ann: Account
    let secret: string
    const paths = ['/v3/index.json', '/v3/flat/contoso.core/index.json', '/v3/reg/contoso.core/index.json']
    const nupkg = '/v3/flat/contoso.core/1.0.0/contoso.core.1.0.0.nupkg'

    beforeAll(async () => {
      feed = await startTestFeed(kind, { settings: { LODE_READS: 'private' } })
      await feed.add({ id: 'Contoso.Core', version: '1.0.0' })
      ann = await createUser(feed, { name: 'ann' })
      secret = await createKey(feed, ann, { actions: ['unlist'], globs: ['Fabrikam.*'] })
    })
    afterAll(() => feed.close())

    function basic(user: string, password: string): Record<string, string> {
      return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
    }

    test('protocol 48: without credentials, or with wrong ones, the answer is a 401 with a Basic challenge', async () => {
      for (const path of [...paths, nupkg, '/v3/query', '/v3/flat/no.such/index.json']) {
        for (const headers of [
          {},
          basic('ann', 'wrong'),
          { Authorization: 'Bearer x' },
          { Cookie: 'lode_session=x' },
        ]) {
          const reply = await feed.get(path, { headers })
          expect([path, reply.status]).toEqual([path, 401])
          expect(reply.headers['www-authenticate']).toMatch(/^Basic realm="127\.0\.0\.1:\d+"/)
          expect(reply.body.toString().trim()).toBe(reply.phrase)
        }
      }
      expect((await feed.get(nupkg, { method: 'OPTIONS' })).status).toBe(204)
    })

    test('protocol 48: any living key opens the feed, with any user name', async () => {
      for (const path of [...paths, nupkg]) {
        for (const user of ['ann', 'VssSessionToken', '']) {
          const reply = await feed.get(path, { headers: basic(user, secret) })
          expect([path, reply.status]).toEqual([path, 200])
          expect(reply.headers['cache-control']).toMatch(/^private/)
          expect(reply.headers.vary).toMatch(/Authorization/)
        }
      }
      expect((await feed.get(nupkg, { headers: { 'X-NuGet-ApiKey': secret } })).status).toBe(200)
    })

    test('a signed-in browser may read, so that pages can show pictures', async () => {
      const { token } = await startSession(feed.deps, ann, { address: '', userAgent: '', staySignedIn: false })
      const reply = await feed.get(nupkg, { headers: { Cookie: `a=b; __Host-lode_session=${token}` } })
      expect(reply.status).toBe(200)
    })

    test('a revoked key stops at the next request, and whoever holds it is told why', async () => {
      expect((await feed.get(nupkg, { headers: basic('x', secret) })).status).toBe(200)
      const key = (await listKeysOfUser(feed.deps.db.read, ann.id))[0]
      await feed.deps.db.transaction((tx) => markRevoked(tx, key?.id ?? 0, new Date()))
      const reply = await feed.get(nupkg, { headers: basic('x', secret) })
      expect([reply.status, reply.phrase.includes('revoked')]).toEqual([401, true])
    })
  })
})
