import { expect, test } from 'vitest'
import { translator } from '../i18n/translate.ts'
import { contactRefusalText, texts } from './refusal-messages.ts'
import type { ContactRefusal } from './ticket.ts'

test.each(Object.keys(texts) as ContactRefusal['code'][])('%s is a whole sentence in both languages', (code) => {
  const say = (language: 'en' | 'zh-CN') =>
    contactRefusalText(translator(language), { code, id: 'Contoso.Core', limit: 100 } as ContactRefusal)
  expect(say('en')).toMatch(/^[A-Z].+\.$/)
  expect(say('zh-CN')).toMatch(/\p{Script=Han}.*。$/u)
  expect(say('en') + say('zh-CN')).not.toMatch(/[{}]/)
})
