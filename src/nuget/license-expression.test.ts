import { describe, expect, test } from 'vitest'
import { refuseLicenseExpression } from './license-expression.ts'

describe('a license expression', () => {
  test.each([
    'MIT',
    'Apache-2.0',
    'Apache-2.0+',
    'GPL-2.0-or-later',
    'MIT OR Apache-2.0',
    'MIT AND (Apache-2.0 OR BSD-3-Clause)',
    'GPL-2.0-only WITH Classpath-exception-2.0',
    '(MIT)',
    '((MIT OR ISC) AND (Zlib))',
    'CC-BY-NC-4.0', // neither OSI-approved nor FSF-libre: a private gallery may hold it
  ])('%s is accepted', (text) => {
    expect(refuseLicenseExpression(text)).toBeNull()
  })

  test.each([
    '',
    'MIT or Apache-2.0',
    'MIT Apache-2.0',
    'MIT OR',
    'AND MIT',
    '(MIT',
    'MIT)',
    '()',
    'MIT/X11',
    'MIT WITH',
    '(MIT) WITH Classpath-exception-2.0',
    'MIT++ 2',
    'MIT\tOR ISC',
    'Größe',
    'https://contoso.example/license',
  ])('protocol 27: %j is no expression', (text) => {
    expect(refuseLicenseExpression(text)).toEqual({ problem: 'syntax' })
  })

  test.each([
    ['UNLICENSED', 'unknown-license', 'UNLICENSED'],
    ['LicenseRef-mine', 'unknown-license', 'LicenseRef-mine'],
    ['mit', 'unknown-license', 'mit'],
    ['MIT OR (ISC AND Contoso-1.0+)', 'unknown-license', 'Contoso-1.0'],
    ['GPL-2.0+', 'deprecated-license', 'GPL-2.0'],
    ['MIT WITH Classpath-exception-3.0', 'unknown-exception', 'Classpath-exception-3.0'],
    ['GPL-2.0-only WITH MIT', 'unknown-exception', 'MIT'],
  ])('protocol 27: %s is refused for its %s %s', (text, problem, id) => {
    expect(refuseLicenseExpression(text)).toEqual({ problem, id })
  })

  test('a hostile expression is answered at once', () => {
    expect(refuseLicenseExpression('('.repeat(100_000))).toEqual({ problem: 'syntax' })
    expect(refuseLicenseExpression('MIT '.repeat(100_000))).toEqual({ problem: 'syntax' })
  })
})
