import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../test/ask.ts'
import { createCatalogReader } from '../../test/catalog-reader.ts'
import { canRunOn } from '../../test/databases.ts'
import { findPackage } from '../packages/store.ts'
import { appendCatalogItems, type CatalogChange } from './catalog-store.ts'
import { startTestFeed, type TestFeed } from './test-feed.ts'

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const index = '/v3/catalog/index.json'

describe.each(['sqlite', 'postgres'] as const)('the catalog on %s', (kind) => {
  describe.skipIf(!canRunOn(kind))('over HTTP', () => {
    let feed: TestFeed

    beforeAll(async () => {
      feed = await startTestFeed(kind)
    })
    afterAll(() => feed.close())

    const pathOf = (url: unknown) => String(url).slice(feed.site.length)
    const itemsOfPage = async (page: number) =>
      (await feed.get(`/v3/catalog/page${page}.json`)).json().items as unknown as Record<string, string>[]
    const newestLeaf = async () => {
      const pages = (await feed.get(index)).json().items as unknown as Json[]
      const items = await itemsOfPage(pages.length - 1)
      return feed.get(pathOf(items.at(-1)?.['@id']))
    }

    /** What an operation that deletes does to rows: the version's, and an item of its own kind. */
    async function remove(lowerId: string, lower: string): Promise<void> {
      const pkg = await findPackage(feed.deps.db.read, lowerId)
      if (!pkg) throw new Error(lowerId)
      const now = new Date()
      await feed.deps.db.transaction(async (tx) => {
        const deleted = { deleted_at: now.getTime(), deletion: 'soft' } as const
        await tx.updateTable('versions').set(deleted).where('lower_version', '=', lower).execute()
        const version = { full: lower, lower }
        await appendCatalogItems(tx, [{ kind: 'delete', packageKey: pkg.key, lowerId, id: pkg.id, version, now }])
      })
    }

    /** Many changes in one transaction, without their work: pages fill up. */
    async function touch(lowerId: string, lower: string, times: number): Promise<void> {
      const pkg = await findPackage(feed.deps.db.read, lowerId)
      if (!pkg) throw new Error(lowerId)
      const one = { kind: 'details', packageKey: pkg.key, lowerId, id: pkg.id, now: new Date() } as const
      const changes = Array.from({ length: times }, (): CatalogChange => ({ ...one, version: { full: lower, lower } }))
      const [first, ...others] = changes
      if (first) await feed.deps.db.transaction((tx) => appendCatalogItems(tx, [first, ...others]))
    }

    test('an empty catalog has no pages, and is older than every commit', async () => {
      const reply = await feed.get(index)
      expect(reply.json()).toMatchObject({
        '@id': `${feed.site}/v3/catalog/index.json`,
        commitTimeStamp: '0001-01-01T00:00:00.0000000Z',
        count: 0,
        items: [],
      })
      const page = await feed.get('/v3/catalog/page0.json')
      expect([page.status, page.phrase]).toEqual([404, 'The catalog has no such page yet.'])
    })

    test('§7.4: the leaf of a push says all that the package says', async () => {
      const nupkg = await feed.add({
        id: 'Contoso.Core',
        version: '1.0.0-Beta.1+sha.5',
        title: 'Core',
        tags: 'alpha beta',
        readme: '# Core',
        icon: png,
        files: { 'lib/net462/Contoso.Core.dll': 'x'.repeat(5000) },
        dependencies: [
          { targetFramework: 'net8.0', dependencies: [{ id: 'Fabrikam.Json', version: '1.0' }] },
          { targetFramework: 'net462', dependencies: [] },
        ],
        metadata: `<packageTypes><packageType name="DotnetTool" version="1.2" /><packageType name="Contoso" /></packageTypes>
          <frameworkAssemblies><frameworkAssembly assemblyName="System.Web" targetFramework="net462, net48" />
          <frameworkAssembly assemblyName="System.Net" /></frameworkAssemblies>
          <repository type="git" url="https://example.com/core.git" commit="abc" />
          <releaseNotes>First.</releaseNotes><serviceable>true</serviceable><projectUrl>https://example.com/</projectUrl>`,
      })
      const [item] = await itemsOfPage(0)
      expect(item).toEqual({
        '@id': expect.stringMatching(
          /^https:\/\/packages\.contoso\.com\/lode\/v3\/catalog\/data\/\d{4}(\.\d\d){5}\.\d{7}\/contoso\.core\.1\.0\.0-beta\.1\.json$/,
        ) as string,
        '@type': 'nuget:PackageDetails',
        commitId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        commitTimeStamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/) as string,
        'nuget:id': 'Contoso.Core',
        'nuget:version': '1.0.0-Beta.1+sha.5',
      })
      const leaf = (await newestLeaf()).json()
      const id = item?.['@id']
      const row = await feed.deps.db.read.selectFrom('versions').selectAll().executeTakeFirstOrThrow()
      const pushed = new Date(row.created_at).toISOString()
      expect(leaf).toMatchObject({
        '@id': id,
        '@type': ['PackageDetails', 'catalog:Permalink'],
        'catalog:commitId': item?.commitId,
        'catalog:commitTimeStamp': item?.commitTimeStamp,
        id: 'Contoso.Core',
        version: '1.0.0-Beta.1+sha.5',
        verbatimVersion: '1.0.0-Beta.1+sha.5',
        isPrerelease: true,
        created: pushed,
        lastEdited: '0001-01-01T00:00:00Z',
        published: pushed,
        listed: true,
        title: 'Core',
        tags: ['alpha', 'beta'],
        releaseNotes: 'First.',
        projectUrl: 'https://example.com/',
        iconFile: 'icon.png',
        readmeFile: 'README.md',
        licenseExpression: 'MIT',
        serviceable: true,
        requireLicenseAcceptance: false,
        packageHash: row.sha512,
        packageHashAlgorithm: 'SHA512',
        packageSize: nupkg.length,
        repository: { type: 'git', url: 'https://example.com/core.git', commit: 'abc' },
        packageTypes: [
          { '@id': `${id}#packagetypes/DotnetTool`, '@type': 'PackageType', name: 'DotnetTool', version: '1.2' },
          { '@id': `${id}#packagetypes/Contoso`, '@type': 'PackageType', name: 'Contoso' },
        ],
        frameworkAssemblyGroup: [
          { targetFramework: 'net462', assembly: ['System.Web'] },
          { targetFramework: 'net48', assembly: ['System.Web'] },
          { assembly: ['System.Net'] },
        ],
      })
      expect(leaf).not.toHaveProperty('copyright')
      expect(leaf.repository).not.toHaveProperty('branch')
      const groups = leaf.dependencyGroups as unknown as Json[]
      expect(groups.map((group) => [group.targetFramework, group.dependencies?.length])).toEqual([
        ['net8.0', 1],
        ['net462', undefined],
      ])
      expect(groups[0]?.dependencies?.[0]).toEqual({
        '@id': `${id}#dependencygroup/net8.0/fabrikam.json`,
        '@type': 'PackageDependency',
        id: 'Fabrikam.Json',
        range: '[1.0.0, )',
      })
      const entries = leaf.packageEntries as unknown as Record<string, unknown>[]
      expect(entries.map((entry) => entry.fullName)).toContain('Contoso.Core.nuspec')
      expect(entries.find((entry) => entry.name === 'Contoso.Core.dll')).toEqual({
        '@id': `${id}#lib/net462/Contoso.Core.dll`,
        '@type': 'PackageEntry',
        name: 'Contoso.Core.dll',
        fullName: 'lib/net462/Contoso.Core.dll',
        length: 5000,
        compressedLength: expect.any(Number) as number,
      })
    })

    test('protocol 73: push, unlist, relist and delete each append one commit, strictly later; earlier leaves stay as they were', async () => {
      const reader = createCatalogReader(`${feed.site}${index}`, async (url) => {
        const reply = await feed.get(url.slice(feed.site.length))
        if (reply.status !== 200) throw new Error(`${reply.status} ${url}`)
        return reply.body.toString()
      })
      let cursor = (await reader.readNew()).at(-1)?.timestamp ?? ''
      const leaves = new Map<string, string>()
      const acts: [act: () => Promise<unknown>, type: string, shows: object][] = [
        [() => feed.add({ id: 'Life.Cycle', version: '1.0.0' }), 'nuget:PackageDetails', { listed: true }],
        [
          () => feed.setListed('life.cycle', '1.0.0', false),
          'nuget:PackageDetails',
          { listed: false, published: '1900-01-01T00:00:00Z' },
        ],
        [() => feed.setListed('life.cycle', '1.0.0', true), 'nuget:PackageDetails', { listed: true }],
        [
          () => remove('life.cycle', '1.0.0'),
          'nuget:PackageDelete',
          {
            '@type': ['PackageDelete', 'catalog:Permalink'],
            id: 'Life.Cycle',
            originalId: 'Life.Cycle',
            version: '1.0.0',
          },
        ],
      ]
      for (const [act, type, shows] of acts) {
        await act()
        const items = await reader.readNew()
        expect(items.map((item) => [item.type, item.id, item.version])).toEqual([[type, 'Life.Cycle', '1.0.0']])
        const [item] = items
        expect((item?.timestamp ?? '') > cursor).toBe(true)
        cursor = item?.timestamp ?? ''
        const leaf = await feed.get(pathOf(item?.url))
        expect(leaf.json()).toMatchObject(shows)
        expect(leaf.headers['cache-control']).toBe('public, max-age=86400, immutable')
        leaves.set(item?.url ?? '', leaf.body.toString())
      }
      for (const [url, text] of leaves) {
        expect((await feed.get(pathOf(url))).body.toString()).toBe(text)
      }
      expect((await feed.get(index)).json()).toMatchObject({
        'nuget:lastCreated': expect.any(String) as string,
        'nuget:lastEdited': expect.any(String) as string,
        'nuget:lastDeleted': expect.any(String) as string,
      })
    })

    test('a leaf that nobody asked for before a later change shows its own time all the same', async () => {
      await feed.add({ id: 'Asked.Late', version: '1.0.0' })
      await feed.setListed('asked.late', '1.0.0', false)
      const [pushed, unlisted] = (await itemsOfPage(0)).slice(-2)
      expect((await feed.get(pathOf(pushed?.['@id']))).json()).toMatchObject({
        listed: true,
        lastEdited: '0001-01-01T00:00:00Z',
      })
      expect((await feed.get(pathOf(unlisted?.['@id']))).json().listed).toBe(false)
    })

    test('§5.6: registration points to the leaf of the newest commit, and says when it was', async () => {
      const leaf = (await newestLeaf()).json()
      const commit = { commitId: leaf['catalog:commitId'], commitTimeStamp: leaf['catalog:commitTimeStamp'] }
      const registration = (await feed.get('/v3/reg-gz2/asked.late/index.json')).json()
      expect(registration).toMatchObject({
        ...commit,
        items: [{ ...commit, items: [{ ...commit, catalogEntry: { '@id': leaf['@id'], listed: false } }] }],
      })
      expect((await feed.get('/v3/reg-gz2/asked.late/1.0.0.json')).json().catalogEntry).toBe(leaf['@id'])
    })

    test('an item of before states and files were kept shows the version as it was pushed', async () => {
      const old = await startTestFeed(kind)
      try {
        await old.add({ id: 'Old.Row', version: '1.0.0' })
        await old.setListed('old.row', '1.0.0', false)
        await old.deps.db.transaction(async (tx) => {
          await tx.updateTable('catalog_items').set({ state: null }).execute()
          await tx.deleteFrom('version_entries').execute()
        })
        const items = (await old.get('/v3/catalog/page0.json')).json().items as unknown as Record<string, string>[]
        const shown = (await old.get(String(items[0]?.['@id']).slice(old.site.length))).json()
        expect(shown).toMatchObject({ listed: true, lastEdited: '0001-01-01T00:00:00Z', published: shown.created })
        expect(shown).not.toHaveProperty('packageEntries')
      } finally {
        await old.close()
      }
    })

    test('protocol 73: a full page never changes again and may be kept; the last page and the index may not', async () => {
      const before = (await feed.get(index)).json().items?.[0]?.count as unknown as number
      await touch('contoso.core', '1.0.0-beta.1', 549 - before)
      const last = await feed.get('/v3/catalog/page0.json')
      expect([last.json().count, last.headers['cache-control']]).toEqual([549, 'no-store'])
      expect((await feed.get('/v3/catalog/page1.json')).status).toBe(404)
      await feed.add({ id: 'Page.Filler', version: '1.0.0' })
      const full = await feed.get('/v3/catalog/page0.json')
      expect([full.json().count, full.headers['cache-control']]).toEqual([550, 'public, max-age=86400, immutable'])
      expect((await feed.get(index)).json().count).toBe(1)

      await touch('contoso.core', '1.0.0-beta.1', 1200)
      expect((await feed.get('/v3/catalog/page0.json')).body.equals(full.body)).toBe(true)
      const reply = await feed.get(index)
      expect(reply.headers['cache-control']).toBe('no-store')
      const pages = reply.json().items as unknown as Record<string, unknown>[]
      expect(pages.map((page) => page.count)).toEqual([550, 550, 550, 100])
      for (const [number, stub] of pages.entries()) {
        const page = (await feed.get(`/v3/catalog/page${number}.json`)).json()
        expect(page).toMatchObject({ ...stub, parent: `${feed.site}/v3/catalog/index.json` })
      }
      expect(reply.json()).toMatchObject({
        commitId: pages.at(-1)?.commitId,
        commitTimeStamp: pages.at(-1)?.commitTimeStamp,
      })
    })

    test('protocol 4, 6: HEAD, 304, gzip and CORS are as everywhere in the feed', async () => {
      const leaf = pathOf((await newestLeaf()).json()['@id'])
      for (const path of [index, '/v3/catalog/page0.json', '/v3/catalog/page3.json', leaf, '/v3/catalog/page9.json']) {
        const get = await feed.get(path, { headers: { 'Accept-Encoding': 'gzip' } })
        const head = await feed.get(path, { method: 'HEAD', headers: { 'Accept-Encoding': 'gzip' } })
        expect({ ...head.headers, date: '' }).toEqual({ ...get.headers, date: '' })
        expect([head.status, head.body.length]).toEqual([get.status, 0])
        expect(get.headers['access-control-allow-origin']).toBe('*')
        if (get.status === 404) continue
        const plain = await feed.get(path)
        expect([get.headers['content-encoding'], get.headers.vary]).toEqual(['gzip', 'Accept-Encoding'])
        expect(gunzipSync(get.body).equals(plain.body)).toBe(true)
        const again = await feed.get(path, { headers: { 'If-None-Match': plain.headers.etag ?? '' } })
        expect([again.status, again.body.length]).toEqual([304, 0])
      }
      expect((await feed.get(index, { method: 'POST' })).status).toBe(405)
    })

    test('protocol 5: every absolute address begins with the public base', async () => {
      const leaf = pathOf((await newestLeaf()).json()['@id'])
      for (const path of [index, '/v3/catalog/page0.json', leaf]) {
        const ids = [...(await feed.get(path)).body.toString().matchAll(/"(?:@id|parent)":"([^"]*)"/g)]
        expect(ids.length).toBeGreaterThan(0)
        for (const [, url = ''] of ids) expect(url.startsWith(`${feed.site}/v3/catalog/`)).toBe(true)
      }
    })

    test('what the catalog has not is 404 and says so; letter case makes no difference', async () => {
      const leaf = pathOf((await newestLeaf()).json()['@id'])
      expect(await feed.get(leaf.toUpperCase().replace('/LODE', '')).then((reply) => reply.status)).toBe(200)
      const noLeaf = 'The catalog has no such leaf. Its pages name all there are.'
      const others = {
        [leaf.replace('contoso.core', 'contoso.other')]: noLeaf,
        [leaf.replace(/\.\d{7}\//, '.0000000/')]: noLeaf,
        [leaf.replace(/\.\d{7}\//, '/')]: 'This feed has nothing at this address.',
        [leaf.replace(/data\/\d{4}\.\d\d/, 'data/2026.13')]: 'This feed has nothing at this address.',
        '/v3/catalog/page01.json': 'This feed has nothing at this address.',
        '/v3/catalog/': 'This feed has nothing at this address.',
        '/v3/catalog/page999999999.json': 'The catalog has no such page yet.',
      }
      for (const [path, phrase] of Object.entries(others)) {
        const reply = await feed.get(path)
        expect([path, reply.status, reply.phrase]).toEqual([path, 404, phrase])
        expect(reply.headers['cache-control']).toBe('no-store')
      }
    })
  })
})

test('protocol 48: on a private instance the catalog is behind the same gate', async () => {
  const feed = await startTestFeed('sqlite', { settings: { LODE_READS: 'private' } })
  try {
    await feed.add({ id: 'Contoso.Core' })
    for (const path of [index, '/v3/catalog/page0.json']) {
      const reply = await feed.get(path)
      expect([reply.status, reply.headers['www-authenticate']]).toEqual([
        401,
        expect.stringContaining('Basic') as string,
      ])
    }
  } finally {
    await feed.close()
  }
})
