import { expect, test } from 'vitest'
import { exactToken, indexId, indexText } from './analysis.ts'

test.each([
  ['Foo2Bar', 'foo2bar foo 2 bar'],
  ['Newtonsoft.Json', 'newtonsoft json'],
  ['snake_case-and:more', 'snake case and more'],
  ['HTMLParser', 'htmlparser html parser'],
  ['OAuth2', 'oauth2 o auth 2 oauth'],
  ['C#, F# & C++!', 'c f c'],
  ['Crème Brûlée', 'creme brulee'],
  ['ＪＳＯＮ', 'json'],
  ['结构化日志 Logging', '结 构 化 日 志 logging'],
  ['a\u0000b" OR *', 'a b or'],
  ['', ''],
  ['!!!', ''],
])('the text %j is indexed as %j', (text, expected) => {
  expect(indexText(text)).toBe(expected)
})

test('an ID is also indexed without its separators', () => {
  expect(indexId('My.PdfLib')).toBe('my pdflib pdf lib mypdflib')
})

test('tokens are at most 300 characters long', () => {
  expect(indexText('x'.repeat(5000))).toBe('x'.repeat(300))
})

test('whole values become one token, whatever their case, and different values different ones', () => {
  expect(exactToken('t', 'Json-Parser')).toBe('_tjson_2dparser')
  expect(exactToken('t', 'JSON-parser ')).toBe(exactToken('t', 'json-PARSER'))
  expect(exactToken('t', 'a_2db')).not.toBe(exactToken('t', 'a-b'))
  expect(exactToken('p', 'a')).not.toBe(exactToken('t', 'a'))
  expect(exactToken('t', 'a b"c')).toMatch(/^[_a-z0-9]+$/)
})
