import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAllowedForNewPackage, parsePackageId, toLowerId } from './package-id.ts'

describe('a package ID', () => {
  test.each(['A', 'Newtonsoft.Json', 'a_b', '_', '9lives', 'a-b.c_d', 'a'.repeat(100), 'Größe.Äpfel', '数据.库'])(
    '%s is valid',
    (id) => {
      expect(parsePackageId(id)).toBe(id)
    },
  )

  test.each(['', '.a', 'a.', 'a..b', 'a.-b', '-a', 'a b', ' a', 'a\n', 'a/b', 'a+b', '$id$', 'a'.repeat(101)])(
    'protocol 18: %j is refused',
    (id) => {
      expect(parsePackageId(id)).toBeNull()
    },
  )

  test('protocol 18: a new package needs an ID in ASCII, while packages that exist keep theirs', () => {
    const umlaut = parsePackageId('Größe')
    const plain = parsePackageId('Contoso.Tools_2')
    expect(umlaut && isAllowedForNewPackage(umlaut)).toBe(false)
    expect(plain && isAllowedForNewPackage(plain)).toBe(true)
  })

  test('an ID that two ways of writing would tell apart is refused', () => {
    expect(parsePackageId('Gro\u0308sse'), 'not in Unicode normal form C').toBeNull()
    expect(parsePackageId('𠀀'), 'surrogate pair').toBeNull()
    expect(parsePackageId('\u0130stanbul'), 'grows when lower-cased').toBeNull()
    expect(parsePackageId('\u212A'), 'Kelvin sign').toBeNull()
  })
})

describe('looking up an ID', () => {
  test('protocol 19: NEWTONSOFT.JSON and newtonsoft.json are one package', () => {
    expect(toLowerId('NEWTONSOFT.JSON')).toBe('newtonsoft.json')
  })

  test('lower-casing is that of .NET: one character for one, without locale and without the final sigma', () => {
    expect(toLowerId('İ')).toBe('İ')
    expect(toLowerId('I')).toBe('i')
    expect(toLowerId('ΟΔΟΣ')).toBe('οδοσ')
    expect(toLowerId('ÄÖÜß')).toBe('äöüß')
  })

  test('lower-casing keeps the length and does nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const lower = toLowerId(text)
        expect(lower).toHaveLength(text.length)
        expect(toLowerId(lower)).toBe(lower)
      }),
    )
  })
})
