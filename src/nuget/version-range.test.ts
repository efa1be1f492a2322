import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseVersionRange, rangeInSigns, satisfies } from './version-range.ts'
import type { VersionRange } from './version-range.ts'
import { compareVersions, parseVersion } from './version.ts'

function range(text: string): VersionRange {
  const parsed = parseVersionRange(text)
  if (!parsed) throw new Error(`${text} should be a range`)
  return parsed
}

function accepts(text: string, versionText: string): boolean {
  const version = parseVersion(versionText)
  if (!version) throw new Error(`${versionText} should be a version`)
  return satisfies(range(text), version)
}

describe('the text of a range', () => {
  test.each([
    ['1.0', '[1.0.0, )'],
    ['[1.0]', '[1.0.0, 1.0.0]'],
    ['[1.0,2.0]', '[1.0.0, 2.0.0]'],
    ['[1.0,2.0)', '[1.0.0, 2.0.0)'],
    ['(1.0,)', '(1.0.0, )'],
    ['(,1.0]', '(, 1.0.0]'],
    ['(,1.0)', '(, 1.0.0)'],
    ['(1.0,1.0)', '(1.0.0, 1.0.0)'],
    ['(, )', '(, )'],
    ['', '(, )'],
    [' [ 1.0 , 2.0 ] ', '[1.0.0, 2.0.0]'],
    ['[,2.0]', '(, 2.0.0]'],
  ])('protocol 15: %j is %s', (text, normalized) => {
    expect(range(text).normalized).toBe(normalized)
  })

  test.each(['(1.0)', '(1,1]', '[1,1)', '(,)', '[,]', '[]', '()', '[2.0,1.0]', '[1,2,3]', '[1.0', '1.0]', '[', 'x'])(
    'protocol 15: %s is no range',
    (text) => {
      expect(parseVersionRange(text)).toBeNull()
    },
  )

  test.each(['*', '1.*', '1.0.*', '1.0.0.*', '1.0.0-*', '1.0.0-beta*', '*-*', '1.*-*', '*-rc.*', '[1.*, 2.0)'])(
    '%s is known as floating, so that it can be refused by name',
    (text) => {
      expect(range(text).isFloating).toBe(true)
    },
  )

  test.each(['1.*.0', '[1.0, 2.*]', '**', '1.0.0-a*b', '*x'])('%s is not even floating', (text) => {
    expect(parseVersionRange(text)).toBeNull()
  })

  test('either bound can make a range SemVer 2', () => {
    expect(range('[1.0, 2.0.0-a.b)').isSemVer2).toBe(true)
    expect(range('1.0.0-a.b').isSemVer2).toBe(true)
    expect(range('[1.0, 2.0.0-a)').isSemVer2).toBe(false)
  })

  test('a normalized range reads as itself', () => {
    const bound = fc.constantFrom('', '1.0', '1.0.0-a', '1.0.0-a.b', '1.5.0.1', '2')
    const text = fc
      .tuple(fc.constantFrom('[', '('), bound, fc.constantFrom(',', ', '), bound, fc.constantFrom(']', ')'))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, (value) => {
        const parsed = parseVersionRange(value)
        fc.pre(parsed !== null)
        const { normalized, includeMin, includeMax, isSemVer2 } = parsed
        expect(range(normalized)).toMatchObject({ normalized, includeMin, includeMax, isSemVer2 })
      }),
      { examples: [['[1.0,2]']] },
    )
  })
})

describe('whether a range accepts a version', () => {
  test('bounds count or not as their brackets say', () => {
    expect(accepts('[1.0, 2.0)', '1.0.0')).toBe(true)
    expect(accepts('[1.0, 2.0)', '2.0.0')).toBe(false)
    expect(accepts('(1.0, 2.0]', '1.0.0')).toBe(false)
    expect(accepts('(1.0, 2.0]', '2.0')).toBe(true)
    expect(accepts('(1.0, 1.0)', '1.0')).toBe(false)
    expect(accepts('[1.0]', '1.0.0+metadata')).toBe(true)
    expect(accepts('(, )', '0.0.1-a')).toBe(true)
  })

  test('a range has no holes: what lies between two versions of it belongs to it', () => {
    const text = fc
      .tuple(fc.nat(2), fc.nat(2), fc.constantFrom('', '.1'), fc.constantFrom('', '-a', '-a.b', '-b', '-1', '+m'))
      .map(([major, minor, revision, rest]) => `${major}.${minor}.0${revision}${rest}`)
    const range = fc
      .tuple(fc.constantFrom('[', '('), fc.option(text), fc.option(text), fc.constantFrom(']', ')'))
      .map(([open, min, max, close]) => parseVersionRange(`${open}${min ?? ''}, ${max ?? ''}${close}`))
    fc.assert(
      fc.property(range, fc.array(text, { minLength: 3, maxLength: 8 }), (parsed, texts) => {
        fc.pre(parsed !== null)
        const sorted = texts.flatMap((item) => parseVersion(item) ?? []).sort(compareVersions)
        const within = sorted.map((version) => satisfies(parsed, version))
        const inside = within.slice(within.indexOf(true), within.lastIndexOf(true) + 1)
        expect(inside.every(Boolean)).toBe(true)
        for (const version of sorted) {
          if (parsed.min && compareVersions(version, parsed.min) < 0) expect(satisfies(parsed, version)).toBe(false)
          if (parsed.max && compareVersions(version, parsed.max) > 0) expect(satisfies(parsed, version)).toBe(false)
        }
      }),
    )
  })

  test('a prerelease is below its release', () => {
    expect(accepts('1.0', '1.0.0-rc')).toBe(false)
    expect(accepts('(, 1.0)', '1.0.0-rc')).toBe(true)
    expect(accepts('1.0.0-beta', '1.0.0-rc')).toBe(true)
  })
})

test.each([
  ['[1.0.0, )', '≥ 1.0.0'],
  ['(1.0.0, )', '> 1.0.0'],
  ['(, 2.0.0)', '< 2.0.0'],
  ['(, 2.0.0]', '≤ 2.0.0'],
  ['[1.0.0, 2.0.0)', '≥ 1.0.0, < 2.0.0'],
  ['[1.2.3]', '= 1.2.3'],
  ['(1.0.0, 1.0.0)', '> 1.0.0, < 1.0.0'],
  ['(, )', null],
])('people write %s as %s', (text, signs) => {
  expect(rangeInSigns(range(text))).toBe(signs)
})
