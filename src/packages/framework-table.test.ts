import { expect, test } from 'vitest'
import { frameworkBadges, frameworkTable } from './framework-table.ts'

function row(frameworks: readonly string[], product: string) {
  const found = frameworkTable(frameworks).find((one) => one.product === product)
  return found ? [found.included.join(' '), found.computed.join(' ')] : null
}
const badges = (frameworks: readonly string[]) =>
  frameworkBadges(frameworkTable(frameworks)).map(({ name, isComputed }) => `${name}${isComputed ? ' computed' : ''}`)

test('what a package has files for is included; what the client makes of it is computed', () => {
  const both = ['net8.0', 'netstandard2.0']
  expect(row(both, '.NET')).toEqual(['net8.0', 'net5.0 net6.0 net7.0 net9.0 net10.0'])
  expect(row(both, '.NET Core')).toEqual(['', 'netcoreapp2.0 netcoreapp2.1 netcoreapp2.2 netcoreapp3.0 netcoreapp3.1'])
  expect(row(both, '.NET Standard')).toEqual(['netstandard2.0', 'netstandard2.1'])
  expect(row(both, '.NET Framework')).toEqual(['', 'net461 net462 net463 net47 net471 net472 net48 net481'])
  expect(row(['net8.0'], '.NET Framework')).toBeNull()
})

test('a platform stays with its framework', () => {
  expect(row(['net8.0-windows'], '.NET')).toEqual(['net8.0-windows', 'net9.0-windows net10.0-windows'])
  expect(row(['net6.0', 'net6.0-android31.0'], '.NET')).toEqual([
    'net6.0 net6.0-android31.0',
    'net7.0 net7.0-android31.0 net8.0 net8.0-android31.0 net9.0 net9.0-android31.0 net10.0 net10.0-android31.0',
  ])
})

test('a package for any framework alone is for all; beside others it says nothing', () => {
  expect(row(['any'], '.NET Framework')?.[1]).toContain('net20')
  expect(row(['any', 'net9.0'], '.NET')).toEqual(['net9.0', 'net10.0'])
  expect(frameworkTable([])).toEqual([])
  expect(frameworkTable(['no framework'])).toEqual([])
})

test('what follows for Mono, Xamarin and the like is one row, unless the package has something for them', () => {
  expect(frameworkTable(['netstandard2.1']).at(-1)).toEqual({
    product: null,
    included: [],
    computed: [
      'monoandroid', 'monomac', 'monotouch', 'tizen60', 'xamarinios', 'xamarinmac', 'xamarintvos', 'xamarinwatchos',
    ],
  }) // prettier-ignore
  expect(row(['xamarinios', 'netstandard2.1'], 'Xamarin.iOS')).toEqual(['xamarinios', ''])
})

test('frameworks of other products have rows of their own, after the usual ones', () => {
  expect(frameworkTable(['sl5', 'net40', 'portable-net45+win8']).map(({ product }) => product)).toEqual([
    '.NET Framework',
    'Silverlight',
    '.NETPortable',
  ])
})

test.each([
  [['net8.0'], ['.NET 8.0']],
  [
    ['netstandard2.0'],
    ['.NET 5.0 computed', '.NET Core 2.0 computed', '.NET Standard 2.0', '.NET Framework 4.6.1 computed'],
  ],
  [['net45', 'net472'], ['.NET Framework 4.5']],
  [
    ['net48', 'net6.0-windows'],
    ['.NET 6.0 windows', '.NET Framework 4.8'],
  ],
  [['monoandroid'], []],
])('the badges of %j name the lowest framework of each usual product', (frameworks, expected) => {
  expect(badges(frameworks)).toEqual(expected)
})
