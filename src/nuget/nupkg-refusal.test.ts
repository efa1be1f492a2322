import { describe, expect, test } from 'vitest'
import { describeNupkgRefusal } from './nupkg-refusal.ts'
import type { NupkgRefusal } from './nupkg-refusal.ts'

/** An example of every refusal, and what its sentence must say. A new code does not compile without one. */
type Examples = {
  readonly [C in NupkgRefusal['code']]: readonly [Omit<Extract<NupkgRefusal, { readonly code: C }>, 'code'>, string]
}

const entry = 'lib/a.dll'

const examples: Examples = {
  'nupkg-not-a-zip': [{}, 'not a package, or it is cut short'],
  'nupkg-zip64': [{}, 'uses ZIP64'],
  'nupkg-ambiguous': [{ reason: 'multiple end of central directory records' }, 'damaged'],
  'nupkg-hidden-content': [{ offset: 7 }, 'belong to none of its listed files'],
  'nupkg-too-many-entries': [{ count: 30000, limit: 20000 }, '30000 files; at most 20000'],
  'nupkg-too-much-content': [{ totalBytes: 9e9, limit: 4294967296 }, '9000000000 bytes'],
  'nupkg-encrypted': [{ entry }, "'lib/a.dll' is encrypted"],
  'nupkg-method': [{ entry }, "'lib/a.dll' has an unusual compression"],
  'nupkg-entry-name': [{ entry: '../a', problem: 'outside' }, "'../a' has a name that is not allowed: it leads out"],
  'nupkg-entry-clash': [{ entry: 'a', other: 'A' }, "'a' and 'A'"],
  'nupkg-link': [{ entry }, "'lib/a.dll' is a link"],
  'nupkg-second-name': [{ entry }, "'lib/a.dll' has a second name"],
  'nupkg-future': [{ entry }, "'lib/a.dll' is dated more than a day in the future"],
  'nupkg-entry-size': [{ entry }, "'lib/a.dll' does not have the size"],
  'nupkg-nuspec-missing': [{}, 'no .nuspec file in its root'],
  'nupkg-nuspec-several': [{ entry: 'a.nuspec', other: 'b.nuspec' }, "'a.nuspec' and 'b.nuspec'"],
  'nupkg-nuspec-misplaced': [{ entry: 'x/a.nuspec' }, "'x/a.nuspec' is not in the root"],
  'nupkg-entry-damaged': [{ entry }, "'lib/a.dll' is damaged"],
  'nupkg-file-missing': [{ file: 'readme', path: 'README.md' }, "'README.md', which is not in the package"],
  'nupkg-file-too-large': [{ file: 'icon', limit: 1048576 }, 'icon file has more than 1048576 bytes'],
  'nupkg-file-empty': [{ file: 'readme' }, 'readme file is empty'],
  'nupkg-file-not-text': [{ file: 'license' }, 'license file is not UTF-8 text'],
  'nupkg-icon-not-an-image': [{}, 'neither a PNG nor a JPEG'],
  'nupkg-mcp-server-json': [{}, '.mcp/server.json is not a JSON object'],
  'nuspec-encoding': [{ encoding: 'utf-7' }, "cannot be read as 'utf-7'"],
  'nuspec-dtd': [{}, 'DOCTYPE'],
  'nuspec-xml': [{ line: 12 }, 'near line 12'],
  'nuspec-too-complex': [{}, 'more than 50000 elements'],
  'nuspec-no-metadata': [{}, 'no <metadata>'],
  'nuspec-element-duplicate': [{ element: 'version' }, "'version' more than once"],
  'nuspec-element-reserved': [{ element: 'listed' }, "'listed', which is reserved"],
  'nuspec-element-case': [{ element: 'Tags', expected: 'tags' }, "'Tags'; write it as 'tags'"],
  'nuspec-element-missing': [{ element: 'authors' }, 'no authors'],
  'nuspec-too-long': [
    { element: 'title', length: 300, limit: 256 },
    'title in the nuspec has 300 characters; at most 256',
  ],
  'nuspec-id-invalid': [{ id: '$id$' }, 'a token such as $id$ was not replaced'],
  'nuspec-version-invalid': [{ version: 'v1' }, "'v1' is not valid"],
  'nuspec-version-unsupported': [{ version: '1' }, "'1' cannot be published"],
  'nuspec-identity-too-long': [{ length: 170, limit: 160 }, '170 characters together; at most 160'],
  'nuspec-boolean-invalid': [{ element: 'serviceable', text: 'yes' }, "serviceable in the nuspec is 'yes'"],
  'nuspec-url-invalid': [{ element: 'projectUrl', url: 'x' }, "projectUrl in the nuspec is 'x'"],
  'nuspec-min-client-version': [
    { text: '99.0', limit: '7.3.1.1' },
    "'99.0' is not a version of a client up to 7.3.1.1",
  ],
  'nuspec-package-type-invalid': [{ name: 'a b', version: '1' }, "'a b' with version '1' is not valid"],
  'nuspec-symbols-package': [{}, 'api/v2/symbolpackage'],
  'nuspec-mcp-server-without-tool': [{}, 'DotnetTool'],
  'nuspec-license-invalid': [{ problem: 'type' }, 'its type must be "expression" or "file"'],
  'nuspec-license-expression': [
    { expression: 'UNLICENSED', wrong: { problem: 'unknown-license', id: 'UNLICENSED' } },
    "'UNLICENSED' is not valid: 'UNLICENSED' is no identifier of the SPDX list",
  ],
  'nuspec-license-url': [{ expected: 'https://licenses.nuget.org/MIT' }, 'set it to https://licenses.nuget.org/MIT'],
  'nuspec-license-url-placeholder': [{}, 'placeholder'],
  'nuspec-license-required': [{}, 'only packages with a license'],
  'nuspec-file-extension': [{ element: 'icon', path: 'i.gif', allowed: '.png' }, "'i.gif'; its extension must be .png"],
  'nuspec-dependency-id-invalid': [{ id: 'a..b' }, "'a..b' is not a valid package ID"],
  'nuspec-dependency-version-invalid': [{ id: 'B', version: 'x' }, "'B' has the version 'x'"],
  'nuspec-dependency-floating': [{ id: 'B', version: '1.*' }, "'B' has the floating version '1.*'"],
  'nuspec-dependency-metadata': [{ id: 'B', version: '1.0+x' }, "'1.0+x' with build metadata"],
  'nuspec-dependency-duplicate': [{ id: 'B', targetFramework: null }, "'B' is listed twice for any framework"],
  'nuspec-dependency-group-duplicate': [{ targetFramework: 'net8.0' }, "two dependency groups for 'net8.0'"],
  'nuspec-dependencies-too-long': [{ length: 40000, limit: 32767 }, '40000 characters in all; at most 32767'],
  'nuspec-framework-unsupported': [
    { element: 'dependency group', targetFramework: 'nope' },
    "'nope' of a dependency group is not known",
  ],
}

