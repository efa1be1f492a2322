import { describe, expect, test } from 'vitest'
import { buildNuspec } from '../../test/build-nupkg.ts'
import type { NupkgOptions } from '../../test/build-nupkg.ts'
import { packageKind, parseNuspec } from './nuspec.ts'
import type { Nuspec, NuspecRefusal } from './nuspec.ts'
import { defaultRules } from './package-rules.ts'
import { parseVersion } from './version.ts'
import type { NuGetVersion } from './version.ts'

function read(xml: string | Uint8Array): Nuspec {
  const nuspec = parseNuspec(Buffer.from(xml))
  if (!nuspec.ok) throw new Error(JSON.stringify(nuspec.error))
  return nuspec.value
}

function refusal(xml: string | Uint8Array): NuspecRefusal {
  const nuspec = parseNuspec(Buffer.from(xml))
  if (nuspec.ok) throw new Error('the manifest should be refused')
  return nuspec.error
}

function version(text: string): NuGetVersion {
  const parsed = parseVersion(text)
  if (!parsed) throw new Error(text)
  return parsed
}

function readOptions(options: NupkgOptions): Nuspec {
  return read(buildNuspec(options))
}

function refuseOptions(options: NupkgOptions): NuspecRefusal {
  return refusal(buildNuspec(options))
}

