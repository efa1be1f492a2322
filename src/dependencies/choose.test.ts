import { expect, test } from 'vitest'
import { parseFramework } from '../nuget/framework.ts'
import { parseVersionRange } from '../nuget/version-range.ts'
import { parseVersion } from '../nuget/version.ts'
import { chooseGroup, chooseVersion } from './choose.ts'

function need<T>(value: T | null, text: string): T {
  if (value === null) throw new Error(text)
  return value
}

test.each([
  ['[1.0.0, )', ['0.9.0', '1.0.0', '2.0.0'], '1.0.0'],
  ['[1.1.0, )', ['1.0.0', '1.2.0', '2.0.0'], '1.2.0'],
  ['[1.0.0, )', ['1.1.0-beta', '1.1.0'], '1.1.0'],
  ['[1.0.0, )', ['1.1.0-beta'], '1.1.0-beta'],
  ['[1.1.0-a, )', ['1.1.0-beta', '1.1.0'], '1.1.0-beta'],
  ['[2.0.0]', ['1.0.0', '3.0.0'], null],
  ['(, 2.0.0)', ['1.0.0', '2.0.0'], '1.0.0'],
])('for %s of %j the client takes %s', (range, versions, expected) => {
  const parsed = need(parseVersionRange(range), range)
  const lines = versions.map((text) => ({ version: need(parseVersion(text), text) }))
  expect(chooseVersion(parsed, lines)?.version.normalized ?? null).toBe(expected)
})

test.each([
  ['net8.0', ['netstandard2.0', 'net6.0', 'net9.0'], 'net6.0'],
  ['net472', ['netstandard2.0', 'net6.0'], 'netstandard2.0'],
  ['net472', ['netstandard2.0', 'net45'], 'net45'],
  ['net8.0-windows', ['net8.0', 'net8.0-windows'], 'net8.0-windows'],
  ['net8.0', [null, 'net472'], null],
  ['net8.0', ['net472'], undefined],
])('a project for %s takes of the groups %j the one for %s', (project, frameworks, expected) => {
  const groups = frameworks.map((targetFramework) => ({ targetFramework, dependencies: [] }))
  expect(chooseGroup(groups, need(parseFramework(project), project))?.targetFramework).toBe(expected)
})
