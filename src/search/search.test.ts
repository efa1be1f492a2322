import { describe, expect, test } from 'vitest'
import { canRunOn } from '../../test/databases.ts'
import { completeIds, findIds, openTestCatalog, searchFor } from './test-catalog.ts'

describe.each(['sqlite', 'postgres'] as const)('searching on %s', (kind) => {
  test.skipIf(!canRunOn(kind))('a pushed version is found as soon as the index has reached its commit', async () => {
    const catalog = await openTestCatalog(kind)
    const search = await catalog.startSearch()
    const committedUs = await catalog.publish({ id: 'Contoso.Core' })
    expect(await search.reached(committedUs, 2000)).toBe(true)
    expect(await findIds(search, 'contoso')).toEqual(['contoso.core'])
  })

  test.skipIf(!canRunOn(kind))('pushes that wait at the same time are all reached', async () => {
    const catalog = await openTestCatalog(kind)
    const search = await catalog.startSearch()
    const pushes = Array.from({ length: 30 }, async (_, i) => {
      return await search.reached(await catalog.publish({ id: `Contoso.P${i}` }), 5000)
    })
    expect(await Promise.all(pushes)).toEqual(pushes.map(() => true))
    expect((await search.query(searchFor('contoso'))).totalHits).toBe(30)
  })

  test.skipIf(!canRunOn(kind))(
    'unlisted versions leave, relisted ones come back, and the latest of the rest is shown',
    async () => {
      const catalog = await openTestCatalog(kind)
      await catalog.publish(
        { id: 'A.One', description: 'elder' },
        { id: 'A.One', version: '2.0.0', description: 'younger' },
      )
      const search = await catalog.startSearch()
      expect(await findIds(search, 'younger')).toEqual(['a.one'])

      await search.reached(await catalog.setListed('A.One', '2.0.0', false), 2000)
      expect(await findIds(search, 'younger')).toEqual([])
      expect(await findIds(search, 'elder')).toEqual(['a.one'])

      await search.reached(await catalog.setListed('A.One', '1.0.0', false), 2000)
      expect(await findIds(search, '')).toEqual([])
      expect(await findIds(search, 'packageid:A.One')).toEqual([])
      expect(await completeIds(search, 'a')).toEqual([])

      await search.reached(await catalog.setListed('A.One', '2.0.0', true), 2000)
      expect(await findIds(search, 'younger')).toEqual(['a.one'])
      expect((await search.query(searchFor(''))).totalHits).toBe(1)
    },
  )

  test.skipIf(!canRunOn(kind))('owners are found by their account names, whole and in any case', async () => {
    const catalog = await openTestCatalog(kind)
    await catalog.publish({ id: 'X', owners: ['Contoso', 'alice'] }, { id: 'Y', authors: 'Contoso', owners: ['bob'] })
    const search = await catalog.startSearch()
    expect(await findIds(search, 'owner:CONTOSO')).toEqual(['x'])
    expect(await findIds(search, 'owner:conto')).toEqual([])
    expect(await findIds(search, 'owners:alice owners:bob')).toEqual(['x', 'y'])
    expect(await findIds(search, 'author:contoso')).toEqual(['y'])
  })
})

test('dependson: finds the packages whose latest version depends on an ID, whole and in any case', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish(
    { id: 'User.One', dependsOn: ['Contoso.Core'], downloads: 5 },
    { id: 'User.Two', dependsOn: ['contoso.core', 'Other'], downloads: 50 },
    { id: 'Former', dependsOn: ['Contoso.Core'] },
    { id: 'Former', version: '2.0.0' },
    { id: 'Near', dependsOn: ['Contoso.Core.More', 'Contoso'], description: 'contoso core' },
  )
  const search = await catalog.startSearch()
  expect(await findIds(search, 'dependson:CONTOSO.Core', { sortBy: 'downloads-desc' })).toEqual([
    'user.two',
    'user.one',
  ])
  expect((await search.query(searchFor('dependson:Other', { take: 0 }))).totalHits).toBe(1)
  expect(await findIds(search, 'dependson:Nobody')).toEqual([])
  expect(await findIds(search, 'contoso.core')).toEqual(['near'])

  await search.reached(await catalog.setListed('Former', '2.0.0', false), 2000)
  expect((await findIds(search, 'dependson:Contoso.Core')).toSorted()).toEqual(['former', 'user.one', 'user.two'])
})

test('the empty query answers every listed ID, most downloaded first, in pages that do not overlap', async () => {
  const catalog = await openTestCatalog()
  const many = Array.from({ length: 45 }, (_, i) => ({ id: `P${String(i).padStart(2, '0')}`, downloads: i }))
  await catalog.publish(...many, { id: 'Hidden', isListed: false })
  const search = await catalog.startSearch()
  expect(await search.query(searchFor('', { take: 0 }))).toEqual({ totalHits: 45, hits: [] })
  const pages = [0, 20, 40, 60].map((skip) => findIds(search, '', { skip }))
  const found = (await Promise.all(pages)).flat()
  expect(found).toEqual(many.map(({ id }) => id.toLowerCase()).toReversed())
  expect((await search.query(searchFor('', { skip: 3001 }))).hits).toEqual([])
})

