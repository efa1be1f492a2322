import { describe, expect, test } from 'vitest'
import { parseDay, parseFilter, redact, type StoredEntry } from './entry.ts'

const entry: StoredEntry = {
  id: 1,
  at: new Date('2026-11-24T12:00:00Z'),
  action: 'Create',
  actorId: 7,
  actorName: 'ann',
  through: 'key',
  address: '203.0.113.7',
  keyVisibleId: 'lode_abcdefgh',
  ownerId: 9,
  ownerName: 'contoso',
  accountId: null,
  accountName: null,
  packageId: 'A',
  version: '1.0.0',
  detail: {},
}

describe('what a reader sees of an entry', () => {
  const hidden = { address: null, keyVisibleId: null }
  const seenBy = (...ids: number[]) => redact(entry, { kind: 'people', ids: new Set(ids) })

  test('administrators and the one who acted see all of it', () => {
    expect(redact(entry, { kind: 'administrator' })).toEqual(entry)
    expect(seenBy(7)).toEqual(entry)
  })

  test('fellow members see who acted, not from where', () => {
    expect(seenBy(8, 9)).toEqual({ ...entry, ...hidden })
  })

  test('other owners of the package see the organization, not its member', () => {
    expect(seenBy(8)).toEqual({ ...entry, ...hidden, actorId: 9, actorName: 'contoso' })
  })

  test('a failed sign-in of nobody shows where it came from', () => {
    const failed = { ...entry, actorId: null, actorName: null, ownerId: null }
    expect(redact(failed, { kind: 'people', ids: new Set([8]) })).toEqual(failed)
  })
})

test('a filter takes days and instants, and drops what is neither', () => {
  const asked = new Map([
    ['since', '2026-11-03'],
    ['until', '2026-11-03'],
    ['through', 'telephone'],
    ['who', ' Ann '],
  ])
  expect(parseFilter((name) => asked.get(name))).toEqual({
    who: 'Ann',
    action: null,
    account: null,
    packageId: null,
    through: null,
    since: new Date('2026-11-03T00:00:00Z'),
    until: new Date('2026-11-04T00:00:00Z'),
  })
  expect(parseDay('2026-11-03T10:00:00Z')).toEqual(new Date('2026-11-03T10:00:00Z'))
  expect([parseDay('2026-13-03'), parseDay('yesterday'), parseDay(null)]).toEqual([null, null, null])
})
