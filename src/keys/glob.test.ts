import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coversGlob, isValidGlob, matchesGlob } from './glob.ts'

describe('a glob pattern', () => {
  test.each([
    ['*', 'Anything.At.All', true],
    ['Foo.*', 'foo.bar', true],
    ['Foo.*', 'Foo', false],
    ['Foo.*', 'MyFoo.x', false],
    ['Foo', 'FOO', true],
    ['Foo', 'Foo.Bar', false],
    ['*.Core', 'Contoso.Core', true],
    ['*.Core', 'Contoso.Core.Extra', false],
    ['A*B*C', 'aXXbYYc', true],
    ['A*B*C', 'ABC', true],
    ['A*B*C', 'ACB', false],
    ['Foo**', 'Foo', true],
    ['', 'Foo', false],
    ['Fo?', 'Foo', false],
    ['F.o', 'Foo', false],
  ])('%s against %s: %s', (pattern, id, expected) => {
    expect(matchesGlob(pattern, id)).toBe(expected)
  })

  test('says the same as a regular expression does', () => {
    const text = fc.stringMatching(/^[ab.]{0,12}$/)
    const pattern = fc.stringMatching(/^[ab.*]{0,8}$/)
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        const regexp = new RegExp(`^${p.replaceAll('.', '\\.').replace(/\*+/g, '.*')}$`)
        return matchesGlob(p, t) === regexp.test(t)
      }),
      { numRuns: 2000 },
    )
  })

  test('a pattern made to hang a matcher does not', () => {
    expect(matchesGlob(`${'*a'.repeat(60)}b`, 'a'.repeat(128))).toBe(false)
  })

  test.each(['a b', 'a?b', 'a/b', '', 'é', '[a]', 'x'.repeat(129)])('%j is refused', (pattern) => {
    expect(isValidGlob(pattern)).toBe(false)
  })
})

describe('one pattern covers another', () => {
  test.each([
    ['*', 'A.*', true],
    ['A.*', 'A.B.*', true],
    ['A.*', 'A.B', true],
    ['a.*', 'A.B', true],
    ['A.*', 'A*', false],
    ['A.B', 'A.*', false],
    ['A*C', 'A.*.C', true],
    ['*.C', 'A.*', false],
    ['A**', 'A*', true],
    ['A*', 'A**', true],
    ['*A*', 'BA*', true],
  ])('%s covers %s: %s', (outer, inner, expected) => {
    expect(coversGlob(outer, inner)).toBe(expected)
  })

  test('is never claimed when an ID shows otherwise', () => {
    const pattern = fc.stringMatching(/^[ab*]{1,6}$/)
    const ids = ['', 'a', 'b'].flatMap((x) =>
      ['', 'a', 'b'].flatMap((y) => ['', 'a', 'b', 'ab', 'ba', 'aab', 'c'].map((z) => x + y + z)),
    )
    fc.assert(
      fc.property(pattern, pattern, (outer, inner) => {
        if (!coversGlob(outer, inner)) return true
        return ids.every((id) => !matchesGlob(inner, id) || matchesGlob(outer, id))
      }),
      { numRuns: 3000 },
    )
  })

  test('is said exactly when every ID of the second is one of the first', () => {
    // Where a pattern is not covered, its `*` taken as a letter that neither pattern has shows it: five letters are enough.
    const ids = ['a', 'b', 'c'].reduce<string[]>((all) => all.flatMap((id) => [id, `${id}a`, `${id}b`, `${id}c`]), [''])
    const every = [...new Set([...ids, ...ids.flatMap((id) => ids.map((more) => id + more))])]
    const pattern = fc.stringMatching(/^[ab*]{1,5}$/)
    fc.assert(
      fc.property(pattern, pattern, (outer, inner) => {
        const isCovered = every.every((id) => !matchesGlob(inner, id) || matchesGlob(outer, id))
        return coversGlob(outer, inner) === isCovered
      }),
      { numRuns: 1000 },
    )
  })
})
