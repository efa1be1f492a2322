import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { canRunOn } from '../../test/databases.ts'
import type { Json } from '../../test/ask.ts'
import { startTestFeed, type TestFeed } from './test-feed.ts'

describe.each(['sqlite', 'postgres'] as const)('search on %s', (kind) => {
  describe.skipIf(!canRunOn(kind))('over HTTP', () => {
    let feed: TestFeed

    beforeAll(async () => {
      feed = await startTestFeed(kind, { search: true })
      await feed.add({ id: 'Contoso.Json', version: '1.0.0', tags: 'json text', title: 'Contoso JSON' })
      await feed.add({ id: 'Contoso.Json', version: '1.1.0' })
      await feed.add({ id: 'Contoso.Json', version: '2.0.0-beta' })
      await feed.add({ id: 'Contoso.Json', version: '3.0.0+sha' })
      await feed.add({ id: 'Contoso.Preview', version: '0.1.0-alpha' })
      await feed.add({ id: 'Contoso.Modern', version: '1.0.0-rc.1' })
      await feed.add({ id: 'Fabrikam.Tool', version: '1.0.0', packageTypes: ['DotnetTool'] })
      await feed.add({ id: 'Contoso.Hidden', version: '1.0.0' })
      await feed.setListed('contoso.hidden', '1.0.0', false)
      await feed.indexed()
      // The index's first filling goes on behind what it has followed.
      const everything = '?prerelease=true&semVerLevel=2.0.0'
      await vi.waitFor(async () => expect((await search(everything)).total).toBe(4), { timeout: 15_000 })
    })
    afterAll(() => feed.close())

    async function search(query: string): Promise<{ total: number; ids: string[]; data: Json[] }> {
      const reply = await feed.get(`/v3/query${query}`)
      expect([query, reply.status]).toEqual([query, 200])
      const { totalHits, data } = reply.json() as unknown as { totalHits: number; data: Json[] }
      return { total: totalHits, ids: data.map(({ id }) => String(id)).sort(), data }
    }

    async function complete(query: string): Promise<string[]> {
      const reply = await feed.get(`/v3/autocomplete${query}`)
      return (reply.json() as unknown as { data: string[] }).data
    }

    test('protocol 65: an empty search finds all listed IDs; take and skip are kept in bounds', async () => {
      const everything = '?prerelease=true&semVerLevel=2.0.0'
      const all = ['Contoso.Json', 'Contoso.Modern', 'Contoso.Preview', 'Fabrikam.Tool']
      expect((await search(everything)).ids).toEqual(all)
      expect(await search(`${everything}&take=0`)).toMatchObject({ total: 4, ids: [] })
      expect((await search(`${everything}&take=5000&skip=-3`)).ids).toEqual(all)
      expect((await search(`${everything}&skip=3001`)).ids).toEqual([])
      expect((await search(`${everything}&q=&take=1&skip=1`)).ids.length).toBe(1)
    })

    test('protocol 66: a search without prereleases shows the latest stable version and only stable ones', async () => {
      const { ids, data } = await search('?q=contoso&prerelease=false')
      expect(ids).toEqual(['Contoso.Json'])
      expect(data[0]?.version).toBe('1.1.0')
      expect((data[0]?.versions as unknown as { version: string }[]).map(({ version }) => version)).toEqual([
        '1.0.0',
        '1.1.0',
      ])
      expect(
        (await search('?q=contoso&prerelease=true')).data.find(({ id }) => String(id) === 'Contoso.Json')?.version,
      ).toBe('2.0.0-beta')
    })

    test('protocol 67: SemVer 2.0.0 versions are shown to those who ask for them, with addresses of their hive', async () => {
      const old = (await search('?q=packageid:contoso.json')).data[0]
      expect([old?.version, String(old?.registration).includes('/v3/reg-gz1/')]).toEqual(['1.1.0', true])
      const modern = (await search('?q=packageid:contoso.json&semVerLevel=2.0.0')).data[0]
      expect([modern?.version, modern?.registration]).toEqual([
        '3.0.0+sha',
        `${feed.site}/v3/reg-gz2/contoso.json/index.json`,
      ])
      expect((modern?.versions as unknown as Record<string, unknown>[]).at(-1)).toEqual({
        version: '3.0.0+sha',
        downloads: 0,
        '@id': `${feed.site}/v3/reg-gz2/contoso.json/3.0.0.json`,
      })
    })

    test('protocol 68: package types filter in any case and under each of their names', async () => {
      for (const name of ['packageType', 'packageTypeFilter', 'packagetypes']) {
        expect((await search(`?${name}=dotnetTOOL`)).ids).toEqual(['Fabrikam.Tool'])
      }
      expect(await search('?packageType=not%20a%20type')).toMatchObject({ total: 0, ids: [] })
    })

    test('§6.1: faulty numbers and booleans are refused, a text encoded twice is read', async () => {
      for (const query of ['?take=x', '?skip=1.5', '?prerelease=perhaps']) {
        const reply = await feed.get(`/v3/query${query}`)
        expect([query, reply.status, reply.json().Success]).toEqual([query, 400, false])
      }
      expect((await search('?q=packageid%253Acontoso.json')).ids).toEqual(['Contoso.Json'])
      expect((await feed.get('/v3/query?q=a', { method: 'HEAD' })).body.length).toBe(0)
    })

    test('protocol 72: completion gives IDs by prefix and versions by ID', async () => {
      expect(await complete('?q=contoso.j')).toEqual(['Contoso.Json'])
      expect((await complete('?q=Contoso&prerelease=true&semVerLevel=2.0.0')).sort()).toEqual([
        'Contoso.Json',
        'Contoso.Modern',
        'Contoso.Preview',
      ])
      expect(await complete('?id=Contoso.JSON')).toEqual(['1.0.0', '1.1.0'])
      expect(await complete('?id=contoso.json&prerelease=true&semVerLevel=2.0.0')).toEqual([
        '1.0.0',
        '1.1.0',
        '2.0.0-beta',
        '3.0.0+sha',
      ])
      expect(await complete('?id=No.Such')).toEqual([])
      expect((await feed.get('/v3/autocomplete?id=No.Such')).status).toBe(200)
    })

    test('§6.6: frameworks and orders may be asked for here too', async () => {
      await feed.add({ id: 'Yak.Old', files: { 'lib/net472/a.dll': 'x' } })
      await feed.add({ id: 'Yak.Standard', files: { 'lib/netstandard2.0/a.dll': 'x' } })
      await feed.add({ id: 'Yak.New', files: { 'lib/net8.0/a.dll': 'x' } })
      await feed.indexed()
      expect((await search('?q=yak&frameworks=netframework')).ids).toEqual(['Yak.Old'])
      expect((await search('?q=yak&tfms=net8.0,net472&frameworkFilterMode=any')).ids).toEqual(['Yak.New', 'Yak.Old'])
      expect((await search('?q=yak&tfms=net8.0,net472')).ids).toEqual([])
      const inOrder = async (sortBy: string) => (await search(`?q=yak&sortBy=${sortBy}`)).data.map(({ id }) => id)
      expect(await inOrder('title-asc')).toEqual(['Yak.New', 'Yak.Old', 'Yak.Standard'])
      expect(await inOrder('created-desc')).toEqual(['Yak.New', 'Yak.Standard', 'Yak.Old'])
      expect((await search('?q=yak&tfms=net481&includeComputedFrameworks=true')).ids).toContain('Yak.Old')
      expect((await feed.get('/v3/query?q=yak&tfms=net48&includeComputedFrameworks=maybe')).status).toBe(400)
      const reply = await feed.get('/v3/query?q=yak&frameworks=cobol')
      expect([reply.status, reply.json().Success]).toEqual([400, false])
    })

    test('protocol 16: a dependency on a SemVer 2.0.0 range keeps a package from those who do not ask for such', async () => {
      const dependencies = [{ dependencies: [{ id: 'Contoso.Json', version: '[2.0.0-a.b, )' }] }]
      await feed.add({ id: 'Wombat.Modern', version: '1.0.0', dependencies })
      await feed.indexed()
      const packageid = 'q=packageid:Wombat.Modern'
      expect((await search(`?${packageid}`)).ids).toEqual([])
      expect((await search(`?${packageid}&semVerLevel=2.0.0`)).ids).toEqual(['Wombat.Modern'])
      expect(await complete('?q=wombat')).toEqual([])
      expect(await complete('?id=wombat.modern')).toEqual([])
      expect(await complete('?q=wombat&semVerLevel=2.0.0')).toEqual(['Wombat.Modern'])
      expect(await complete('?id=wombat.modern&semVerLevel=2.0.0')).toEqual(['1.0.0'])
    })

    test('a package with more versions than the index keeps for answers is shown with all of them', async () => {
      const versions = Array.from({ length: 101 }, (_, i) => `1.${i}.0`)
      for (const version of versions) await feed.add({ id: 'Zebra.Many', version })
      await feed.indexed()
      const { data } = await search('?q=packageid:Zebra.Many')
      expect((data[0]?.versions as unknown as { version: string }[]).map(({ version }) => version)).toEqual(versions)
    })
  })
})
