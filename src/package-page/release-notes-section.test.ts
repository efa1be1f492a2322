import { expect, test } from 'vitest'
import { splitAtAddresses } from './release-notes-section.tsx'

test.each([
  ['nothing here', []],
  ['See https://a.example/b?c=d#e.', ['https://a.example/b?c=d#e']],
  ['(https://a.example/x) and http://b.example, too', ['https://a.example/x', 'http://b.example']],
  ['详见 https://a.example/说明。', ['https://a.example/说明']],
  ['javascript:alert(1) ftp://a.example https://', []],
  ['<a href="https://a.example">', ['https://a.example']],
])('in %j the addresses are %j', (text, expected) => {
  const parts = splitAtAddresses(text)
  expect(parts.filter(({ isAddress }) => isAddress).map((part) => part.text)).toEqual(expected)
  expect(parts.map((part) => part.text).join('')).toBe(text)
})

test('a long line of what looks like addresses is split in no time', () => {
  const hostile = 'https://'.repeat(4000) + '.'.repeat(20_000)
  const startedAt = performance.now()
  splitAtAddresses(hostile)
  expect(performance.now() - startedAt).toBeLessThan(1000)
})
