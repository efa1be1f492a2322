import { describe, expect, test } from 'vitest'
import { insecureFlag, patternsOf, pushUrl, sourceName } from './gallery.ts'

describe('the name of a source', () => {
  test.each([
    ['Lode', 'lode'],
    ['Contoso Packages', 'contoso-packages'],
    ['  ++ ', 'lode'],
    ['9 Lives', 'lode-9-lives'],
    ['程序包库', 'lode'],
    ['a"b; rm -rf ~', 'a-b-rm-rf'],
  ])('for the brand %j it is %s', (brand, name) => {
    expect(sourceName(brand)).toBe(name)
  })
})

describe('where to push', () => {
  const baseUrl = 'https://packages.contoso.example'
  test('is the source, and on a private gallery an address that needs nothing but the key', () => {
    expect(pushUrl({ baseUrl, isPrivate: false })).toBe(`${baseUrl}/v3/index.json`)
    expect(pushUrl({ baseUrl, isPrivate: true })).toBe(`${baseUrl}/api/v2/package`)
  })
  test('is allowed without encryption only where there is none', () => {
    expect(insecureFlag({ baseUrl })).toBe('')
    expect(insecureFlag({ baseUrl: 'http://localhost:5633' })).toBe(' --allow-insecure-connections')
  })
})

describe('the patterns of packages', () => {
  test.each([
    [[], [], []],
    [['Contoso.Core'], [], ['Contoso.Core']],
    [['Contoso.Core', 'Contoso.Mail', 'Other'], [], ['Contoso.*', 'Other']],
    [['Contoso', 'Contoso.Core', 'Contoso.Mail'], [], ['Contoso', 'Contoso.*']],
    [['contoso.core', 'Tool'], ['Contoso.*'], ['Contoso.*', 'Tool']],
    [['Exact'], ['exact'], ['exact']],
  ])('of %j with the prefixes %j are %j', (ids, reserved, patterns) => {
    expect(patternsOf(ids, reserved)).toEqual(patterns)
  })
  test('are at most eight', () => {
    expect(patternsOf(Array.from({ length: 20 }, (_, i) => `P${i}`))).toHaveLength(8)
  })
})
