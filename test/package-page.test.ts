import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { push, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, textOf, type Visitor } from './session.ts'

describe.each(['sqlite', 'postgres'] as const)('the package page on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let ann: Account
    let secret: string
    let visitor: Visitor

    beforeAll(async () => {
      server = await startTestServer({ database })
      ann = await createUser(server, { name: 'ann' })
      secret = await createKey(server, ann)
      visitor = openVisitor(server)
    })
    afterAll(() => server.close())

    async function publish(...packages: readonly Parameters<typeof push>[2][]): Promise<void> {
      for (const pkg of packages) expect((await push(server, secret, pkg)).status).toBe(201)
    }

    test('gallery 55, protocol 95: the Atom feed has the listed versions, newest first; prereleases can be left out', async () => {
      const versions = ['1.10.0', '1.9.0', '2.0.0-beta', '1.0.0']
      await publish(...versions.map((version) => ({ id: 'Fed', version, description: `Words <of> ${version}` })))
      expect((await unlist(server, secret, 'Fed', '1.9.0')).status).toBe(200)
      const titles = (xml: string) => Array.from(xml.matchAll(/<entry>.*?<title>([^<]*)</g), ([, title]) => title)
      const feed = await visitor.get('/packages/fed/atom.xml')
      expect(feed.headers.get('Content-Type')).toBe('application/atom+xml; charset=utf-8')
      expect(titles(feed.html)).toEqual(['Fed 2.0.0-beta', 'Fed 1.10.0', 'Fed 1.0.0'])
      expect(feed.html).toContain(`<author><name>ann</name><uri>${server.url}/profiles/ann</uri></author>`)
      expect(feed.html).toContain('<content type="text">Words &#60;of&#62; 1.10.0</content>')
      const stable = await visitor.get('/packages/Fed/atom.xml?prerel=false')
      expect(titles(stable.html)).toEqual(['Fed 1.10.0', 'Fed 1.0.0'])

      const again = await visitor.get('/packages/fed/atom.xml', { 'If-None-Match': feed.headers.get('ETag') ?? '' })
      expect([again.status, again.html]).toEqual([304, ''])
      const page = await visitor.get('/packages/Fed')
      expect(page.html).toContain(
        '<link rel="alternate" type="application/atom+xml" title="Versions of Fed" href="/packages/Fed/atom.xml"/>',
      )
      expect(textOf(page.html)).toContain('Atom feed')
    })

    test('protocol 95: there is no feed of an unknown ID, without owners, or without a version to list', async () => {
      await publish({ id: 'Fed.Orphan' }, { id: 'Fed.Unlisted' }, { id: 'Fed.Early', version: '1.0.0-a' })
      await server.deps.db.transaction((tx) =>
        tx
          .deleteFrom('package_owners')
          .where('package_key', '=', tx.selectFrom('packages').select('id').where('lower_id', '=', 'fed.orphan'))
          .execute(),
      )
      expect((await unlist(server, secret, 'Fed.Unlisted', '1.0.0')).status).toBe(200)
      const addresses = [
        'No.Such/atom.xml',
        'Fed.Orphan/atom.xml',
        'Fed.Unlisted/atom.xml',
        'Fed.Early/atom.xml?prerel=false',
      ]
      for (const address of addresses) expect((await visitor.get(`/packages/${address}`)).status, address).toBe(404)
      expect((await visitor.get('/packages/Fed.Early/atom.xml')).status).toBe(200)
      for (const id of ['Fed.Orphan', 'Fed.Unlisted']) {
        expect((await visitor.get(`/packages/${id}`)).html, id).not.toContain('atom.xml')
      }
    })

    test('links to the latest version go to the newest stable one, the newest of all, or the newest with a label', async () => {
      const versions = ['1.0.0', '2.0.0', '3.0.0-beta.1', '3.0.0-rc.1', '3.0.0-rc.2']
      await publish(...versions.map((version) => ({ id: 'Newest', version })))
      expect((await unlist(server, secret, 'Newest', '3.0.0-rc.2')).status).toBe(200)
      const shown = async (path: string) => {
        const { status, html } = await visitor.get(`/packages/newest/${path}`)
        return status === 200 ? /<title>Newest (\S+)/.exec(html)?.[1] : status
      }
      expect(await shown('latest')).toBe('2.0.0')
      expect(await shown('latest/prerelease')).toBe('3.0.0-rc.1')
      expect(await shown('absoluteLatest')).toBe('3.0.0-rc.1')
      expect(await shown('latest/prerelease/Beta')).toBe('3.0.0-beta.1')
      expect(await shown('latest/prerelease/gamma')).toBe(404)
      expect((await visitor.get('/packages/No.Such/latest')).status).toBe(404)
    })

    test('badges show the latest version and the downloads, set no cookie, and say what is not there', async () => {
      await publish({ id: 'Worn', version: '1.2.3' }, { id: 'Worn', version: '2.0.0-rc.1' })
      const fresh = openVisitor(server)
      const badge = async (query: string) => {
        const { status, headers, html } = await fresh.get(`/packages/${query}`)
        const label = /aria-label="([^"]*)"/.exec(html)?.[1]
        return { status, label, type: headers.get('Content-Type'), caching: headers.get('Cache-Control') }
      }
      const usual = { status: 200, type: 'image/svg+xml', caching: 'public, max-age=300' }
      expect(await badge('worn/badge.svg')).toEqual({ ...usual, label: 'Lode: v1.2.3' })
      expect(await badge('Worn/badge.svg?prerel=true')).toEqual({ ...usual, label: 'Lode: v2.0.0-rc.1' })
      expect(await badge('Worn/badge.svg?show=downloads')).toEqual({ ...usual, label: 'downloads: 0' })
      const lost = { ...usual, status: 404, label: 'Lode: not found' }
      expect(await badge('No.Such/badge.svg')).toEqual(lost)
      expect(await badge('%22%3E%3Cscript%3E/badge.svg')).toEqual(lost)
      expect(fresh.cookies.size).toBe(0)

      const page = await visitor.get('/packages/Worn')
      const at = `${server.url}/packages/Worn`
      expect(page.html).toContain(`[![Worn](${at}/badge.svg)](${at})`)
      expect(page.html).toContain(`[![Worn](${at}/badge.svg?show=downloads)](${at})`)
    })

    test('used by names the packages whose latest version depends on this one, right after each change', async () => {
      const on = (id: string) => [{ targetFramework: 'net8.0', dependencies: [{ id, version: '1.0.0' }] }]
      const shown = async (id: string) => textOf((await visitor.get(`/packages/${id}`)).html)
      await publish({ id: 'Used.Core' }, { id: 'Used.Tool', packageTypes: ['DotnetTool'] })
      expect(await shown('Used.Core')).toContain('No package of this gallery depends on Used.Core')
      await publish({ id: 'Uses.A', dependencies: on('used.core') }, { id: 'Uses.B', dependencies: on('Used.Core') })
      expect(await shown('Used.Core')).toMatch(/2 packages depend on Used\.Core .* Uses\.A 0 Uses\.B 0/)

      await publish({ id: 'Uses.A', version: '2.0.0' }) // no longer does
      expect(await shown('Used.Core')).toMatch(/1 package depends on Used\.Core .* Uses\.B 0/)
      expect((await unlist(server, secret, 'Uses.A', '2.0.0')).status).toBe(200)
      expect((await unlist(server, secret, 'Uses.B', '1.0.0')).status).toBe(200)
      expect(await shown('Used.Core')).toMatch(/1 package depends on Used\.Core .* Uses\.A 0/)
      expect(await shown('Used.Tool')).not.toContain('Used by')
    })

    test('used by shows the five most downloaded, and leads to all of them', async () => {
      const dependencies = [{ dependencies: [{ id: 'Used.Much', version: '1.0.0' }] }]
      await publish({ id: 'Used.Much' }, ...[1, 2, 3, 4, 5, 6].map((n) => ({ id: `Many.${n}`, dependencies })))
      const page = await visitor.get('/packages/Used.Much')
      expect(textOf(page.html)).toMatch(
        /6 packages depend .* Many\.1 0 Many\.2 0 Many\.3 0 Many\.4 0 Many\.5 0 Show all/,
      )
      const all = /href="(\/packages\?q=dependson[^"]+)"/.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
      expect(textOf((await visitor.get(all)).html)).toContain('6 packages')
    })
  })
})

test('READMEs show pictures of the hosts that the operator named, over https, and the content policy lets those in', async () => {
  const server = await startTestServer({ settings: { LODE_IMAGE_HOSTS: 'img.shields.io' } })
  try {
    const secret = await createKey(server, await createUser(server, { name: 'ann' }))
    const readme = '![build](http://img.shields.io/b.svg) ![spy](https://spy.example/p.png)'
    expect((await push(server, secret, { id: 'Badged', readme })).status).toBe(201)
    const { html, headers } = await openVisitor(server).get('/packages/Badged')
    expect(html).toContain('<img src="https://img.shields.io/b.svg" alt="build"')
    expect(html).not.toContain('spy.example')
    expect(headers.get('Content-Security-Policy')).toContain("img-src 'self' data: https://img.shields.io;")
  } finally {
    await server.close()
  }
})