test('prerelease and SemVer 2.0.0 versions appear only when asked for', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish(
    { id: 'Both', version: '1.0.0', description: 'stable words' },
    { id: 'Both', version: '2.0.0-beta', description: 'early words' },
    { id: 'OnlyEarly', version: '1.0.0-beta', description: 'early words' },
    { id: 'OnlySemVer2', version: '1.0.0+build', description: 'stable words' },
    { id: 'Dependent', version: '1.0.0', isSemVer2: true, description: 'stable words' },
  )
  const search = await catalog.startSearch()
  const plain = { prerelease: false, semVer2: false }
  expect(await findIds(search, '', plain)).toEqual(['both'])
  expect(await findIds(search, 'early', plain)).toEqual([])
  expect(await findIds(search, 'stable', plain)).toEqual(['both'])
  expect(await findIds(search, 'early', { semVer2: false })).toEqual(['onlyearly', 'both'])
  expect(await findIds(search, 'stable', { semVer2: false })).toEqual([])
  expect(await findIds(search, 'stable', { prerelease: false })).toEqual(['both', 'dependent', 'onlysemver2'])
  expect((await search.query(searchFor(''))).totalHits).toBe(4)
  expect(await completeIds(search, 'only', plain)).toEqual([])
  expect(await completeIds(search, 'only', { prerelease: false })).toEqual(['OnlySemVer2'])
})

test('protocol 69: each field finds what it says', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish(
    {
      id: 'Newtonsoft.Json',
      title: 'Json.NET',
      tags: ['json', 'Linq-To-Json'],
      authors: 'James Newton-King',
      downloads: 5e9,
    },
    { id: 'Json.Tools', description: 'Reads JSON quickly', summary: 'for everybody', version: '2.1.0' },
    { id: 'Quick.Reader', description: 'quickly reads text', authors: 'King' },
  )
  const search = await catalog.startSearch()
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['packageid:NEWTONSOFT.json', ['newtonsoft.json']],
    ['packageid:json', []],
    ['packageid:json.tools packageid:quick.reader', ['json.tools', 'quick.reader']],
    ['id:json', ['newtonsoft.json', 'json.tools']],
    ['id:json id:quick', ['newtonsoft.json', 'quick.reader', 'json.tools']],
    ['version:2.1', ['json.tools']],
    ['version:9.9', []],
    ['title:net', ['newtonsoft.json']],
    ['description:reads', ['json.tools', 'quick.reader']],
    ['description:"reads json"', ['json.tools']],
    ['"reads text"', ['quick.reader']],
    ['"text reads"', []],
    ['summary:everybody', ['json.tools']],
    ['tag:JSON', ['newtonsoft.json']],
    ['tags:linq-to-json', ['newtonsoft.json']],
    ['tags:linq', []],
    ['tags:"nothing,json"', ['newtonsoft.json']],
    ['author:king', ['newtonsoft.json', 'quick.reader']],
    ['authors:"newton king"', ['newtonsoft.json']],
    ['author:king id:json', ['newtonsoft.json']],
    ['color:red', ['newtonsoft.json', 'json.tools', 'quick.reader']],
    ['color:red quick', ['quick.reader', 'json.tools']],
    ['tags:!!!', []],
    ['!!!', []],
    ['json !!!', ['newtonsoft.json', 'json.tools']],
    ['reads AND json', ['json.tools']],
  ]
  for (const [text, expected] of cases) {
    expect([text, (await findIds(search, text)).toSorted()]).toEqual([text, expected.toSorted()])
  }
  expect(await findIds(search, 'json')).toEqual(['newtonsoft.json', 'json.tools'])
})

test('the last word is also a prefix; capitals and digits split words', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish(
    { id: 'Newtonsoft.Json' },
    { id: 'Microsoft.EntityFrameworkCore' },
    { id: 'Log4Net' },
    { id: 'Wide', description: '结构化日志库 with Crème' },
  )
  const search = await catalog.startSearch()
  for (const [text, expected] of [
    ['newt', ['newtonsoft.json']],
    ['newt json', []],
    ['json newt', ['newtonsoft.json']],
    ['newtonsoftjson', ['newtonsoft.json']],
    ['entity', ['microsoft.entityframeworkcore']],
    ['framework core', ['microsoft.entityframeworkcore']],
    ['EntityFramework', ['microsoft.entityframeworkcore']],
    ['n', ['newtonsoft.json', 'log4net']],
    ['log net', ['log4net']],
    ['log4', ['log4net']],
    ['日志', ['wide']],
    ['志日', []],
    ['creme', ['wide']],
  ] as const) {
    expect([text, (await findIds(search, text)).toSorted()]).toEqual([text, expected.toSorted()])
  }
})

