import { expect, test } from 'vitest'
import { translator } from '../i18n/translate.ts'
import type { OwnerRefusal } from './owner-rules.ts'
import { ownerRefusalText, texts } from './refusal-messages.ts'

const values = {
  id: 'Contoso.Core',
  name: 'Ben',
  owner: 'Contoso',
  user: 'Ann',
  asker: 'Ann',
  limit: 15,
  pattern: 'Contoso.*',
}

test.each(Object.keys(texts) as OwnerRefusal['code'][])('%s is a whole sentence in both languages', (code) => {
  const say = (language: 'en' | 'zh-CN') => ownerRefusalText(translator(language), { code, ...values } as OwnerRefusal)
  expect(say('en')).toMatch(/^[A-Z][\x20-\x7e]+\.$/) // ASCII: the command line prints it
  expect(say('zh-CN')).toMatch(/\p{Script=Han}.*。$/u)
  expect(say('en') + say('zh-CN')).not.toMatch(/[{}]/)
})
