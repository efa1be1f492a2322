import { describe, expect, test } from 'vitest'
import { translator } from '../i18n/translate.ts'
import { AvatarImage, safeHref } from './components.tsx'
import { Sentence } from './sentence.tsx'

describe('an address in a link', () => {
  test.each([
    ['https://contoso.com/x'],
    ['http://contoso.com'],
    ['mailto:ann@contoso.com'],
    ['/packages/x'],
    ['?q=x'],
    ['#top'],
  ])('%s is kept', (url) => {
    expect(safeHref(url)).toBe(url)
  })

  test.each([
    ['javascript:alert(1)'],
    ['JaVaScRiPt:alert(1)'],
    [' javascript:alert(1)'],
    ['java\nscript:alert(1)'],
    ['data:text/html,x'],
    ['vbscript:x'],
    ['file:///etc/passwd'],
    ['//evil.example'],
    ['/\\evil.example'],
    ['relative'],
    [''],
    [null],
    [undefined],
  ])('%j is left out', (url) => {
    expect(safeHref(url)).toBeUndefined()
  })
})

describe('a sentence with markup', () => {
  const message = { en: '{key} may push {count, number} packages', zh: '{key} 可以推送 {count, number} 个程序包' }

  test('puts markup where its placeholder is and escapes the rest', () => {
    const values = { key: <strong>{'<ci>'}</strong>, count: 1200 }
    const html = String(<Sentence t={translator('en')} message={message} values={values} />)
    expect(html).toBe('<strong>&lt;ci&gt;</strong> may push 1,200 packages')
  })

  test('leaves the marks of its places out of what people typed', () => {
    const values = { key: 'ci\uE0000\uE000', count: <b>1</b> }
    const plain = { en: '{key}: {count}', zh: '{key}：{count}' }
    expect(String(<Sentence t={translator('en')} message={plain} values={values} />)).toBe('ci0: <b>1</b>')
  })

  test('escapes text values', () => {
    const html = String(<Sentence t={translator('zh-CN')} message={message} values={{ key: '<b>', count: 1 }} />)
    expect(html).toBe('&lt;b&gt; 可以推送 1 个程序包')
  })
})

test('an avatar depends on the name alone, in any letter case', () => {
  expect(String(<AvatarImage name="Ann" />)).toBe(String(<AvatarImage name="ann" />))
  expect(String(<AvatarImage name="ann" />)).not.toBe(String(<AvatarImage name="bob" />))
})
