import { expect, test } from 'vitest'
import { makeVerificationSecret, parseVerificationSecret, refuseVerificationKey } from './verification-key.ts'

const now = new Date('2026-11-20T10:00:00Z')
const key = { keyId: 1, lowerId: 'contoso.core', expiresAt: new Date('2026-11-21T10:00:00Z') }

test('a presented text finds what was stored, in any letter case and with blanks around it', () => {
  const { secret, hash } = makeVerificationSecret()
  expect(parseVerificationSecret(` ${secret.toUpperCase()}\n`)).toBe(hash)
  expect(hash).not.toContain(secret)
})

test.each([
  '',
  'lode_abc',
  '0123456789',
  '{0f8fad5b-d9cb-469f-a165-70867728950e}',
  '0f8fad5b-d9cb-469f-a165-70867728950e0',
])('%j is no verification key', (text) => {
  expect(parseVerificationSecret(text)).toBeNull()
})

test.each([
  ['a used one', null, 'Contoso.Core', 0, 'verification-key-ended'],
  ['a living one', key, 'CONTOSO.Core', 23, undefined],
  ['one after a day', key, 'Contoso.Core', 24, 'verification-key-ended'],
  ['one for another package', key, 'Contoso.Other', 0, 'verification-key-lacks-package'],
] as const)('%s', (_name, found, id, hours, code) => {
  expect(refuseVerificationKey(found, id, new Date(now.getTime() + hours * 3_600_000))?.code).toBe(code)
})
