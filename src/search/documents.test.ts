import { expect, test } from 'vitest'
import { parseVersion } from '../nuget/version.ts'
import { chooseLatest, filterBit, rowToFilters, rowToPackageKey, toRow } from './documents.ts'

function latest(...texts: readonly string[]) {
  const listed = texts.map((text, key) => {
    const version = parseVersion(text)
    if (!version) throw new Error(text)
    return { key, version, isSemVer2: version.isSemVer2 }
  })
  const chosen = chooseLatest(listed)
  const under = (prerelease: boolean, semVer2: boolean) => {
    const key = [...chosen].find(([, filters]) => (filters & filterBit({ prerelease, semVer2 })) !== 0)?.[0]
    return key === undefined ? null : texts[key]
  }
  return [under(false, false), under(true, false), under(false, true), under(true, true)]
}

test('the latest version depends on prerelease and on SemVer 2.0.0', () => {
  expect(latest('1.0.0')).toEqual(['1.0.0', '1.0.0', '1.0.0', '1.0.0'])
  expect(latest('1.0.0', '2.0.0-beta')).toEqual(['1.0.0', '2.0.0-beta', '1.0.0', '2.0.0-beta'])
  expect(latest('1.0.0', '2.0.0-beta', '3.0.0+x', '4.0.0-a.1')).toEqual(['1.0.0', '2.0.0-beta', '3.0.0+x', '4.0.0-a.1'])
  expect(latest('1.0.0-beta')).toEqual([null, '1.0.0-beta', null, '1.0.0-beta'])
  expect(latest('1.0.0+only')).toEqual([null, null, '1.0.0+only', '1.0.0+only'])
  expect(latest()).toEqual([null, null, null, null])
})

test('rows ascend by falling downloads, and tell package and filters', () => {
  const rows = [5e9, 1e6, 1000, 3, 2, 1, 0].map((downloads) => toRow(7, downloads, 15))
  expect(rows).toEqual(rows.toSorted((a, b) => a - b))
  expect(new Set(rows).size).toBe(rows.length)
  const row = toRow(4_000_000_000, 12, 5)
  expect([rowToPackageKey(row), rowToFilters(row), Number.isSafeInteger(row)]).toEqual([4_000_000_000, 5, true])
})
