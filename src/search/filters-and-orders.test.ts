import { expect, test } from 'vitest'
import { parseFrameworkFilter } from './frameworks.ts'
import { parseSortBy, type SortBy } from './search.ts'
import { findIds, openTestCatalog, searchFor } from './test-catalog.ts'

test('a slip still finds something, but only when nothing matches what was typed', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish(
    { id: 'Newtonsoft.Json', tags: ['text'] },
    { id: 'Serilog.Sinks.Console', downloads: 5 },
    { id: 'Serilog' },
    { id: 'Early.Serializer', version: '1.0.0-beta' },
  )
  const search = await catalog.startSearch()
  for (const [text, expected] of [
    ['newtonsfot', ['newtonsoft.json']],
    ['Newtonsfot.Jsn', ['newtonsoft.json']],
    ['serilgo console', ['serilog.sinks.console']],
    ['serilgo', ['serilog', 'serilog.sinks.console']],
    ['id:serilgo', []],
    ['tags:txet', []],
    ['"serilgo"', ['serilog', 'serilog.sinks.console']],
    ['serilog banana', []],
    ['serilgo tags:text', []],
    ['qqqqqqqq', []],
  ] as const) {
    expect([text, (await findIds(search, text)).toSorted()]).toEqual([text, expected.toSorted()])
  }
  expect(await search.query(searchFor('serilgo', { take: 0 }))).toEqual({ totalHits: 2, hits: [], isCorrected: true })
  expect((await search.query(searchFor('serilog'))).isCorrected).toBeUndefined()
  expect(await findIds(search, 'serialzer', { prerelease: false })).toEqual([])
  expect(await findIds(search, 'serialzer')).toEqual(['early.serializer'])
})

test('frameworks filter by family and by exact name, all or any, as the shown version has them', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish(
    { id: 'Modern', frameworks: ['net8.0', 'net9.0-windows7.0'] },
    { id: 'Wide', frameworks: ['net472', 'net8.0', 'netstandard2.0'] },
    { id: 'Old', frameworks: ['netcoreapp3.1'] },
    { id: 'Moved', version: '1.0.0', frameworks: ['net472'] },
    { id: 'Moved', version: '2.0.0-beta', frameworks: ['net8.0'] },
    { id: 'None' },
  )
  const search = await catalog.startSearch()
  const find = async (families: string, tfms: string, mode = '', others = {}) => {
    const frameworks = parseFrameworkFilter({ families, tfms, mode })
    if (frameworks === 'invalid') throw new Error()
    return (await findIds(search, '', { frameworks, ...others })).toSorted()
  }
  expect(await find('net', '')).toEqual(['modern', 'moved', 'wide'])
  expect(await find('net,netstandard', '')).toEqual(['wide'])
  expect(await find('netcoreapp,netstandard', '', 'any')).toEqual(['old', 'wide'])
  expect(await find('', 'NET8.0,net472')).toEqual(['wide'])
  expect(await find('', 'net9.0-windows7.0')).toEqual(['modern'])
  expect(await find('netframework', '', '', { prerelease: false })).toEqual(['moved', 'wide'])
  expect(await find('', '')).toHaveLength(5)
})

test.each([
  ['xamarin', '', ''],
  ['', 'portable-net45+win8', ''],
  ['', 'nothing', ''],
  ['net', '', 'some'],
])('frameworks %j, %j in mode %j cannot be asked for', (families, tfms, mode) => {
  expect(parseFrameworkFilter({ families, tfms, mode })).toBe('invalid')
})

test('every order is kept across pages, and its opposite is its reverse', async () => {
  const catalog = await openTestCatalog()
  const ids = ['Log.C', 'Log.A', 'Log.D', 'Log.B']
  for (const [i, id] of ids.entries()) {
    await catalog.publish({ id, downloads: 10 ** i, title: i === 0 ? 'zz' : null })
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
  await catalog.setListed('Log.A', '1.0.0', true) // an edit
  const search = await catalog.startSearch()
  const orders: readonly (readonly [SortBy, string])[] = [
    ['downloads-desc', 'bdac'],
    ['downloads-asc', 'cadb'],
    ['created-desc', 'bdac'],
    ['created-asc', 'cadb'],
    ['edited-desc', 'abdc'],
    ['title-asc', 'abdc'],
    ['title-desc', 'cdba'],
  ]
  for (const [sortBy, expected] of orders) {
    for (const text of ['', 'log']) {
      const pages = [0, 1, 2, 3, 4].map((skip) => findIds(search, text, { sortBy, skip, take: 1 }))
      const found = (await Promise.all(pages)).flat().map((id) => id.slice(-1))
      expect([sortBy, text, found.join('')]).toEqual([sortBy, text, expected])
    }
  }
})

test('orders have the names of the protocol, in any case; unknown ones mean relevance', () => {
  const names = ['relevance', 'lastEdited', 'published', 'title-asc', 'title-desc', 'created-asc', 'created-desc']
  expect([...names, 'totalDownloads-asc', 'TOTALDOWNLOADS-DESC', 'constructor', ''].map(parseSortBy)).toEqual([
    'relevance', 'edited-desc', 'created-desc', 'title-asc', 'title-desc', 'created-asc', 'created-desc',
    'downloads-asc', 'downloads-desc', 'relevance', 'relevance',
  ]) // prettier-ignore
})
