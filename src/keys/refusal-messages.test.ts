import { describe, expect, test } from 'vitest'
import { translator } from '../i18n/translate.ts'
import type { KeyFormRefusal } from './refusal.ts'
import { keyRefusalText, texts } from './refusal-messages.ts'

type Code = KeyFormRefusal['code']

/** Values for the placeholders of every message. */
const values = { maximum: 100, glob: 'a?b', id: 'Contoso.Core', maximumDays: 365, owner: 'contoso', waitSeconds: 61 }

function say(language: 'en' | 'zh-CN', code: Code): string {
  return keyRefusalText(translator(language), { code, ...values } as KeyFormRefusal)
}

describe('every refusal about a key', () => {
  test.each(Object.keys(texts) as Code[])('%s is a whole sentence in both languages', (code) => {
    expect(say('en', code)).toMatch(/^[A-Z][\x20-\x7e]+\.$/) // ASCII: the command line prints it
    expect(say('zh-CN', code)).toMatch(/\p{Script=Han}.*。$/u)
    expect(say('en', code) + say('zh-CN', code)).not.toMatch(/[{}]/)
  })

  test('names what was refused', () => {
    expect(say('en', 'key-glob-invalid')).toContain('a?b')
    expect(say('en', 'key-package-not-owned')).toContain('Contoso.Core')
    expect(say('en', 'key-lifetime-invalid')).toContain('1 to 365 days')
    expect(say('en', 'too-many-keys')).toContain('100 keys')
    expect(say('en', 'sign-in-locked')).toContain('2 minutes')
  })
})
