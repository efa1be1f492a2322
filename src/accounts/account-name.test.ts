import { describe, expect, it } from 'vitest'
import { parseAccountName, plainName } from './account-name.ts'

function codeOf(text: string): string {
  const parsed = parseAccountName(text)
  return parsed.ok ? 'ok' : parsed.error.code
}

describe('an account name', () => {
  it.each(['ann', 'Ann.Smith', 'a-1', 'a_b', '0x0', 'a'.repeat(64)])('%s is fine', (name) => {
    expect(codeOf(name)).toBe('ok')
  })
  it.each([
    ['', 'name-missing'],
    ['   ', 'name-missing'],
    ['ab', 'name-length'],
    ['a'.repeat(65), 'name-length'],
    ['.ann', 'name-characters'],
    ['ann-', 'name-characters'],
    ['an n', 'name-characters'],
    ['änn', 'name-characters'],
    ['ann@contoso.com', 'name-characters'],
    ['ann/../x', 'name-characters'],
    ['ann\r\nx', 'name-characters'],
  ])('%j is refused: %s', (name, code) => {
    expect(codeOf(name)).toBe(code)
  })
  it('looks like another one that differs in case, dots, underscores and hyphens only', () => {
    expect(plainName('Con.to_so-X')).toBe(plainName('contosox'))
    expect(plainName('contoso1')).not.toBe(plainName('contoso'))
  })
})
