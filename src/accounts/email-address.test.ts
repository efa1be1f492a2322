import { describe, expect, it } from 'vitest'
import { isSafeAddress } from '../mail/address.ts'
import { parseEmailAddress } from './email-address.ts'

describe('an e-mail address', () => {
  it.each(['ann@example.com', 'a.b+c@sub.example.co', "o'brien@example.com", 'ann@xn--bcher-kva.example'])(
    '%s is fine, and mail may go there',
    (address) => {
      expect(parseEmailAddress(` ${address} `)).toEqual({ ok: true, value: address })
      expect(isSafeAddress(address)).toBe(true)
    },
  )
  it.each([
    'ann',
    'ann@',
    '@example.com',
    'ann@localhost',
    'ann@example..com',
    '.ann@example.com',
    'ann.@example.com',
    'a..b@example.com',
    '"ann smith"@example.com',
    'Ann <ann@example.com>',
    'ann@[127.0.0.1]',
    'ann@127.0.0.1',
    'ann@example.com\r\nBcc: eve@example.com',
    'ann@example.com,eve@example.com',
    'ann@-example.com',
    'ann@exa mple.com',
    `${'a'.repeat(65)}@example.com`,
  ])('%j is not a plain address', (address) => {
    expect(parseEmailAddress(address)).toEqual({ ok: false, error: { code: 'email-invalid' } })
  })
  it('is asked for when empty, and at most 254 characters long', () => {
    expect(parseEmailAddress(' ')).toMatchObject({ error: { code: 'email-missing' } })
    const long = `ann@${'a'.repeat(60)}.${'a'.repeat(60)}.${'a'.repeat(60)}.${'a'.repeat(60)}.example.com`
    expect(parseEmailAddress(long)).toMatchObject({ error: { code: 'email-too-long' } })
  })
})
