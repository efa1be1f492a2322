import { expect, test } from 'vitest'
import { askedId, isFiltered, parsePageSearch, searchHref, toSearchRequest, withoutFilters } from './page-search.ts'

const nothing = {
  q: '', page: 1, prerelease: true, hidesDeprecated: false, packageType: '', frameworks: null, sortBy: 'relevance',
} // prettier-ignore

const parse = (address: string) => {
  const query: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(address)) (query[name] ??= []).push(value)
  return parsePageSearch(query)
}

test('a link of nuget.org means here what it means there: names of parameters have no letter case', () => {
  const address =
    'q=mail&includeComputedFrameworks=true&frameworks=net%2Cnetstandard&tfms=NET472&packageType=DotnetTool&prerel=False&sortBy=totalDownloads-desc&frameworkFilterMode=any'
  expect(parse(address)).toEqual({
    ...nothing,
    q: 'mail',
    prerelease: false,
    packageType: 'dotnettool',
    frameworks: { families: ['net', 'netstandard'], tfms: ['net472'], mode: 'any', includesComputed: true },
    sortBy: 'downloads-desc',
  })
})

test.each([
  [''],
  ['q=a&page=3'],
  ['q=a+b%3A%22c%22&packagetype=template&frameworks=net&tfms=net48&prerel=false&deprecated=false&sortby=created-desc'],
  ['frameworks=net%2Cnetframework&frameworkfiltermode=any&includecomputedframeworks=false'],
])('the address "%s" holds the whole state', (address) => {
  expect(searchHref(parse(address))).toBe(address === '' ? '/packages' : `/packages?${address}`)
})

test('the form sends each framework alone, and what it leaves empty is the default', () => {
  const sent = parse('q=&packagetype=&frameworks=net&frameworks=netstandard&tfms=net48&tfms=net472')
  expect(sent.frameworks).toMatchObject({ families: ['net', 'netstandard'], tfms: ['net48', 'net472'], mode: 'all' })
  expect(parse('q=&packagetype=all&prerel=true&sortby=relevance&deprecated=true')).toEqual(nothing)
  expect(parse('page=0&frameworks=xamarin&sortby=__proto__')).toEqual(nothing)
})

test('an order leaves nothing out; filters do, and go without it', () => {
  expect(isFiltered(parse('q=a&sortby=created-desc&packagetype=all'))).toBe(false)
  for (const filter of ['packagetype=template', 'frameworks=net', 'tfms=net48', 'prerel=false', 'deprecated=false']) {
    expect([filter, isFiltered(parse(filter))]).toEqual([filter, true])
    const without = withoutFilters(parse(`q=a&page=2&sortby=created-desc&${filter}`))
    expect(searchHref(without)).toBe('/packages?q=a&sortby=created-desc')
  }
})

test('a page beyond the last asks for nothing but the count', () => {
  expect(toSearchRequest(parse('page=150'))).toMatchObject({ skip: 2980, take: 20 })
  expect(toSearchRequest(parse('page=151'))).toMatchObject({ skip: 0, take: 0 })
  expect(toSearchRequest(parse('page=999999'))).toMatchObject({ skip: 0, take: 0 })
})

test('an ID is what was typed alone', () => {
  expect(['A.b ', 'packageid:A.B', 'PACKAGEID: a.b', 'a b', 'tags:a', ''].map(askedId)).toEqual([
    'a.b', 'a.b', 'a.b', null, null, null,
  ]) // prettier-ignore
})
