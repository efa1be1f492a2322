import { describe, expect, test } from 'vitest'
import { makeSecret, parseSecret } from './secret.ts'

describe('the secret of a key', () => {
  test('has a prefix, a visible part and nothing that needs quoting', () => {
    const { secret, visibleId } = makeSecret()
    expect(secret).toMatch(/^lode_[a-z2-9]{46}$/)
    expect(secret.startsWith(visibleId)).toBe(true)
    expect(visibleId).toHaveLength(13)
  })

  test('is recognised, also with spaces around it', () => {
    const made = makeSecret()
    expect(parseSecret(made.secret)).toEqual(made)
    expect(parseSecret(`  ${made.secret}\n`)).toEqual(made)
  })

  test('is stored as a hash that does not contain it', () => {
    const { secret, hash } = makeSecret()
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(hash).not.toContain(secret.slice(5, 13))
  })

  test('one wrong character anywhere is noticed without a database', () => {
    const { secret } = makeSecret()
    for (let i = 0; i < secret.length; i++) {
      const other = secret.charAt(i) === 'a' ? 'b' : 'a'
      expect(parseSecret(secret.slice(0, i) + other + secret.slice(i + 1))).toBeNull()
    }
  })

  test('a truncated, doubled or upper-case secret is not one', () => {
    const { secret } = makeSecret()
    for (const text of [secret.slice(0, -1), secret + secret, secret.toUpperCase(), '', 'anything']) {
      expect(parseSecret(text)).toBeNull()
    }
  })

  test('two are never the same', () => {
    expect(new Set(Array.from({ length: 1000 }, () => makeSecret().secret)).size).toBe(1000)
  })
})
