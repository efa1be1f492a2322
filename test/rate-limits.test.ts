import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { hasDotnet, openDotnet } from './dotnet.ts'
import { buildNupkg } from './build-nupkg.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser, password } from './people.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf } from './session.ts'

describe.each(['sqlite', 'postgres'] as const)('rate limits on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let ann: Account

    async function start(settings: Record<string, string>): Promise<void> {
      server = await startTestServer({ database, settings: { LODE_TRUSTED_PROXIES: '127.0.0.0/8', ...settings } })
      ann = await createUser(server, { name: 'ann', password })
    }
    afterEach(() => server.close())

    type Answer = { status: number; phrase: string; retryAfter: string | null; type: string | null; text: string }

    async function send(method: string, path: string, key: string, address = '203.0.113.1'): Promise<Answer> {
      const body = method === 'PUT' ? new Uint8Array(await buildNupkg({ id: 'A', version: `1.0.${++pushes}` })) : null
      const headers = { 'X-NuGet-ApiKey': key, 'X-Forwarded-For': address }
      const response = await fetch(server.url + path, { method, headers, body })
      return {
        status: response.status,
        phrase: response.statusText,
        retryAfter: response.headers.get('Retry-After'),
        type: response.headers.get('Content-Type'),
        text: await response.text(),
      }
    }
    let pushes = 0
    const push = (key: string, address?: string) => send('PUT', '/api/v2/package', key, address)

    describe('of keys', () => {
      test('gallery 68, protocol 9: the push over the limit of a key is 429 with Retry-After; another key is unaffected', async () => {
        await start({ LODE_LIMIT_PUSH: '2/hour' })
        const [first, second] = [await createKey(server, ann), await createKey(server, ann)]
        expect([(await push(first)).status, (await push(first)).status]).toEqual([201, 201])
        server.clock.advance(3_544_000)
        const sentence = 'Rate limit is exceeded. Try again in 56 seconds.'
        expect(await push(first)).toEqual({
          status: 429,
          phrase: sentence,
          retryAfter: '56',
          type: 'application/json',
          text: JSON.stringify({ statusCode: 429, message: sentence }),
        })
        expect((await push(second)).status).toBe(201)
        expect((await server.deps.db.read.selectFrom('versions').selectAll().execute()).length).toBe(3)
        server.clock.advance(56_000)
        expect((await push(first)).status).toBe(201)
      })

      test.skipIf(!hasDotnet)('protocol 9: the real client waits as long as it is told, and succeeds', async () => {
        await start({ LODE_LIMIT_PUSH: '1/minute' })
        const key = await createKey(server, ann)
        expect((await push(key)).status).toBe(201)
        server.clock.advance(57_000)
        const dotnet = openDotnet(server)
        const pushing = dotnet.push(key, { id: 'B' })
        const tries = async () =>
          (await server.deps.db.read.selectFrom('rate_limits').select('times').executeTakeFirst())?.times ?? 0
        await vi.waitUntil(async () => (await tries()) > 1, { timeout: 60_000 })
        server.clock.advance(3000)
        const pushed = await pushing
        expect(pushed.text).toContain('Your package was pushed.')
        expect(pushed.code).toBe(0)
      })

      test('unlisting has a limit of its own', async () => {
        await start({ LODE_LIMIT_UNLIST: '1/hour', LODE_LIMIT_PUSH: '1/hour' })
        const key = await createKey(server, ann)
        expect((await push(key)).status).toBe(201)
        const path = `/api/v2/package/A/1.0.${pushes}`
        expect((await send('DELETE', path, key)).status).toBe(200)
        expect((await send('POST', path, key)).status).toBe(429)
        expect((await push(key)).status).toBe(429)
      })

      test('all keys of an account count together, and with what it posts in the browser', async () => {
        await start({ LODE_LIMIT_ACCOUNT: '2/hour' })
        const [first, second] = [await createKey(server, ann), await createKey(server, ann)]
        expect([(await push(first)).status, (await push(second)).status]).toEqual([201, 201])
        expect((await push(await createKey(server, ann))).status).toBe(429)
        const browser = await signIn(server, ann)
        const page = await browser.post('/language', { language: 'en', returnUrl: '/' }, { from: '/' })
        expect([page.status, page.headers.get('Retry-After')]).toEqual([429, '3600'])
      })

      test('two servers on one database count together', async () => {
        await start({ LODE_LIMIT_PUSH: '1/hour' })
        const key = await createKey(server, ann)
        expect((await push(key)).status).toBe(201)
        const { config } = server.deps
        const other = await startTestServer({
          settings: {
            LODE_LIMIT_PUSH: '1/hour',
            LODE_DATABASE: config.database.kind === 'sqlite' ? `sqlite:${config.database.path}` : config.database.url,
          },
        })
        other.clock.set(server.clock.now())
        const body = new Uint8Array(await buildNupkg({ id: 'A', version: '9.0.0' }))
        const options = { method: 'PUT', headers: { 'X-NuGet-ApiKey': key }, body }
        const response = await fetch(`${other.url}/api/v2/package`, options)
        await response.text()
        expect(response.status).toBe(429)
        await other.close()
      })
    })

    describe('of addresses', () => {
      test('a limit that covers pages covers keys too, and one network of IPv6 is one address', async () => {
        await start({ LODE_LIMIT_ADDRESS: '3/minute' })
        const key = await createKey(server, ann)
        const page = (address: string) => openVisitor(server).get('/', { 'X-Forwarded-For': address })
        expect((await page('2001:db8::1')).status).toBe(200)
        expect((await page('2001:db8::2')).status).toBe(200)
        expect((await push(key, '2001:db8::3')).status).toBe(201)
        expect(await push(key, '2001:db8::4')).toMatchObject({
          status: 429,
          retryAfter: '60',
          type: 'application/json',
        })
        expect((await page('2001:db8::5')).status).toBe(429)
        expect((await push(key, '2001:db8:0:1::1')).status).toBe(201)
        // What clients read is not limited.
        const index = await fetch(`${server.url}/v3/index.json`, { headers: { 'X-Forwarded-For': '2001:db8::1' } })
        expect(index.status).toBe(200)
        await index.text()
      })

      test('lesson: a blocked address is refused whatever it presents: page, key, feed', async () => {
        await start({ LODE_BLOCKED_ADDRESSES: '203.0.113.0/24, 2001:db8::/32' })
        const key = await createKey(server, ann)
        const refused = {
          status: 403,
          phrase: 'Requests from your address are not answered here. Ask an administrator of this gallery.',
        }
        for (const address of ['203.0.113.9', '2001:db8::9']) {
          expect(await push(key, address)).toMatchObject(refused)
          for (const path of ['/', '/v3/index.json', '/account/apikeys']) {
            expect(await send('GET', path, key, address)).toMatchObject(refused)
          }
        }
        expect((await push(key, '198.51.100.1')).status).toBe(201)
      })

      test('package pages have a limit, other pages and the feed have not', async () => {
        await start({ LODE_LIMIT_PACKAGE_PAGE: '2/minute' })
        const key = await createKey(server, ann)
        await push(key)
        const get = (path: string, address = '203.0.113.7') =>
          openVisitor(server).get(path, { 'X-Forwarded-For': address })
        expect([(await get('/packages/A')).status, (await get(`/packages/A/1.0.${pushes}`)).status]).toEqual([200, 200])
        const refused = await get('/packages/A')
        expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '60'])
        expect(textOf(refused.html)).toContain('Try again in 60 seconds.')
        expect(refused.html).toMatch(/href="\/packages\/A">Try again</)
        expect((await get('/packages')).status).toBe(200)
        expect((await get('/packages/A', '203.0.113.8')).status).toBe(200)
        server.clock.advance(60_000)
        expect((await get('/packages/A')).status).toBe(200)
      })
    })

    describe('of forms', () => {
      const from = { headers: { 'X-Forwarded-For': '203.0.113.5' } }

      test('sign-in, register and password reset have their own; whoever exists, the answer is the same', async () => {
        await start({ LODE_LIMIT_SIGN_IN: '2/minute', LODE_LIMIT_REGISTER: '1/hour', LODE_LIMIT_RESET: '1/hour' })
        const visitor = openVisitor(server)
        const enter = (name: string) =>
          visitor.post('/users/account/SignIn', { identifier: name, password: 'wrong' }, from)
        expect([(await enter('ann')).status, (await enter('nobody')).status]).toEqual([400, 400])
        expect((await enter('ann')).status).toBe(429)
        const elsewhere = { headers: { 'X-Forwarded-For': '203.0.113.6' } }
        const right = await openVisitor(server).post(
          '/users/account/SignIn',
          { identifier: 'ann', password },
          elsewhere,
        )
        expect(right.status).toBe(303)

        const register = (name: string) => {
          const fields = { name, email: `${name}@contoso.example`, password }
          return openVisitor(server).post('/users/account/register', fields, from)
        }
        expect([(await register('bea')).status, (await register('cas')).status]).toEqual([303, 429])

        const reset = (identifier: string, address: string) =>
          visitor.post('/account/ForgotPassword', { identifier }, { headers: { 'X-Forwarded-For': address } })
        for (const [identifier, network] of [
          ['ann', '1'],
          ['nobody', '2'],
        ] as const) {
          expect((await reset(identifier, `198.51.100.${network}`)).status).toBe(303)
          expect((await reset(identifier.toUpperCase(), `192.0.2.${network}`)).status).toBe(429)
        }
      })

      test('all forms together have one, and what is refused changes nothing', async () => {
        await start({ LODE_LIMIT_FORM: '1/minute' })
        const visitor = openVisitor(server)
        const choose = (language: string) =>
          visitor.post('/language', { language, returnUrl: '/' }, { from: '/', ...from })
        expect((await choose('zh-CN')).status).toBe(303)
        const refused = await choose('en')
        expect(refused.status).toBe(429)
        expect(textOf(refused.html)).toContain('请在 60 秒后重试')
        expect(visitor.cookies.get('lode_language')).toBe('zh-CN')
      })
    })
  })
})