test('a package type filters in any case, also without words; an unknown one finds nothing', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish({ id: 'Tool', packageTypes: ['DotnetTool'] }, { id: 'Library' })
  const search = await catalog.startSearch()
  expect(await findIds(search, '', { packageType: 'dotnettool' })).toEqual(['tool'])
  expect(await findIds(search, 'package', { packageType: 'DotNetTool' })).toEqual(['tool'])
  expect(await findIds(search, '', { packageType: 'dependency' })).toEqual(['library'])
  expect(await findIds(search, '', { packageType: 'nothing' })).toEqual([])
  expect(await findIds(search, '', { packageType: '"a*' })).toEqual([])
  expect(await completeIds(search, '', { packageType: 'dotnettool' })).toEqual(['Tool'])
})

test('results can be ordered by downloads and by the date of the latest version', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish({ id: 'Log', downloads: 1 }, { id: 'Log.More', downloads: 900 })
  await new Promise((resolve) => setTimeout(resolve, 5))
  await catalog.publish({ id: 'Old.Log', downloads: 30 })
  const search = await catalog.startSearch()
  expect(await findIds(search, 'log', { sortBy: 'relevance' })).toEqual(['log', 'log.more', 'old.log'])
  expect(await findIds(search, 'log', { sortBy: 'downloads-desc' })).toEqual(['log.more', 'old.log', 'log'])
  expect((await findIds(search, 'log', { sortBy: 'created-desc' }))[0]).toBe('old.log')
  expect((await findIds(search, '', { sortBy: 'created-desc' }))[0]).toBe('old.log')
})

test('protocol 70: an unpopular match in the ID and the exact ID come before hundreds of popular mentions', async () => {
  const catalog = await openTestCatalog()
  const popular = Array.from({ length: 450 }, (_, i) => ({
    id: `Popular${i}`,
    description: 'about zebra',
    downloads: 1000 + i,
  }))
  await catalog.publish(...popular, { id: 'Some.Zebra' }, { id: 'Zebra' })
  const search = await catalog.startSearch()
  const answer = await search.query(searchFor('zebra', { take: 3 }))
  expect(answer.totalHits).toBe(452)
  expect(answer.hits.map(({ lowerId }) => lowerId)).toEqual(['zebra', 'some.zebra', 'popular449'])

  const pages = [0, 100, 200, 300, 400].map((skip) => findIds(search, 'zebra', { skip, take: 100 }))
  expect(new Set((await Promise.all(pages)).flat()).size).toBe(452)
})

test('autocomplete finds IDs by their beginning and by the beginnings of their words', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish(
    { id: 'Microsoft.Extensions.Logging', downloads: 50 },
    { id: 'Microsoft.Extensions.Logging.Console', downloads: 90 },
    { id: 'Serilog', downloads: 1000, description: 'logging' },
    { id: 'Log', downloads: 1 },
  )
  const search = await catalog.startSearch()
  expect(await completeIds(search, 'log')).toEqual([
    'Log',
    'Microsoft.Extensions.Logging.Console',
    'Microsoft.Extensions.Logging',
  ])
  expect(await completeIds(search, 'microsoft.ext')).toHaveLength(2)
  expect((await completeIds(search, 'MICROSOFT.Extensions.Logging'))[0]).toBe('Microsoft.Extensions.Logging')
  expect(await completeIds(search, 'ext.mic')).toHaveLength(2)
  expect(await completeIds(search, 's')).toEqual(['Serilog'])
  expect(await completeIds(search, 'nothing')).toEqual([])
  expect(await completeIds(search, '', { take: 1 })).toEqual(['Serilog'])
  expect(await completeIds(search, '', { skip: 3 })).toEqual(['Log'])
})

test('hostile queries are answered or refused, never thrown', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish({ id: 'Newtonsoft.Json' })
  const search = await catalog.startSearch()
  const hostile = [
    '"', '""', "'", 'a"b', '*', '^json', 'json*', 'NEAR(a b)', 'id : x', '{id}:x', '-json', '(', ')', ') OR (', 'a AND', 'NOT', '+',
    'json\u0000', '\u0000', '\ud800', 'json \udfff', '%00', '\\', ';drop table documents', '_', '__proto__:x', '\u202e', '🎉',
    'é'.repeat(500), 'a.'.repeat(500), 'x'.repeat(32_000), 'tags:' + '"'.repeat(99), 'id:'.repeat(999),
    Array.from({ length: 1024 }, (_, i) => `w${i}`).join(' ').replaceAll(/\d+/g, 'q'),
    Array.from({ length: 1000 }, () => `tags:t`).join(' '),
  ] // prettier-ignore
  for (const text of hostile) {
    const answer = await search.query(searchFor(text, { packageType: text.slice(0, 50) }))
    expect([text, answer.refusal]).toEqual([text, undefined])
    await search.autocompleteIds(searchFor(text))
  }
  const refused = [
    ['x'.repeat(32_769), 'search-term-too-long'],
    [Array.from({ length: 2000 }, (_, i) => `w${i}`).join(' '), 'search-too-many-clauses'],
    ['a.'.repeat(2000), 'search-too-many-clauses'],
    ['aB'.repeat(2000), 'search-too-many-clauses'],
  ] as const
  for (const [text, code] of refused) {
    expect((await search.query(searchFor(text))).refusal).toEqual({ code })
  }
  expect(await findIds(search, 'json')).toEqual(['newtonsoft.json'])
})
