import { expect, test } from 'vitest'
import { translator } from '../i18n/translate.ts'
import { prefixRefusalText, texts } from './refusal-messages.ts'
import type { PrefixRefusal } from './refusal.ts'

const values = { pattern: 'Contoso.*', other: 'Contoso.Core', name: 'Ann', limit: 128 }

test.each(Object.keys(texts) as PrefixRefusal['code'][])('%s is a whole sentence in both languages', (code) => {
  const say = (language: 'en' | 'zh-CN') =>
    prefixRefusalText(translator(language), { code, ...values } as PrefixRefusal)
  expect(say('en')).toMatch(/^[A-Z][\x20-\x7e]+\.$/) // ASCII: the command line prints it
  expect(say('zh-CN')).toMatch(/\p{Script=Han}.*。$/u)
  expect(say('en') + say('zh-CN')).not.toMatch(/[{}]/)
})
