import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { push, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf, type Visitor } from './session.ts'

describe.each(['sqlite', 'postgres'] as const)('profiles on %s', (database) => {
  describe.skipIf(!canRunOn(database))('of somebody who publishes', () => {
    let server: TestServer
    let ann: Account
    let secret: string
    let stranger: Visitor

    beforeAll(async () => {
      server = await startTestServer({ database, settings: { LODE_ROBOTS: 'allow' } })
      ann = await createUser(server, { name: 'ann' })
      secret = await createKey(server, ann)
      stranger = openVisitor(server)
    })
    afterAll(() => server.close())

    const idsOn = (html: string) => Array.from(html.matchAll(/result-title"><a href="[^"]+">([^<]+)/g), ([, id]) => id)

    test('without packages strangers read that, and the user how to publish', async () => {
      const page = await stranger.get('/profiles/ann')
      expect([page.status, textOf(page.html)]).toEqual([200, expect.stringContaining('ann has no packages here yet')])
      expect(page.html).not.toContain('atom.xml')
      expect((await stranger.get('/profiles/ann/atom.xml')).status).toBe(404)
      expect((await (await signIn(server, ann)).get('/profiles/ann')).html).toContain('href="/help/push"')
    })

    test('twenty packages a page, the most downloaded first, with the totals of all; unlisted ones do not count', async () => {
      for (let i = 1; i <= 22; i++) expect((await push(server, secret, { id: `Many.P${i}` })).status).toBe(201)
      expect((await push(server, secret, { id: 'Many.Hidden' })).status).toBe(201)
      expect((await unlist(server, secret, 'Many.Hidden', '1.0.0')).status).toBe(200)
      await server.deps.db.transaction(async (tx) => {
        await tx.updateTable('packages').set({ downloads: 7 }).where('package_id', '=', 'Many.P9').execute()
        await tx.updateTable('packages').set({ downloads: 1000 }).where('package_id', '=', 'Many.Hidden').execute()
      })
      const first = await stranger.get('/profiles/ANN')
      expect(textOf(first.html)).toContain('22 packages 7 downloads')
      expect(idsOn(first.html)).toHaveLength(20)
      expect(idsOn(first.html)[0]).toBe('Many.P9')
      expect(first.html).toContain('href="/profiles/ann?page=2"')
      const second = await stranger.get('/profiles/ann?page=2')
      expect(idsOn(second.html)).toEqual(['Many.P7', 'Many.P8'])
      for (const beyond of ['3', '999999', '2.5', '-1', 'x']) {
        expect([beyond, (await stranger.get(`/profiles/ann?page=${beyond}`)).status]).toEqual([beyond, 200])
      }
      expect(idsOn((await stranger.get('/profiles/ann?page=99')).html)).toEqual(['Many.P7', 'Many.P8'])
      expect((await (await signIn(server, ann)).get('/profiles/ann')).html).toContain('/packages/Many.P9/Manage')
      expect(first.html).not.toContain('/Manage')
    })

    test('a stable version stands for a package before a newer prerelease', async () => {
      for (const version of ['1.0.0', '2.0.0-beta']) await push(server, secret, { id: 'Both.Kinds', version })
      const page = await stranger.get('/profiles/ann')
      expect(page.html).toMatch(/>Both\.Kinds<\/a> <span class="package-version">1\.0\.0</)
    })

    test('the feed has what was published last, of all packages, without unlisted versions', async () => {
      const feed = await stranger.get('/profiles/ann/atom.xml')
      expect([feed.status, feed.headers.get('Content-Type')]).toEqual([200, 'application/atom+xml; charset=utf-8'])
      const titles = Array.from(feed.html.matchAll(/<entry>.*?<title>([^<]+)/g), ([, title]) => title)
      expect(titles.slice(0, 3)).toEqual(['Both.Kinds 2.0.0-beta', 'Both.Kinds 1.0.0', 'Many.P22 1.0.0'])
      expect(titles).not.toContain('Many.Hidden 1.0.0')
      expect(feed.html).toContain(`<author><name>ann</name><uri>${server.url}/profiles/ann</uri></author>`)
      const again = await stranger.get('/profiles/ann/atom.xml', { 'If-None-Match': feed.headers.get('ETag') ?? '' })
      expect(again.status).toBe(304)
      expect((await stranger.get('/profiles/nobody/atom.xml')).status).toBe(404)
    })

    const mass = database === 'sqlite' ? 33_000 : 3000 // 32,766 parameters are what SQLite takes

    test('somebody who owns more packages than a query takes parameters has a profile, and Manage Packages', async () => {
      const bob = await createUser(server, { name: 'bob' })
      await server.deps.db.transaction(async (tx) => {
        const {
          id: _,
          package_key: __,
          ...version
        } = await tx.selectFrom('versions').selectAll().where('package_id', '=', 'Many.P1').executeTakeFirstOrThrow()
        const packages = Array.from({ length: mass }, (_, i) => ({
          package_id: `Mass.P${i}`, lower_id: `mass.p${i}`, created_at: 0, downloads: i, revision: 0,
        })) // prettier-ignore
        for (let from = 0; from < packages.length; from += 1000) {
          const keys = await tx
            .insertInto('packages')
            .values(packages.slice(from, from + 1000))
            .returning('id')
            .execute()
          const owned = keys.map(({ id }) => ({ package_key: id, account_id: bob.id, added_at: 0 }))
          await tx.insertInto('package_owners').values(owned).execute()
          const rows = keys.map(({ id }) => ({ ...version, package_key: id, blob_key: `mass/${id}` }))
          for (let at = 0; at < rows.length; at += 500) {
            await tx
              .insertInto('versions')
              .values(rows.slice(at, at + 500))
              .execute()
          }
        }
      })
      const page = await stranger.get('/profiles/bob')
      expect([page.status, textOf(page.html)]).toEqual([
        200,
        expect.stringContaining(`${mass.toLocaleString('en')} packages`),
      ])
      expect(idsOn(page.html)).toHaveLength(20)
    })

    test('the map of the gallery names every package with a listed version, and where robots may go', async () => {
      const robots = (await stranger.get('/robots.txt')).html
      expect(robots).toContain(`Sitemap: ${server.url}/sitemap.xml`)
      const index = await stranger.get('/sitemap.xml')
      const parts = Array.from(index.html.matchAll(/<loc>([^<]+)<\/loc>/g), ([, address = '']) => address)
      expect(parts[0]).toBe(`${server.url}/sitemap/1`)
      const map = (await stranger.get('/sitemap/1')).html
      expect(map).toContain(`<loc>${server.url}/packages/Many.P1</loc>`)
      expect(map).not.toContain('Many.Hidden')
      expect((await stranger.get(`/sitemap/${parts.length}`)).html).toContain('/packages/')
      for (const odd of ['0', 'x', '1e3', '99999']) {
        expect([odd, (await stranger.get(`/sitemap/${odd}`)).html.includes('<url>')]).toEqual([odd, false])
      }
    })
  })
})
