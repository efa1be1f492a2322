import { describe, expect, test } from 'vitest'
import type { ApiKey, KeyAction } from './key.ts'
import { endOfLife, isNarrowing, offeredDays, refuseKeyFields, type KeyFields } from './key-fields.ts'

const now = new Date('2026-11-24T12:00:00Z')
const day = 86_400_000

function fields(changes: Partial<KeyFields> = {}): KeyFields {
  return { name: 'ci', actions: new Set<KeyAction>(['push']), globs: ['Contoso.*'], packageIds: [], ...changes }
}

const codes = (changes: Partial<KeyFields>) => refuseKeyFields(fields(changes)).map((refusal) => refusal.code)

describe('the fields of a key', () => {
  test('a name, a scope and a pattern are enough', () => {
    expect(codes({})).toEqual([])
    expect(codes({ globs: [], packageIds: ['A'] })).toEqual([])
  })
  test.each<[string, Partial<KeyFields>, string]>([
    ['no name', { name: '' }, 'key-name-missing'],
    ['a name of 257 characters', { name: 'x'.repeat(257) }, 'key-name-too-long'],
    ['no scope', { actions: new Set() }, 'key-scope-missing'],
    ['neither pattern nor package', { globs: [] }, 'key-subject-missing'],
    ['a character that no ID has', { globs: ['a?b'] }, 'key-glob-invalid'],
    ['too many patterns', { globs: Array.from({ length: 101 }, (_, i) => `a${i}`) }, 'key-too-many-subjects'],
  ])('%s is refused', (_what, changes, code) => {
    expect(codes(changes)).toEqual([code])
  })
  test('everything that is wrong is said at once', () => {
    expect(codes({ name: '', actions: new Set(), globs: [] })).toEqual([
      'key-name-missing',
      'key-scope-missing',
      'key-subject-missing',
    ])
  })
})

describe('the life of a key', () => {
  test.each<[Parameters<typeof endOfLife>[0], string | null]>([
    [{ days: 1 }, '2026-11-25T12:00:00.000Z'],
    [{ days: 365 }, '2027-11-24T12:00:00.000Z'],
    [{ days: 366 }, null],
    [{ days: 0 }, null],
    [{ days: 1.5 }, null],
    [{ until: new Date('2026-12-01T23:59:59Z') }, '2026-12-01T23:59:59.000Z'],
    [{ until: new Date('2027-11-24T23:59:59Z') }, '2027-11-24T12:00:00.000Z'],
    [{ until: new Date('2026-11-23T23:59:59Z') }, null],
    [{ until: new Date('2028-01-01T00:00:00Z') }, null],
    [null, null],
  ])('%j ends %s', (lifetime, end) => {
    expect(endOfLife(lifetime, now, 365)?.toISOString() ?? null).toBe(end)
  })

  test('the list follows the maximum', () => {
    expect(offeredDays(365)).toEqual([1, 90, 180, 270, 365])
    expect(offeredDays(30)).toEqual([1, 10, 20, 30])
    expect(offeredDays(25)).toEqual([1, 10, 20, 25])
    expect(offeredDays(1)).toEqual([1])
    expect(offeredDays(3650).length).toBeLessThan(30)
  })
})

describe('a change of a key', () => {
  const old: ApiKey = {
    id: 1,
    userId: 1,
    ownerId: 1,
    name: 'ci',
    actions: new Set<KeyAction>(['push', 'unlist']),
    globs: ['Contoso.*'],
    packageIds: ['Fabrikam'],
    createdAt: now,
    expiresAt: new Date(now.getTime() + 10 * day),
    lifetimeMs: 10 * day,
    revokedAt: null,
    lastUsedAt: null,
    lastUsedFrom: null,
  }
  test.each<[string, Partial<KeyFields>, number, boolean]>([
    ['the same', {}, 10, true],
    ['another name', { name: 'other' }, 10, true],
    ['fewer actions', { actions: new Set<KeyAction>(['unlist']) }, 10, true],
    ['only new versions instead of all pushes', { actions: new Set<KeyAction>(['push-version']) }, 10, true],
    ['a narrower pattern', { globs: ['contoso.core.*'] }, 10, true],
    ['chosen packages that the pattern covers', { globs: [], packageIds: ['Contoso.A', 'FABRIKAM'] }, 10, true],
    ['an earlier end', {}, 5, true],
    ['a later end', {}, 11, false],
    ['a wider pattern', { globs: ['Contoso*'] }, 10, false],
    ['another package', { packageIds: ['Other'] }, 10, false],
    ['a pattern around a chosen package', { globs: ['Fabrikam*'] }, 10, false],
  ])('%s: narrowing is %s days %s', (_what, changes, days, expected) => {
    expect(isNarrowing(old, fields(changes), new Date(now.getTime() + days * day))).toBe(expected)
  })
  test('from only new versions to all pushes is widening', () => {
    const versions = { ...old, actions: new Set<KeyAction>(['push-version']) }
    expect(isNarrowing(versions, fields({}), old.expiresAt)).toBe(false)
  })
})
