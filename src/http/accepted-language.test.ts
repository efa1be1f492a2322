import { expect, test } from 'vitest'
import { acceptedLanguage } from './accepted-language.ts'

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['zh', 'zh-CN'],
  ['zh-TW,en;q=0.5', 'zh-CN'],
  ['zh-Hans-SG', 'zh-CN'],
  ['en-GB,en;q=0.9,zh-CN;q=0.8', 'en'],
  ['en;q=0.3, zh;q=0.7', 'zh-CN'],
  ['fr-FR,fr;q=0.9', 'en'],
  ['fr-FR,zh;q=0.1', 'zh-CN'],
  ['zh;q=0', 'en'],
  ['*', 'en'],
  ['zh;q=nonsense', 'en'],
] as const)('Accept-Language %j reads %s', (header, language) => {
  expect(acceptedLanguage(header)).toBe(language)
})
