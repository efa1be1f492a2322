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
  expect(await search.query(searchFor('serilgo', { take: 0 }))).toEqual({
    totalHits: 2,
    hits: [],
    isCorrected: true,
    meant: 'serilog',
  })
  expect((await search.query(searchFor('Newtonsfot.Json'))).meant).toBe('newtonsoft json')
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
    const frameworks = parseFrameworkFilter({ families, tfms, mode, includeComputed: 'false' })
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

test('frameworks that the client makes do with count, unless only those of the package itself are asked for', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish(
    { id: 'Standard20', frameworks: ['netstandard2.0'] },
    { id: 'Standard21', frameworks: ['netstandard2.1'] },
    { id: 'Core31', frameworks: ['netcoreapp3.1'] },
    { id: 'Net6Windows', frameworks: ['net6.0-windows7.0'] },
    { id: 'Net9', frameworks: ['net9.0'] },
    { id: 'Net48', frameworks: ['net48'] },
    { id: 'Portable', frameworks: ['portable-net45+win8'] },
    { id: 'Anywhere', frameworks: ['any'] },
    { id: 'AnyAndNet48', frameworks: ['any', 'net48'] },
    { id: 'None' },
  )
  const search = await catalog.startSearch()
  const find = async (families: string, tfms: string, mode = '') => {
    const frameworks = parseFrameworkFilter({ families, tfms, mode, includeComputed: '' })
    if (frameworks === 'invalid') throw new Error()
    return (await findIds(search, '', { frameworks })).toSorted()
  }
  const standards = ['standard20', 'standard21']
  expect(await find('', 'net8.0')).toEqual(['anywhere', 'core31', ...standards])
  expect(await find('', 'net9.0')).toEqual(['anywhere', 'core31', 'net9', ...standards])
  expect(await find('', 'net8.0-windows10.0')).toEqual(['anywhere', 'core31', 'net6windows', ...standards])
  expect(await find('', 'netcoreapp2.1')).toEqual(['anywhere', 'standard20'])
  expect(await find('', 'net472')).toEqual(['anywhere', 'portable', 'standard20'])
  expect(await find('', 'net40')).toEqual(['anywhere'])
  expect(await find('net', '')).toEqual(['anywhere', 'core31', 'net6windows', 'net9', ...standards])
  expect(await find('netcoreapp', '')).toEqual(['anywhere', 'core31', ...standards])
  expect(await find('netstandard', '')).toEqual(['anywhere', ...standards])
  expect(await find('netframework', '')).toEqual(['anyandnet48', 'anywhere', 'net48', 'portable', 'standard20'])
  expect(await find('netframework', 'net8.0')).toEqual(['anywhere', 'standard20'])
  expect(await find('', 'net48,net9.0', 'any')).toEqual([
    ...['anyandnet48', 'anywhere', 'core31', 'net48', 'net9', 'portable'],
    ...standards,
  ])
})

test('packages whose shown version is deprecated can be left out, alone and with words', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish({ id: 'Log.New' }, { id: 'Log.Old', isDeprecated: true, downloads: 20 }, { id: 'Other' })
  await catalog.publish({ id: 'Back.Again', isDeprecated: true }, { id: 'Back.Again', version: '2.0.0' })
  const search = await catalog.startSearch()
  expect((await findIds(search, '', { hidesDeprecated: true })).toSorted()).toEqual(['back.again', 'log.new', 'other'])
  expect(await findIds(search, 'log', { hidesDeprecated: true })).toEqual(['log.new'])
  expect(await findIds(search, 'log')).toEqual(['log.new', 'log.old'])
})

test('a hit names the version that it shows', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish({ id: 'A', version: '1.0.0' }, { id: 'A', version: '2.0.0-beta' })
  const search = await catalog.startSearch()
  const rows = await catalog.database.read.selectFrom('versions').select(['id', 'full_version']).execute()
  const shown = async (prerelease: boolean) => {
    const { hits } = await search.query(searchFor('a', { prerelease }))
    return hits.map(({ versionKey }) => rows.find(({ id }) => id === versionKey)?.full_version)
  }
  expect([await shown(true), await shown(false)]).toEqual([['2.0.0-beta'], ['1.0.0']])
})

test.each([
  ['xamarin', '', ''],
  ['', 'portable-net45+win8', ''],
  ['', 'nothing', ''],
  ['net', '', 'some'],
])('frameworks %j, %j in mode %j cannot be asked for', (families, tfms, mode) => {
  expect(parseFrameworkFilter({ families, tfms, mode, includeComputed: '' })).toBe('invalid')
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