describe('reading a manifest', () => {
  test('everything that dotnet pack writes is found', () => {
    const nuspec = read(`<?xml version="1.0" encoding="utf-8"?>
      <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
        <metadata minClientVersion="2.12">
          <id>Contoso.Classlib</id>
          <version>1.2.3-beta.4+sha.5</version>
          <title>Class library</title>
          <authors>Ann, Bob</authors>
          <developmentDependency>true</developmentDependency>
          <requireLicenseAcceptance>false</requireLicenseAcceptance>
          <license type="expression">MIT OR Apache-2.0</license>
          <licenseUrl>https://licenses.nuget.org/MIT%20OR%20Apache-2.0</licenseUrl>
          <icon>images\\icon.png</icon>
          <readme>docs\\README.md</readme>
          <projectUrl>https://contoso.example/</projectUrl>
          <description>A &lt;class&gt; library <![CDATA[& more]]></description>
          <tags>one two,three;  four</tags>
          <serviceable>true</serviceable>
          <packageTypes><packageType name="DotnetTool" version="1.0" /><packageType name="Own.Type" /></packageTypes>
          <repository type="git" url="https://github.com/contoso/x.git" branch="main" commit="abc" />
          <dependencies>
            <group targetFramework=".NETFramework4.6.2"><dependency id="B" version="[1.0,2.0)" exclude="Build" /></group>
            <group targetFramework="net8.0" />
            <group><dependency id="C" version="13.0.3" /></group>
          </dependencies>
          <frameworkReferences>
            <group targetFramework="net8.0"><frameworkReference name="Microsoft.AspNetCore.App" /></group>
          </frameworkReferences>
          <frameworkAssemblies>
            <frameworkAssembly assemblyName="System.Xml" targetFramework="net45, net472" />
            <frameworkAssembly assemblyName="System.Net" />
          </frameworkAssemblies>
        </metadata>
      </package>`)
    expect(nuspec).toMatchObject({
      id: 'Contoso.Classlib',
      version: { full: '1.2.3-beta.4+sha.5' },
      title: 'Class library',
      authors: 'Ann, Bob',
      description: 'A <class> library & more',
      summary: null,
      tags: ['one', 'two', 'three', 'four'],
      icon: 'images/icon.png',
      readme: 'docs/README.md',
      license: { type: 'expression', text: 'MIT OR Apache-2.0', version: null },
      developmentDependency: true,
      requireLicenseAcceptance: false,
      serviceable: true,
      minClientVersion: '2.12',
      repository: { type: 'git', url: 'https://github.com/contoso/x.git', branch: 'main', commit: 'abc' },
      packageTypes: [
        { name: 'DotnetTool', version: '1.0' },
        { name: 'Own.Type', version: null },
      ],
      dependencyGroups: [
        { targetFramework: 'net462', dependencies: [{ id: 'B', range: { normalized: '[1.0.0, 2.0.0)' } }] },
        { targetFramework: 'net8.0', dependencies: [] },
        { targetFramework: null, dependencies: [{ id: 'C', range: { normalized: '[13.0.3, )' } }] },
      ],
      frameworkReferences: [{ targetFramework: 'net8.0', names: ['Microsoft.AspNetCore.App'] }],
      frameworkAssemblies: [
        { name: 'System.Xml', targetFrameworks: ['net45', 'net472'] },
        { name: 'System.Net', targetFrameworks: [] },
      ],
    })
  })

  test('a manifest may have any of NuGet’s namespaces, a prefix, or none', () => {
    const plain = buildNuspec().replace(/ xmlns="[^"]*"/, '')
    const prefixed = plain.replace(/<(\/?)(?=[a-z])/gi, '<$1n:').replace('<n:package', '<n:package xmlns:n="urn:x"')
    expect(read(plain).id).toBe('Lode.Sample')
    expect(read(prefixed).id).toBe('Lode.Sample')
    expect(read(buildNuspec().replace('2013/05', '2010/07')).id).toBe('Lode.Sample')
  })

  test('attributes with a prefix are not looked at, as by the client', () => {
    const nuspec = readOptions({
      metadata: '<repository xmlns:x="urn:x" type="git" x:type="svn" url="https://a.example" x:branch="b" />',
    })
    expect(nuspec.repository).toMatchObject({ type: 'git', branch: null })
  })

  test('a manifest with two metadata elements is refused: readers would choose differently', () => {
    const twice = buildNuspec().replace('</package>', '<metadata><id>Other</id></metadata></package>')
    expect(refusal(twice)).toEqual({ code: 'nuspec-element-duplicate', element: 'metadata' })
  })

  test('authors who are left out are taken from owners', () => {
    expect(read(buildNuspec().replaceAll('authors>', 'owners>')).authors).toBe('Lode')
  })

  test('a package without declared types is a dependency', () => {
    expect(packageKind(readOptions({}))).toEqual(['Dependency'])
    expect(packageKind(readOptions({ packageTypes: ['Template'] }))).toEqual(['Template'])
  })

  test('an empty element is as good as none', () => {
    const nuspec = readOptions({ metadata: '<title> </title><summary/><serviceable/><repository/><iconUrl/>' })
    expect(nuspec).toMatchObject({ title: null, summary: null, serviceable: false, repository: null, iconUrl: null })
  })

  test('protocol 16: a stable package that depends on [2.0.0-a.b, ) is SemVer 2', () => {
    const dependsOn = (version: string): NupkgOptions => ({ dependencies: [{ dependencies: [{ id: 'B', version }] }] })
    expect(readOptions(dependsOn('[2.0.0-a.b, )')).isSemVer2).toBe(true)
    expect(readOptions(dependsOn('[1.0, 2.0.0-a.b)')).isSemVer2).toBe(true)
    expect(readOptions(dependsOn('[2.0.0-a, )')).isSemVer2).toBe(false)
    expect(readOptions({ version: '1.0.0+x' }).isSemVer2).toBe(true)
  })
})

