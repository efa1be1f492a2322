import { expect, test } from 'vitest'
import { parseVersion } from '../nuget/version.ts'
import { findLatest, type LatestOf } from './latest.ts'

function find(of: LatestOf, ...texts: readonly string[]): string | null {
  const lines = texts.map((text) => {
    const version = parseVersion(text.replace('!', ''))
    if (!version) throw new Error(text)
    return { version, isListed: !text.startsWith('!') }
  })
  return findLatest(lines, of)?.version.normalized ?? null
}
const versions = ['!4.0.0', '3.0.0-rc.2', '3.0.0-beta.1', '2.0.0', '2.0.0-RC.1', '1.0.0']

test('the newest stable version that is listed, or else the newest prerelease', () => {
  expect(find('stable', ...versions)).toBe('2.0.0')
  expect(find('stable', '1.0.0-b', '1.0.0-a')).toBe('1.0.0-b')
  expect(find('stable', '!1.0.0')).toBeNull()
})

test('the newest of all', () => {
  expect(find('any', ...versions)).toBe('3.0.0-rc.2')
})

test('the newest prerelease whose label begins so, in any case', () => {
  expect(find({ labelStart: 'beta' }, ...versions)).toBe('3.0.0-beta.1')
  expect(find({ labelStart: 'Rc.1' }, ...versions)).toBe('2.0.0-RC.1')
  expect(find({ labelStart: 'alpha' }, ...versions)).toBeNull()
})
