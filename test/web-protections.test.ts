import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { createPages } from '../src/app.ts'
import { flushKeyUses } from '../src/keys/authorise.ts'
import { canRunOn } from './databases.ts'
import { createKey, createOrganization, createUser, password } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { findField, openVisitor, signIn, type Visitor } from './session.ts'

const evil = [
  '//evil.example',
  '///evil.example/x',
  '/\\evil.example',
  '\\\\evil.example',
  'http:evil.example',
  'http://evil.example/',
  'https:/\\evil.example',
  '/%2f%2fevil.example',
  '/%5cevil.example',
  '/\t/evil.example',
  '/\r\n/evil.example',
  '\t//evil.example',
  '/..//evil.example',
  '/.//evil.example',
  '@evil.example',
  '//user@evil.example',
  'javascript:alert(1)',
]

describe.each(['sqlite', 'postgres'] as const)('gallery 66: on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let secure: TestServer
    let root: Account
    let visitor: Visitor

    beforeAll(async () => {
      const settings = { LODE_LIMIT_FORM: 'off', LODE_LIMIT_SIGN_IN: 'off' }
      server = await startTestServer({ database, settings })
      secure = await startTestServer({ settings: { LODE_URL: 'https://packages.contoso.example' } })
      root = await createUser(server, { name: 'root', password, admin: true })
      visitor = await signIn(server, root)
      await createOrganization(server, { name: 'contoso', administrator: root })
      await push(server, await createKey(server, root), { id: 'Contoso.Core', version: '1.0.0' })
      await flushKeyUses(server.deps)
    })
    afterAll(async () => {
      await server.close()
      await secure.close()
    })

    const parameters: Readonly<Record<string, string>> = {
      id: 'Contoso.Core',
      version: '1.0.0',
      token: 'ab'.repeat(32),
    }

    /** Every address of the pages' router for this method, with something in the place of its parameters. */
    function addressesOf(method: 'GET' | 'POST'): readonly string[] {
      const paths = createPages(server.deps)
        .routes.filter((route) => route.method === method && !route.path.includes('*'))
        .map(({ path }) =>
          path.replace(/:(\w+)(?:\{((?:[^{}]|\{[^}]*\})*)\})?/g, (_, name: string, pattern?: string) => {
            if (pattern?.includes('|')) return pattern.split('|')[0] ?? ''
            if (name === 'name') return path.startsWith('/organization') ? 'contoso' : 'root'
            return parameters[name] ?? '1'
          }),
        )
      return [...new Set(paths)]
    }

    /** Everything that is kept, by table, but for what every request may leave behind. */
    async function state(): Promise<ReadonlyMap<string, string>> {
      const ignored = new Set(['sessions', 'rate_limits', 'audit', 'sign_in_failures', 'jobs'])
      const tables = await server.deps.db.read.introspection.getTables()
      const names = tables.map(({ name }) => name as 'accounts').filter((name) => !ignored.has(name))
      const rows = await Promise.all(names.map((name) => server.deps.db.read.selectFrom(name).selectAll().execute()))
      return new Map(names.map((name, i) => [name, JSON.stringify(rows[i])]))
    }

    async function changedSince(before: ReadonlyMap<string, string>): Promise<readonly string[]> {
      const now = await state()
      expect(now.size).toBeGreaterThan(25)
      return [...now].filter(([name, rows]) => before.get(name) !== rows).map(([name]) => name)
    }

    test('gallery 66: every address that a form is sent to refuses it without the token, from elsewhere, and with the token of somebody else', async () => {
      const addresses = addressesOf('POST')
      expect(addresses.length).toBeGreaterThan(60)
      const others = findField((await openVisitor(server).get('/users/account/LogOn')).html, 'form_token') ?? ''
      const own = findField((await visitor.get('/account')).html, 'form_token') ?? ''
      const before = await state()
      for (const path of addresses) {
        for (const [form_token, headers] of [
          ['', {}],
          [others, {}],
          [own, { Origin: 'https://evil.example' }],
          [own, { Origin: server.url, 'Sec-Fetch-Site': 'cross-site' }],
        ] as const) {
          const page = await visitor.post(path, { form_token, act: 'delete', username: 'root' }, { headers })
          expect([path, page.status]).toEqual([path, 400])
        }
        const stranger = await openVisitor(server).post(path, { form_token: 'x' })
        expect([path, [303, 400].includes(stranger.status)]).toEqual([path, true])
      }
      expect(await changedSince(before)).toEqual([])
    })

    test('gallery 66: no GET, HEAD, PUT, PATCH or DELETE of any page changes anything', async () => {
      const own = findField((await visitor.get('/account')).html, 'form_token') ?? ''
      const posts = new Set(addressesOf('POST'))
      const before = await state()
      for (const path of new Set([...posts, ...addressesOf('GET')])) {
        const query = `?form_token=${own}&act=delete&username=root&confirm=root&name=root`
        const page = await visitor.get(path + query)
        expect([path, page.status < 500]).toEqual([path, true])
        if (!posts.has(path)) continue
        for (const method of ['HEAD', 'PUT', 'PATCH', 'DELETE']) {
          const cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ')
          const headers = { Cookie: cookie, Origin: server.url, 'Content-Type': 'application/x-www-form-urlencoded' }
          const body = method === 'HEAD' ? {} : { body: `form_token=${own}&act=delete&username=root` }
          const answer = await fetch(server.url + path, { method, headers, redirect: 'manual', ...body })
          if (method !== 'HEAD') expect([method, path, answer.status]).toEqual([method, path, 404])
        }
      }
      expect(await changedSince(before)).toEqual([])
    })

    test('gallery 66: every page has the headers that protect it, and every cookie its attributes, on http and on https', async () => {
      for (const [at, isHttps] of [
        [server, false],
        [secure, true],
      ] as const) {
        const user = at === server ? root : await createUser(secure, { name: 'root', password, admin: true })
        const signedIn = await signIn(at, user)
        let cookies = 0
        for (const [who, path] of [
          ...addressesOf('GET').map((path) => ['signed in', path] as const),
          ...['/', '/packages', '/users/account/LogOn', '/users/account/SignUp', '/nothing-here'].map(
            (path) => ['stranger', path] as const,
          ),
        ]) {
          const page = await (who === 'signed in' ? signedIn : openVisitor(at)).get(path, {
            Host: 'packages.contoso.example',
          })
          if (page.headers.get('Content-Type')?.startsWith('text/html') !== true) continue
          const { headers } = page
          expect([path, headers.get('Content-Security-Policy')]).toEqual([
            path,
            expect.stringContaining("frame-ancestors 'none'"),
          ])
          expect([path, headers.get('Content-Security-Policy')]).toEqual([path, expect.not.stringContaining('unsafe')])
          expect([path, headers.get('X-Content-Type-Options'), headers.get('X-Frame-Options')]).toEqual([
            path,
            'nosniff',
            'DENY',
          ])
          expect([path, headers.get('Referrer-Policy')]).toEqual([path, 'same-origin'])
          expect([path, headers.get('Strict-Transport-Security')]).toEqual([path, isHttps ? 'max-age=31536000' : null])
          expect([path, headers.get('Cache-Control')]).toEqual([
            path,
            who === 'signed in' ? 'no-store' : 'private, no-cache',
          ])
          for (const line of headers.getSetCookie()) {
            cookies++
            expect(line).toMatch(isHttps ? /^__Host-lode_\w+=/ : /^lode_\w+=/)
            expect(line).toMatch(/; Path=\/;(.*;)? HttpOnly;( Secure;)? SameSite=Lax$/)
            expect(line.includes('; Secure')).toBe(isHttps)
          }
        }
        expect(cookies).toBeGreaterThan(3)
        const fields = { identifier: 'root', password, stay: 'yes' }
        const origin = isHttps ? 'https://packages.contoso.example' : server.url
        const page = await openVisitor(at).post('/users/account/SignIn', fields, {
          from: '/users/account/LogOn',
          headers: { Origin: origin },
        })
        const set = page.headers.getSetCookie().filter((line) => /^(__Host-)?lode_(session|device)=/.test(line))
        expect(set).toHaveLength(2)
        for (const line of set) {
          expect(line).toMatch(
            isHttps
              ? /^__Host-.*; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/
              : /; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
          )
        }
      }
    })

    /** Where a browser on this site would go; null when it would stay where it is. */
    function leadsTo(location: string | null): string | null {
      return location === null ? null : new URL(location, server.url).origin
    }

    test.each(database === 'sqlite' ? evil : [])(
      'gallery 66: the return address %j leads nowhere else, from any page that takes one',
      async (returnUrl) => {
        const stays = (location: string | null) =>
          expect([returnUrl, leadsTo(location)]).toEqual([returnUrl, server.url])
        const query = `?returnUrl=${encodeURIComponent(returnUrl)}`
        const stranger = openVisitor(server)
        const shown = await stranger.get(`/users/account/LogOn${query}`)
        const kept = findField(shown.html, 'returnUrl')
        if (kept !== null) stays(kept)
        const fields = { identifier: 'root', password, returnUrl }
        stays((await stranger.post('/users/account/SignIn', fields, { from: '/users/account/LogOn' })).location)
        stays((await stranger.get(`/users/account/LogOn${query}`)).location)
        stays((await stranger.get(`/users/account/SignUp${query}`)).location)
        stays((await stranger.post('/account/ConfirmIdentity', { password, returnUrl })).location)
        const asked = findField((await stranger.get(`/account/ConfirmIdentity${query}`)).html, 'returnUrl')
        stays(asked)
        stays((await stranger.get(`/account/ConfirmationRequired${query}`)).location)
        for (const path of ['/language', '/theme', '/banner/dismiss'].filter((path) =>
          addressesOf('POST').includes(path),
        )) {
          stays(
            (await stranger.post(path, { returnUrl, language: 'en', theme: 'dark' }, { from: '/account' })).location,
          )
        }
        stays((await stranger.post('/users/account/LogOff', { returnUrl }, { from: '/account' })).location)
        const joined = {
          name: `new-${evil.indexOf(returnUrl)}`,
          email: `n${evil.indexOf(returnUrl)}@y.example`,
          password,
          returnUrl,
        }
        stays(
          (await openVisitor(server).post('/users/account/register', joined, { from: '/users/account/SignUp' }))
            .location,
        )
      },
    )
  })
})
