import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { localReturnUrl } from './redirect.ts'

describe('a return address', () => {
  test.each([
    ['/', '/'],
    ['/account/apikeys', '/account/apikeys'],
    ['/packages?q=a&page=2#top', '/packages?q=a&page=2#top'],
    ['/packages/Contoso.Core/1.0.0', '/packages/Contoso.Core/1.0.0'],
    ['/a/../b', '/b'],
    ['/packages?q=https://contoso.com', '/packages?q=https://contoso.com'],
  ])('%s stays here', (text, path) => {
    expect(localReturnUrl(text)).toBe(path)
  })

  test.each([
    [undefined],
    [''],
    ['packages'],
    ['//evil.example'],
    ['/\\evil.example'],
    ['\\\\evil.example'],
    ['/packages\\..\\x'],
    ['https://evil.example/'],
    ['javascript:alert(1)'],
    ['/\t/evil.example'],
    ['/\n/evil.example'],
    ['/..//evil.example'],
    ['/./\u0000'],
    [' /packages'],
    [`/${'a'.repeat(2000)}`],
  ])('%j leads away and is refused', (text) => {
    expect(localReturnUrl(text)).toBeNull()
  })

  test('never leaves the site, whatever is sent', () => {
    const nasty = fc.string({ unit: fc.constantFrom('/', '\\', '.', '@', ':', '\t', '\n', '?', '#', '%2f', 'a', ' ') })
    fc.assert(
      fc.property(nasty, (text) => {
        const path = localReturnUrl(text)
        if (path !== null) expect(new URL(path, 'https://lode.example').origin).toBe('https://lode.example')
      }),
    )
  })
})
