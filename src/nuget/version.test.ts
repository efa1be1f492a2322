import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareVersions, isPushableVersion, parseVersion } from './version.ts'
import type { NuGetVersion } from './version.ts'

function version(text: string): NuGetVersion {
  const parsed = parseVersion(text)
  if (!parsed) throw new Error(`${text} should be a version`)
  return parsed
}

/** Versions as authors write them, with the odd labels that order is decided by. */
const label = fc.constantFrom('alpha', 'beta', 'RC', 'rc', '0', '1', '10', '-5', '--', '0A', '20260801123456', 'a-b')
const number = fc.constantFrom('0', '1', '2', '007', '2147483647')
const versionText = fc
  .tuple(
    fc.array(number, { minLength: 1, maxLength: 4 }),
    fc.array(label, { maxLength: 3 }),
    fc.array(fc.constantFrom('sha', '01'), { maxLength: 2 }),
  )
  .map(([numbers, labels, metadata]) => {
    const release = labels.length > 0 ? `-${labels.join('.')}` : ''
    return numbers.join('.') + release + (metadata.length > 0 ? `+${metadata.join('.')}` : '')
  })

describe('the forms of a version', () => {
  test.each([
    ['1', '1.0.0'],
    ['1.2', '1.2.0'],
    ['01.02.03', '1.2.3'],
    ['1.0.0.0', '1.0.0'],
    ['1.0.0.5', '1.0.0.5'],
    ['1.0.0-Beta.1+sha.5', '1.0.0-Beta.1'],
    ['1.0.0-0', '1.0.0-0'],
    ['1.0.0-0A', '1.0.0-0A'],
    ['1.0.0+001', '1.0.0'],
    [' 1 . 2 ', '1.2.0'],
    ['2147483647.0', '2147483647.0.0'],
  ])('protocol 11: %j is %s', (text, normalized) => {
    expect(version(text).normalized).toBe(normalized)
  })

  test.each([
    '',
    ' ',
    '1.0.0-',
    '1.0.0+',
    '1..0',
    '1.0.',
    '.1',
    '1.0.0.0.0',
    '-1.0',
    '1.0.0-a..b',
    '1.0.0-01',
    'v1.0',
    '1.0.0-a_b',
    '1.0.0+a+b',
    '2147483648.0',
    '1.x',
    '٣.0',
  ])('protocol 11: %j is no version', (text) => {
    expect(parseVersion(text)).toBeNull()
  })

  test('each form has its use: the author’s text, the full one, the normalized one, the one in URLs', () => {
    expect(version('01.2.3.0-RC.1+Build.7')).toMatchObject({
      original: '01.2.3.0-RC.1+Build.7',
      full: '1.2.3-RC.1+Build.7',
      normalized: '1.2.3-RC.1',
      lower: '1.2.3-rc.1',
      labels: ['RC', '1'],
      metadata: 'Build.7',
    })
  })

  test('a version is SemVer 2 when it has two labels or metadata', () => {
    expect(version('1.0.0-rc').isSemVer2).toBe(false)
    expect(version('1.0.0-rc-1').isSemVer2).toBe(false)
    expect(version('1.0.0-rc.1').isSemVer2).toBe(true)
    expect(version('1.0.0+x').isSemVer2).toBe(true)
    expect(version('1.0.0-rc').isPrerelease).toBe(true)
    expect(version('1.0.0+x').isPrerelease).toBe(false)
  })

  test('a normalized version reads as itself', () => {
    fc.assert(
      fc.property(versionText, (text) => {
        const parsed = parseVersion(text)
        fc.pre(parsed !== null)
        expect(version(parsed.normalized).normalized).toBe(parsed.normalized)
        expect(version(parsed.full).full).toBe(parsed.full)
        expect(compareVersions(version(parsed.lower), parsed)).toBe(0)
      }),
    )
  })
})

describe('the order of versions', () => {
  test('protocol 12: prereleases come before their release, numbers count as numbers', () => {
    const ordered = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.0.1',
    ].map(version)
    expect(ordered.toReversed().sort(compareVersions)).toEqual(ordered)
  })

  test.each(['1.0', '1.0.0.0', '1.0.0+x'])('protocol 13: %s is the same version as 1.0.0', (text) => {
    expect(compareVersions(version(text), version('1.0.0'))).toBe(0)
    expect(version(text).lower).toBe('1.0.0')
  })

  test('protocol 14: the case of a label does not make another version', () => {
    expect(compareVersions(version('1.0.0-RC'), version('1.0.0-rc'))).toBe(0)
    expect(version('1.0.0-RC').lower).toBe(version('1.0.0-rc').lower)
    expect(version('1.0.0-RC').normalized).toBe('1.0.0-RC')
  })

  test('digits beyond 32 bits compare as text, and a label such as -5 as a negative number', () => {
    expect(compareVersions(version('1.0.0-20260801123456'), version('1.0.0-9999999999'))).toBeLessThan(0)
    expect(compareVersions(version('1.0.0-2147483648'), version('1.0.0-10'))).toBeGreaterThan(0)
    expect(compareVersions(version('1.0.0--5'), version('1.0.0-0'))).toBeLessThan(0)
  })

  test('the order is total: it agrees with its reverse and is transitive', () => {
    fc.assert(
      fc.property(versionText, versionText, versionText, (x, y, z) => {
        const [a, b, c] = [parseVersion(x), parseVersion(y), parseVersion(z)]
        fc.pre(a !== null && b !== null && c !== null)
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0)
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) {
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0)
        }
      }),
    )
  })

  test('versions with the same key are equal', () => {
    fc.assert(
      fc.property(versionText, versionText, (x, y) => {
        const [a, b] = [parseVersion(x), parseVersion(y)]
        fc.pre(a !== null && b !== null)
        if (a.lower === b.lower) expect(compareVersions(a, b)).toBe(0)
      }),
    )
  })
})

describe('what may be published', () => {
  test('protocol 17: a lone prerelease label must start with a letter', () => {
    expect(isPushableVersion(version('1.0.0-1'))).toBe(false)
    expect(isPushableVersion(version('1.0.0-1.a'))).toBe(true)
    expect(isPushableVersion(version('1.0.0-a1'))).toBe(true)
  })

  test('a version needs a dot and at most 64 characters', () => {
    expect(isPushableVersion(version('1'))).toBe(false)
    expect(isPushableVersion(version('1-a'))).toBe(false)
    expect(isPushableVersion(version('1.0'))).toBe(true)
    expect(isPushableVersion(version(`1.0.0-${'a'.repeat(58)}`))).toBe(true)
    expect(isPushableVersion(version(`1.0.0-${'a'.repeat(59)}`))).toBe(false)
  })
})