describe('the encoding of a manifest', () => {
  const declared = (encoding: string): string =>
    buildNuspec({ description: 'Größe' }).replace('encoding="utf-8"', `encoding="${encoding}"`)
  const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

  test.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${declared('utf-8')}`)],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${declared('utf-16')}`, 'utf16le')],
    ['UTF-16, the other byte order', utf16be(`\ufeff${declared('UTF-16')}`)],
    ['UTF-16 without a mark', Buffer.from(declared('utf-16'), 'utf16le')],
    ['Windows-1252 by declaration', Buffer.from(declared('windows-1252'), 'latin1')],
    ['Latin 1 by declaration', Buffer.from(declared('ISO-8859-1'), 'latin1')],
  ])('%s is read', (_, bytes) => {
    expect(read(bytes).description).toBe('Größe')
  })

  test.each([
    ['bytes that are no UTF-8', Buffer.from(declared('utf-8'), 'latin1')],
    ['a declaration of UTF-16 that is not true', Buffer.from(declared('utf-16'))],
    ['a UTF-16 mark with a declaration of UTF-8', Buffer.from(`\ufeff${declared('utf-8')}`, 'utf16le')],
    ['a UTF-8 mark with another declaration', Buffer.from(`\ufeff${declared('windows-1252')}`)],
    ['an encoding that nobody knows', Buffer.from(declared('klingon'))],
  ])('%s are refused', (_, bytes) => {
    expect(refusal(bytes).code).toBe('nuspec-encoding')
  })
})

describe('what is no manifest', () => {
  test.each([
    ['', 'nuspec-xml'],
    ['not XML', 'nuspec-xml'],
    ['<package><metadata></package>', 'nuspec-xml'],
    ['<package/>', 'nuspec-no-metadata'],
    ['<Package><metadata/></Package>', 'nuspec-no-metadata'],
    ['<metadata/>', 'nuspec-no-metadata'],
    ['<?xml version="1.1"?><package/>', 'nuspec-xml'],
    [`${'<a>'.repeat(40)}${'</a>'.repeat(40)}`, 'nuspec-too-complex'],
  ])('%j is refused', (xml, code) => {
    expect(refusal(xml).code).toBe(code)
  })

  test('protocol 24: a document type is refused, whatever it defines', () => {
    const withDoctype = (doctype: string): string => buildNuspec().replace('<package', `${doctype}<package`)
    expect(refusal(withDoctype('<!DOCTYPE package>')).code).toBe('nuspec-dtd')
    expect(refusal(withDoctype('<!DOCTYPE package SYSTEM "http://127.0.0.1/x.dtd">')).code).toBe('nuspec-dtd')
    expect(refusal(withDoctype('<!DOCTYPE p [<!ENTITY a "b">]>')).code).toBe('nuspec-dtd')
    expect(refuseOptions({ metadata: '<title>&a;</title>' }).code).toBe('nuspec-xml')
  })
})

describe('a large manifest', () => {
  const references = (count: number): string =>
    buildNuspec({ metadata: `<references>${'<reference file="a.dll" />'.repeat(count)}</references>` })

  test('may have as many elements as anybody needs', () => {
    expect(read(references(20_000)).id).toBe('Lode.Sample')
  })

  test('is refused where it would only keep the server busy: too many elements, attributes or levels', () => {
    expect(parseNuspec(Buffer.from(references(50_000)))).toEqual({ ok: false, error: { code: 'nuspec-too-complex' } })
    const attributes = (count: number): string => Array.from({ length: count }, (_, i) => `a${i}="x"`).join(' ')
    expect(readOptions({ metadata: `<repository ${attributes(100)} />` }).repository).toBeNull()
    expect(refuseOptions({ metadata: `<repository ${attributes(101)} />` }).code).toBe('nuspec-too-complex')
    const nested = (levels: number): string => `${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}`
    expect(readOptions({ metadata: nested(30) }).id).toBe('Lode.Sample')
    expect(refuseOptions({ metadata: nested(31) }).code).toBe('nuspec-too-complex')
  })
})

