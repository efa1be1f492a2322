import { expect, test } from 'vitest'
import { isLegacyFramework, splitLegacy } from './legacy-frameworks.ts'

test.each([
  ['net8.0', false],
  ['net10.0-windows', false],
  ['netstandard2.0', false],
  ['netstandard1.3', true],
  ['net472', false],
  ['net461', true],
  ['netcoreapp3.1', true],
  ['sl5', true],
  ['portable-net45+win8', true],
  ['any', false],
])('%s is legacy: %s', (name, isLegacy) => {
  expect(isLegacyFramework(name)).toBe(isLegacy)
})

const group = (targetFramework: string | null) => ({ targetFramework, dependencies: [] })

test('legacy groups stand apart, unless there are no others', () => {
  const names = (groups: readonly ReturnType<typeof group>[]) => {
    const { current, legacy } = splitLegacy(groups)
    return [current.map((one) => one.targetFramework), legacy.map((one) => one.targetFramework)]
  }
  expect(names([group('net8.0'), group('net45'), group(null)])).toEqual([['net8.0', null], ['net45']])
  expect(names([group('net45'), group('net40')])).toEqual([['net45', 'net40'], []])
})
