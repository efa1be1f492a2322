import { expect, test } from 'vitest'
import { refuseOwnersDeletion, type OwnersDelete } from './deletion.ts'

const publishedAt = new Date('2026-11-20T10:00:00Z')
const hour = 3_600_000

test.each<[string, OwnersDelete, number, string | null]>([
  ['at once when never is the rule', 'never', 0, 'deletion-not-allowed'],
  ['after years when always is the rule', 'always', 20_000, null],
  ['within the time', { withinHours: 72 }, 1, null],
  ['at the very end of the time', { withinHours: 72 }, 72, null],
  ['after the time', { withinHours: 72 }, 72.001, 'deletion-too-late'],
])('may owners delete a version %s?', (_name, rule, hours, code) => {
  const now = new Date(publishedAt.getTime() + hours * hour)
  expect(refuseOwnersDeletion(rule, { version: '1.0.0', publishedAt }, now)?.code ?? null).toBe(code)
})