describe('the elements of a manifest', () => {
  test('protocol 24: an element that is there twice is refused', () => {
    expect(refuseOptions({ metadata: '<version>1.0.0</version>' })).toEqual({
      code: 'nuspec-element-duplicate',
      element: 'version',
    })
  })

  test('protocol 24: Tags must be written tags, and the gallery’s own names are reserved', () => {
    expect(refuseOptions({ metadata: '<Tags>a</Tags>' }).code).toBe('nuspec-element-case')
    expect(refuseOptions({ metadata: '<listed>true</listed>' }).code).toBe('nuspec-element-reserved')
    expect(refuseOptions({ metadata: '<IsPrerelease>true</IsPrerelease>' }).code).toBe('nuspec-element-reserved')
  })

  test.each(['id', 'version', 'authors', 'description'])('protocol 25: a package without %s is refused', (element) => {
    const without = buildNuspec().replace(new RegExp(`<${element}>.*</${element}>`), '')
    const empty = buildNuspec().replace(new RegExp(`<${element}>.*</${element}>`), `<${element}> </${element}>`)
    expect(refusal(without)).toEqual({ code: 'nuspec-element-missing', element })
    expect(refusal(empty)).toEqual({ code: 'nuspec-element-missing', element })
  })

  test.each([
    ['title', 256],
    ['tags', 4000],
    ['releaseNotes', 35000],
    ['summary', 4000],
    ['copyright', 4000],
    ['language', 20],
  ])('protocol 26: a %s of %i characters passes, one more is refused', (element, limit) => {
    const withLength = (length: number): string =>
      buildNuspec({ metadata: `<${element}>${'x'.repeat(length)}</${element}>` })
    expect(parseNuspec(Buffer.from(withLength(limit))).ok).toBe(true)
    expect(refusal(withLength(limit + 1))).toEqual({ code: 'nuspec-too-long', element, limit, length: limit + 1 })
  })

  test('protocol 26: description, authors and addresses have their limits too', () => {
    expect(parseNuspec(Buffer.from(buildNuspec({ description: 'x'.repeat(4000) }))).ok).toBe(true)
    expect(refuseOptions({ description: 'x'.repeat(4001) }).code).toBe('nuspec-too-long')
    expect(refuseOptions({ authors: 'x'.repeat(4001) }).code).toBe('nuspec-too-long')
    const url = `https://contoso.example/${'x'.repeat(4000)}`
    expect(refuseOptions({ metadata: `<projectUrl>${url}</projectUrl>` }).code).toBe('nuspec-too-long')
    expect(refuseOptions({ metadata: `<repository type="${'x'.repeat(101)}" />` }).code).toBe('nuspec-too-long')
  })

  test('an ID or version that cannot be published is refused', () => {
    expect(refuseOptions({ id: 'a..b' }).code).toBe('nuspec-id-invalid')
    expect(refuseOptions({ id: '$id$' }).code).toBe('nuspec-id-invalid')
    expect(refuseOptions({ version: 'v1.0' }).code).toBe('nuspec-version-invalid')
    expect(refuseOptions({ version: '1' }).code).toBe('nuspec-version-unsupported')
    expect(refuseOptions({ id: 'a'.repeat(100), version: `1.0.0-${'a'.repeat(55)}` }).code).toBe(
      'nuspec-identity-too-long',
    )
  })

  test('protocol 17: version 1.0.0-1 is refused, 1.0.0-1.a accepted', () => {
    expect(refuseOptions({ version: '1.0.0-1' }).code).toBe('nuspec-version-unsupported')
    expect(readOptions({ version: '1.0.0-1.a' }).version.normalized).toBe('1.0.0-1.a')
  })

  test.each([
    ['true', true],
    ['True', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ])('a boolean may be written %s', (text, value) => {
    expect(readOptions({ metadata: `<serviceable>${text}</serviceable>` }).serviceable).toBe(value)
  })

  test('a boolean that is none is refused', () => {
    expect(refuseOptions({ metadata: '<developmentDependency>yes</developmentDependency>' }).code).toBe(
      'nuspec-boolean-invalid',
    )
  })

  test.each(['ftp://x.example/', '/relative', 'javascript:alert(1)', 'http://', 'x.example'])(
    'the address %s is refused',
    (url) => {
      for (const element of ['projectUrl', 'iconUrl']) {
        expect(refuseOptions({ metadata: `<${element}>${url}</${element}>` }).code).toBe('nuspec-url-invalid')
      }
    },
  )

  test('protocol 29: a package may not ask for a client that does not exist yet', () => {
    const asks = (version: string): string =>
      buildNuspec().replace('<metadata>', `<metadata minClientVersion="${version}">`)
    expect(read(asks('7.3.1.1')).minClientVersion).toBe('7.3.1.1')
    expect(refusal(asks('7.3.1.2')).code).toBe('nuspec-min-client-version')
    expect(refusal(asks('new')).code).toBe('nuspec-min-client-version')
  })

  test('protocol 29: the newest client is for the operator to set', () => {
    const rules = { ...defaultRules, newestClient: version('9.0') }
    const asks = buildNuspec().replace('<metadata>', '<metadata minClientVersion="8.0">')
    expect(parseNuspec(Buffer.from(asks), rules).ok).toBe(true)
    const beyond = parseNuspec(Buffer.from(asks.replace('8.0', '9.0.1')), rules)
    expect(beyond).toMatchObject({ error: { code: 'nuspec-min-client-version', limit: '9.0' } })
  })

  test('an operator can ask for a license; an address alone is none', () => {
    const rules = { ...defaultRules, isLicenseRequired: true }
    const code = (options: NupkgOptions): unknown => {
      const nuspec = parseNuspec(Buffer.from(buildNuspec(options)), rules)
      return nuspec.ok ? 'accepted' : nuspec.error.code
    }
    expect(code({})).toBe('accepted')
    expect(code({ license: null })).toBe('nuspec-license-required')
    expect(code({ license: null, metadata: '<licenseUrl>https://x.example/</licenseUrl>' })).toBe(
      'nuspec-license-required',
    )
    expect(code({ license: null, metadata: '<license type="file">LICENSE</license>' })).toBe('accepted')
  })

  test('protocol 28: an icon must be PNG or JPEG by its name, a readme Markdown', () => {
    const extension = (metadata: string): string => refuseOptions({ metadata }).code
    expect(extension('<icon>icon.gif</icon>')).toBe('nuspec-file-extension')
    expect(extension('<icon>icon</icon>')).toBe('nuspec-file-extension')
    expect(extension('<readme>readme.txt</readme>')).toBe('nuspec-file-extension')
    expect(readOptions({ metadata: '<icon>ICON.PNG</icon><readme>R.MD</readme>' }).icon).toBe('ICON.PNG')
  })
})

describe('the types of a package', () => {
  test('protocol 31: a symbols package is refused with a pointer to the right endpoint, although it lacks authors', () => {
    const symbols = buildNuspec({ packageTypes: ['SymbolsPackage'] }).replace(/<authors>.*<\/authors>/, '')
    expect(refusal(symbols)).toEqual({ code: 'nuspec-symbols-package' })
    expect(refuseOptions({ packageTypes: ['symbolspackage'] }).code).toBe('nuspec-symbols-package')
  })

  test('protocol 32: an MCP server must be a tool as well', () => {
    expect(refuseOptions({ packageTypes: ['McpServer'] }).code).toBe('nuspec-mcp-server-without-tool')
    expect(packageKind(readOptions({ packageTypes: ['McpServer', 'DotnetTool'] }))).toContain('McpServer')
  })

  test('a type must have a proper name, and a version of two to four numbers', () => {
    expect(refuseOptions({ packageTypes: ['a b'] }).code).toBe('nuspec-package-type-invalid')
    const versioned = (version: string): string =>
      buildNuspec({ packageTypes: ['Own'] }).replace('name="Own"', `name="Own" version="${version}"`)
    expect(read(versioned('1.0')).packageTypes).toEqual([{ name: 'Own', version: '1.0' }])
    expect(refusal(versioned('1')).code).toBe('nuspec-package-type-invalid')
    expect(refusal(versioned('1.0-a')).code).toBe('nuspec-package-type-invalid')
  })
})
