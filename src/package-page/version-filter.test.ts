import { expect, test } from 'vitest'
import { parseVersion } from '../nuget/version.ts'
import { chooseVersions, everyVersion, parseVersionFilter, versionsQuery } from './version-filter.ts'

function line(text: string, isDeprecated = false) {
  const version = parseVersion(text)
  if (!version) throw new Error(text)
  return { version, isDeprecated }
}
const texts = (lines: readonly ReturnType<typeof line>[]) => lines.map(({ version }) => version.normalized)
const few = [line('2.0.0-b'), line('1.1.0', true), line('1.0.0')]
const many = Array.from({ length: 1201 }, (_, i) => line(`${1201 - i}.0.0`))

test.each([
  [{}, everyVersion, '#versions'],
  [{ prerel: 'FALSE' }, { ...everyVersion, prerelease: false }, '?prerel=false#versions'],
  [
    { deprecated: 'false', versions: 'all', page: '3' },
    { ...everyVersion, deprecated: false, all: true, page: 3 },
    '?deprecated=false&versions=all&page=3#versions',
  ],
  [{ prerel: 'maybe', versions: 'some', page: '-1' }, everyVersion, '#versions'],
  [{ page: '99999999999' }, everyVersion, '#versions'],
] as const)('the address %j says %j', (query, filter, text) => {
  expect(parseVersionFilter(query)).toEqual(filter)
  expect(versionsQuery(filter)).toBe(text)
})

test('prereleases and deprecated versions can be left out, each alone and both', () => {
  const rows = (filter: Partial<typeof everyVersion>) => texts(chooseVersions(few, { ...everyVersion, ...filter }).rows)
  expect(rows({})).toEqual(['2.0.0-b', '1.1.0', '1.0.0'])
  expect(rows({ prerelease: false })).toEqual(['1.1.0', '1.0.0'])
  expect(rows({ deprecated: false })).toEqual(['2.0.0-b', '1.0.0'])
  expect(rows({ prerelease: false, deprecated: false })).toEqual(['1.0.0'])
})

test('twenty are shown first, then all, and thousands in pages', () => {
  const choose = (filter: Partial<typeof everyVersion>) => chooseVersions(many, { ...everyVersion, ...filter })
  expect(choose({})).toMatchObject({ matching: 1201, pages: 1 })
  expect(choose({}).rows).toHaveLength(20)
  expect([1, 2, 3, 9].map((page) => choose({ all: true, page }).rows.length)).toEqual([500, 500, 201, 201])
  expect(choose({ all: true, page: 2 })).toMatchObject({ matching: 1201, pages: 3 })
  expect(texts(choose({ all: true, page: 3 }).rows).at(-1)).toBe('1.0.0')
})
