import { describe, expect, it } from 'vitest'
import { translator } from '../i18n/translate.ts'
import { accountRefusalText } from './refusal-messages.ts'
import type { AccountRefusal } from './refusal.ts'

const until = new Date('2026-11-24T12:10:00Z')

const refusals: { readonly [C in AccountRefusal['code']]: Extract<AccountRefusal, { code: C }> } = {
  'name-missing': { code: 'name-missing' },
  'name-length': { code: 'name-length', minimum: 3, maximum: 64 },
  'name-characters': { code: 'name-characters' },
  'name-taken': { code: 'name-taken', name: 'ann' },
  'name-look-alike': { code: 'name-look-alike', name: 'a.nn', other: 'ann' },
  'email-missing': { code: 'email-missing' },
  'email-invalid': { code: 'email-invalid' },
  'email-too-long': { code: 'email-too-long', maximum: 254 },
  'email-taken': { code: 'email-taken' },
  'email-unchanged': { code: 'email-unchanged' },
  'password-missing': { code: 'password-missing' },
  'password-too-short': { code: 'password-too-short', minimum: 12 },
  'password-too-long': { code: 'password-too-long', maximum: 256 },
  'password-common': { code: 'password-common' },
  'password-is-name': { code: 'password-is-name' },
  'registration-closed': { code: 'registration-closed' },
  'sign-in-wrong': { code: 'sign-in-wrong' },
  'sign-in-locked': { code: 'sign-in-locked', until, waitSeconds: 541 },
  'wrong-password': { code: 'wrong-password' },
  'code-wrong': { code: 'code-wrong' },
  'code-used': { code: 'code-used' },
  'codes-locked': { code: 'codes-locked', until, waitSeconds: 541 },
  'passkey-wrong': { code: 'passkey-wrong' },
  'passkey-name-missing': { code: 'passkey-name-missing' },
  'passkey-unknown': { code: 'passkey-unknown' },
  'too-many-passkeys': { code: 'too-many-passkeys', maximum: 20 },
  'last-factor': { code: 'last-factor' },
  'second-step-ended': { code: 'second-step-ended' },
  'setup-ended': { code: 'setup-ended' },
  'authenticator-present': { code: 'authenticator-present' },
  'two-factor-off': { code: 'two-factor-off' },
  'link-invalid': { code: 'link-invalid' },
  'already-confirmed': { code: 'already-confirmed' },
  'too-many-mails': { code: 'too-many-mails' },
  'account-unknown': { code: 'account-unknown', name: 'ann' },
  'account-is-organization': { code: 'account-is-organization', name: 'contoso' },
  'account-locked': { code: 'account-locked', name: 'ann' },
  'would-orphan-packages': { code: 'would-orphan-packages', packageIds: ['Contoso.Core', 'Contoso.Mail'] },
  'last-administrator': { code: 'last-administrator' },
}

describe('the sentence of a refusal', () => {
  it.each(Object.values(refusals))('$code: one in each language, English in ASCII', (refusal) => {
    const english = accountRefusalText(translator('en'), refusal)
    const chinese = accountRefusalText(translator('zh-CN'), refusal)
    expect(english).toMatch(/^[A-Z\d][\x20-\x7e]+\.$/)
    expect(chinese).toMatch(/\p{sc=Han}[^]*。$/u)
    expect(english + chinese).not.toMatch(/[{}]/)
    for (const value of Object.values(refusal).slice(1)) {
      if (typeof value === 'string') expect([english, chinese].every((text) => text.includes(value))).toBe(true)
    }
  })
  it('says how long to wait and which packages are concerned', () => {
    const t = translator('en')
    expect(accountRefusalText(t, refusals['sign-in-locked'])).toContain('Wait 10 minutes')
    expect(accountRefusalText(t, { ...refusals['sign-in-locked'], waitSeconds: 60 })).toContain('Wait 1 minute,')
    expect(accountRefusalText(t, refusals['would-orphan-packages'])).toContain('Contoso.Core, Contoso.Mail')
  })
})
