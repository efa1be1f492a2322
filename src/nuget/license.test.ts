import { describe, expect, test } from 'vitest'
import { buildNuspec } from '../../test/build-nupkg.ts'
import { parseNuspec } from './nuspec.ts'
import type { License, NuspecRefusal } from './nuspec.ts'

function read(metadata: string): License | null | NuspecRefusal['code'] {
  const nuspec = parseNuspec(Buffer.from(buildNuspec({ license: null, metadata })))
  return nuspec.ok ? nuspec.value.license : nuspec.error.code
}

describe('the license of a package', () => {
  test('an expression or a file may stand with or without the address that pack writes', () => {
    const mit = '<license type="expression">MIT</license>'
    const file = '<license type="file">docs\\LICENSE.txt</license>'
    expect(read(mit)).toEqual({ type: 'expression', text: 'MIT', version: null })
    expect(read(`${mit}<licenseUrl>https://licenses.nuget.org/MIT</licenseUrl>`)).toMatchObject({ text: 'MIT' })
    expect(read(file)).toEqual({ type: 'file', text: 'docs/LICENSE.txt', version: null })
    expect(read(`${file}<licenseUrl>https://aka.ms/deprecateLicenseUrl</licenseUrl>`)).toMatchObject({ type: 'file' })
  })

  test('the address of an expression may be escaped as clients do', () => {
    const either = '<license type="expression" version="1.0.0">(MIT OR ISC)</license>'
    for (const url of ['(MIT%20OR%20ISC)', '%28MIT%20OR%20ISC%29']) {
      expect(read(`${either}<licenseUrl>https://licenses.nuget.org/${url}</licenseUrl>`)).toMatchObject({
        version: '1.0.0',
      })
    }
  })

  test.each(['https://licenses.nuget.org/ISC', 'https://licenses.nuget.org/%', 'https://contoso.example/'])(
    'protocol 27: the address %s beside an expression is refused',
    (url) => {
      expect(read(`<license type="expression">MIT</license><licenseUrl>${url}</licenseUrl>`)).toBe('nuspec-license-url')
    },
  )

  test('protocol 27: a license file must be text by its name, and its address the placeholder', () => {
    expect(read('<license type="file">LICENSE.pdf</license>')).toBe('nuspec-file-extension')
    expect(read('<license type="file">docs.v2/LICENSE</license>')).toMatchObject({ text: 'docs.v2/LICENSE' })
    expect(read('<license type="file">L.md</license><licenseUrl>https://x.example/</licenseUrl>')).toBe(
      'nuspec-license-url',
    )
  })

  test('protocol 27: an unknown identifier and UNLICENSED are refused', () => {
    expect(read('<license type="expression">Contoso-1.0</license>')).toBe('nuspec-license-expression')
    expect(read('<license type="expression">UNLICENSED</license>')).toBe('nuspec-license-expression')
  })

  test('the placeholder address alone is refused, another one alone is a matter of warnings', () => {
    expect(read('<licenseUrl>https://aka.ms/deprecateLicenseUrl</licenseUrl>')).toBe('nuspec-license-url-placeholder')
    expect(read('<licenseUrl>https://contoso.example/</licenseUrl>')).toBeNull()
  })

  test.each([
    '<license type="expression"><b>MIT</b></license>',
    '<license>MIT</license>',
    '<license type="url">MIT</license>',
    '<license type="expression" version="2.0.0">MIT</license>',
    '<license type="expression"> </license>',
    `<license type="expression">${'MIT OR '.repeat(72)}MIT</license>`,
  ])('%s is refused', (metadata) => {
    expect(read(metadata)).toBe('nuspec-license-invalid')
  })
})
