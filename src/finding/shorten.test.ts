import { expect, test } from 'vitest'
import { shorten } from './shorten.ts'

test('a long text is cut between characters, and its lines are one', () => {
  expect(shorten(' Reads\r\n  mail. ')).toBe('Reads mail.')
  expect(shorten('abcdef', 6)).toBe('abcdef')
  expect(shorten('abcdefg', 6)).toBe('abcde…')
  expect(shorten('abcd efg', 6)).toBe('abcd…')
  expect(shorten('abcd😀fg', 6)).toBe('abcd…')
})