describe('the sentence of a refusal', () => {
  test.each(Object.entries(examples))('%s says what is wrong and what to do', (code, [details, part]) => {
    const sentence = describeNupkgRefusal({ code, ...details } as NupkgRefusal)
    expect(sentence).toContain(part)
    expect(sentence).toMatch(/^[A-Z][\x20-\x7e]{20,300}\.$/)
  })

  test.each([
    [{ problem: 'syntax' }, 'use SPDX identifiers with AND, OR, WITH and parentheses'],
    [{ problem: 'deprecated-license', id: 'GPL-2.0' }, "'GPL-2.0' is deprecated in the SPDX list"],
    [{ problem: 'unknown-exception', id: 'Foo' }, "'Foo' is no exception of the SPDX list"],
  ] as const)('a license expression may be wrong in its %j', (wrong, part) => {
    const sentence = describeNupkgRefusal({ code: 'nuspec-license-expression', expression: 'X', wrong })
    expect(sentence).toContain(part)
  })

  test('text from the package cannot break the line, pretend to be ours, or run on', () => {
    const hostile = `x'. Ignore this.\r\nSet-Cookie: a=b \u202e ${'y'.repeat(500)}`
    const sentence = describeNupkgRefusal({ code: 'nupkg-entry-name', entry: hostile, problem: 'control-character' })
    expect(sentence).toBe(
      "The entry 'x?. Ignore this.??Set-Cookie: a=b ? yyyyyyyyyyyyyyyyyyyyy...' has a name that is not allowed: it has " +
        'a control character.',
    )
  })

  test('every sentence with the longest hostile text is still one line of ASCII', () => {
    const hostile = '\u0000\n\u{1F600}'.repeat(100_000)
    const wrong = { problem: 'unknown-license', id: hostile } as const
    const license = describeNupkgRefusal({ code: 'nuspec-license-expression', expression: hostile, wrong })
    expect(license).toMatch(/^[\x20-\x7e]{20,400}$/)
    for (const [code, [details]] of Object.entries(examples)) {
      const poisoned = Object.entries(details).map(([key, value]): [string, unknown] => {
        const isOurs = typeof value !== 'string' || ['problem', 'file', 'limit', 'allowed', 'expected'].includes(key)
        return [key, isOurs || (key === 'element' && !code.startsWith('nuspec-element')) ? value : hostile]
      })
      if (code === 'nuspec-element-missing') continue // names our own elements only
      const sentence = describeNupkgRefusal({ ...Object.fromEntries(poisoned), code } as NupkgRefusal)
      expect(sentence).toMatch(/^[\x20-\x7e]{20,400}$/)
    }
  })
})
