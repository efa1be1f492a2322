import { expect, test } from 'vitest'
import { decodeText, hasDirectionMarks, highlight } from './text.ts'

test.each([
  ['UTF-8', Buffer.from('Grüße\n'), 'Grüße\n'],
  ['UTF-8 with a mark', Buffer.from('\ufeffx'), 'x'],
  ['UTF-16 with a mark', Buffer.from('\ufeffGrüße', 'utf16le'), 'Grüße'],
  ['nothing', Buffer.alloc(0), ''],
  ['Latin-1', Buffer.from('Grüße', 'latin1'), null],
  ['an assembly', Buffer.from('MZ\x90\0\x03', 'latin1'), null],
  ['bytes that are UTF-8 by chance', Buffer.from('PK\x03\x04'), null],
])('%s', (_kind, bytes, text) => {
  expect(decodeText(bytes)).toBe(text)
})

test('code is highlighted by its extension, and what it holds stays text', () => {
  expect(highlight('tools/a.props', '<a b="1">')).toContain('&lt;')
  expect(highlight('a.cs', 'var x = "<script>";')).not.toContain('<script>')
  expect(highlight('README', 'text')).toBeNull()
  expect(highlight('a.cs', 'x'.repeat(200_000))).toBeNull()
})

test('characters that turn the direction of writing are noticed', () => {
  expect(hasDirectionMarks('if (isAdmin\u202e) {')).toBe(true)
  expect(hasDirectionMarks('مرحبا')).toBe(false)
})
