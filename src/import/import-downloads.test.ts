import { expect, test } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import { startTestFeed } from '../feed/test-feed.ts'
import { startDownloadCounter } from '../packages/downloads.ts'
import { importDownloads } from './import-downloads.ts'

type Record = readonly [id: string, ...(readonly [version: string, count: number])[]]

forEachDatabase('lode import downloads', (_, kind) => {
  async function openGallery() {
    const feed = await startTestFeed(kind, { search: true })
    const { deps } = feed
    const run = (records: readonly (Record | readonly unknown[])[], stop = new AbortController()) => {
      async function* chunks() {
        yield Buffer.from(JSON.stringify(records))
      }
      return importDownloads(deps, { chunks: chunks(), signal: stop.signal })
    }
    const search = async (text: string) => {
      const reply = await feed.get(`/v3/query?q=${text}&semVerLevel=2.0.0&prerelease=true`)
      const { data } = reply.json() as unknown as {
        data: { id: string; totalDownloads: number; versions: { version: string; downloads: number }[] }[]
      }
      return data
    }
    return { feed, deps, run, search }
  }

  test('makes the counts of the file the base, once however often it is run', async () => {
    const { feed, deps, run, search } = await openGallery()
    await feed.add({ id: 'Contoso.Core', version: '1.0.0' })
    await feed.add({ id: 'Contoso.Core', version: '2.0.0' })
    await feed.indexed()
    const file: Record[] = [
      ['contoso.CORE', ['1.0', 1000], ['3.0.0', 500]],
      ['Not.Here', ['1.0.0', 7]],
    ]
    const report = await run([...file, ['odd entry', 1]])
    expect(report).toMatchObject({ ids: 2, known: 1, changed: 1, versions: 2, knownVersions: 1, invalid: 1 })
    expect(report.invalidExamples).toEqual(['["odd entry",1]'])
    const expected = { totalDownloads: 1500, versions: [{ downloads: 1000 }, { downloads: 0 }] }
    expect((await search('contoso.core'))[0]).toMatchObject(expected)
    expect(await run(file)).toMatchObject({ known: 1, changed: 0 })
    expect((await search('contoso.core'))[0]).toMatchObject(expected)

    const version = await deps.db.read.selectFrom('versions').select('id').orderBy('id').executeTakeFirstOrThrow()
    const counter = startDownloadCounter(deps)
    for (let i = 0; i < 3; i++) counter.count(version.id, 'NuGet xplat/7.0.0')
    await counter.stop()
    expect((await search('contoso.core'))[0]).toMatchObject({
      totalDownloads: 1503,
      versions: [{ downloads: 1003 }, {}],
    })

    await run([['Contoso.Core', ['2.0.0', 40]]])
    expect((await search('contoso.core'))[0]).toMatchObject({
      totalDownloads: 43,
      versions: [{ downloads: 3 }, { downloads: 40 }],
    })
    await run([['Contoso.Core', ['1.0.0', 40]]])
    expect((await search('contoso.core'))[0]).toMatchObject({
      totalDownloads: 43,
      versions: [{ downloads: 43 }, { downloads: 0 }],
    })
    await run([['Not.Here', ['1.0.0', 7]]])
    expect((await search('contoso.core'))[0]?.totalDownloads).toBe(43)
    await feed.close()
  })

  test('orders search anew', async () => {
    const { feed, run, search } = await openGallery()
    for (const id of ['Widget.A', 'Widget.B', 'Widget.C']) await feed.add({ id })
    await feed.indexed()
    expect((await search('widget')).map(({ id }) => id)).toEqual(['Widget.A', 'Widget.B', 'Widget.C'])
    await run([
      ['Widget.C', ['1.0.0', 5_000_000]],
      ['Widget.B', ['1.0.0', 1000]],
    ])
    await feed.indexed()
    expect((await search('widget')).map(({ id }) => id)).toEqual(['Widget.C', 'Widget.B', 'Widget.A'])
    await run([['Widget.C', ['1.0.0', 0]]])
    await feed.indexed()
    expect((await search('widget')).map(({ id }) => id)).toEqual(['Widget.B', 'Widget.A', 'Widget.C'])
    await feed.close()
  })

  test('takes many IDs and versions, and says to search only what moved', async () => {
    const { feed, deps, run } = await openGallery()
    for (let i = 0; i < 12; i++) await feed.add({ id: `Many.P${i % 3}`, version: `1.${i}.0` })
    const others = Array.from({ length: 1500 }, (__, i): Record => [`Unknown.P${i}`, ['1.0.0', i]])
    const own = [0, 1, 2].map((i): Record => [`Many.P${i}`, [`1.${i}.0`, 10 ** (i + 3)]])
    expect(await run([...others, ...own])).toMatchObject({ ids: 1503, known: 3, changed: 3, knownVersions: 3 })
    const items = () =>
      deps.db.read.selectFrom('catalog_items').selectAll().where('lower_version', 'is', null).execute()
    expect(await items()).toHaveLength(3)
    await run([['Many.P0', ['1.0.0', 1001]], ...own.slice(1)])
    expect(await items()).toHaveLength(3)
    await feed.close()
  })

  test('a file that is cut off keeps what came before, and says so', async () => {
    const { feed, deps, search } = await openGallery()
    await feed.add({ id: 'Contoso.Core' })
    await feed.indexed()
    async function* chunks() {
      yield Buffer.from('[["Contoso.Core",["1.0.0",5]],["Contoso.Oth')
    }
    const cut = importDownloads(deps, { chunks: chunks(), signal: new AbortController().signal })
    await expect(cut).rejects.toThrow('The file ends before its end')
    expect((await search('contoso.core'))[0]?.totalDownloads).toBe(5)
    await feed.close()
  })
})
