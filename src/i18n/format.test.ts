import { describe, expect, test } from 'vitest'
import { formatBytes, formatDate, formatDateTime, formatList, formatNumber, formatRelative } from './format.ts'

const now = new Date('2026-11-24T12:00:00Z')

test('dates are those of UTC, whatever the server is set to', () => {
  const late = new Date('2027-02-20T23:30:00Z')
  expect(formatDate('en', late)).toBe('20 Feb 2027')
  expect(formatDate('zh-CN', late)).toBe('2027年2月20日')
  expect(formatDateTime('en', late)).toBe('20 Feb 2027, 23:30 UTC')
  expect(formatDateTime('zh-CN', late)).toBe('2027年2月20日 23:30 UTC')
  expect(formatDate('en', new Date('2026-09-03T00:00:00Z'))).toBe('3 Sep 2026')
})

describe('how far away', () => {
  test.each([
    ['2026-11-24T12:00:30Z', 'now', '现在'],
    ['2026-11-24T11:59:30Z', 'just now', '刚刚'],
    ['2026-11-24T11:55:00Z', '5 minutes ago', '5分钟前'],
    ['2026-11-24T15:00:00Z', 'in 3 hours', '3小时后'],
    ['2026-11-23T11:00:00Z', 'yesterday', '昨天'],
    ['2026-12-04T12:00:00Z', 'in 10 days', '10天后'],
    ['2027-02-24T12:00:00Z', 'in 3 months', '3个月后'],
    ['2024-11-01T12:00:00Z', '2 years ago', '2年前'],
  ])('%s is %s', (date, english, chinese) => {
    expect(formatRelative('en', new Date(date), now)).toBe(english)
    expect(formatRelative('zh-CN', new Date(date), now)).toBe(chinese)
  })
})

test.each([
  [0, '0 B'],
  [1023, '1,023 B'],
  [1024, '1 KB'],
  [1536, '1.5 KB'],
  [219_136, '214 KB'],
  [1_048_576, '1 MB'],
  [262_144_000, '250 MB'],
  [3 * 1024 ** 4, '3 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes('en', bytes)).toBe(text)
})

test('numbers and lists', () => {
  expect(formatNumber('en', 12402)).toBe('12,402')
  expect(formatList('en', ['a', 'b', 'c'])).toBe('a, b and c')
  expect(formatList('en', ['a', 'b'], 'or')).toBe('a or b')
  expect(formatList('zh-CN', ['a', 'b', 'c'])).toBe('a、b和c')
})
