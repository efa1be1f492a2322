import { expect, test } from 'vitest'
import { formTokenOf, isSameToken, unmaskToken } from './form-token.ts'

test('the token of one browser looks different in each page and is the same behind its mask', () => {
  const [one, other] = [formTokenOf('browser'), formTokenOf('browser')]
  expect(one).not.toBe(other)
  expect(isSameToken(one, other)).toBe(true)
  expect(unmaskToken(one)).toBe(unmaskToken(other))
  expect(isSameToken(one, formTokenOf('another browser'))).toBe(false)
})

test.each(['', 'x', 'AA', '%', `${formTokenOf('browser')}x`, formTokenOf('browser').slice(1)])(
  '%j is no token of anybody',
  (text) => {
    expect(isSameToken(text, formTokenOf('browser'))).toBe(false)
    expect(isSameToken(text, text)).toBe(false)
  },
)
