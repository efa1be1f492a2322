import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildNupkg, buildNuspec, buildZip } from '../../test/build-nupkg.ts'
import type { NupkgOptions, ZipEntry, ZipTampering } from '../../test/build-nupkg.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import type { Result } from '../result.ts'
import { describeNupkgRefusal, describeNupkgWarning, readEntry, readNupkg } from './nupkg.ts'
import type { EntryLocation, Nupkg, NupkgRefusal } from './nupkg.ts'

const path = join(temporaryFolder(), 'package.nupkg')
const now = new Date('2026-08-01T12:00:00Z')
const png = Buffer.from('89504e470d0a1a0a0000', 'hex')

async function readBytes(bytes: Uint8Array): Promise<Result<Nupkg, NupkgRefusal>> {
  writeFileSync(path, bytes)
  return readNupkg(path, now)
}

async function read(options: NupkgOptions = {}): Promise<Nupkg> {
  const nupkg = await readBytes(await buildNupkg(options))
  if (!nupkg.ok) throw new Error(JSON.stringify(nupkg.error))
  return nupkg.value
}

/** What a client is told. */
function sentencesOf({ warnings }: Nupkg): string {
  return warnings.map(describeNupkgWarning).join('\n')
}

/** The code of the refusal, or what was read when there is none. */
async function refusal(bytes: Uint8Array): Promise<string | Nupkg> {
  const nupkg = await readBytes(bytes)
  return nupkg.ok ? nupkg.value : nupkg.error.code
}

async function refuse(options: NupkgOptions): Promise<string | Nupkg> {
  return refusal(await buildNupkg(options))
}

async function refuseEntry(entry: ZipEntry): Promise<string | Nupkg> {
  return refuse({ entries: [entry] })
}

async function refuseTampered(tamper: ZipTampering): Promise<string | Nupkg> {
  return refuse({ tamper })
}

describe('a proper package', () => {
  test('is read with the places of the files that pages show', async () => {
    const readme = '# Read me\n'.repeat(100)
    const nupkg = await read({ id: 'Contoso.A', version: '1.2', readme, icon: png })
    const bytes = readFileSync(path)
    const content = (entry: EntryLocation): Promise<Buffer> =>
      readEntry(bytes.subarray(entry.dataOffset, entry.dataOffset + entry.compressedBytes), entry)

    expect(nupkg.nuspec).toMatchObject({ id: 'Contoso.A', version: { normalized: '1.2.0' } })
    expect(nupkg.sizeBytes).toBe(bytes.length)
    expect(nupkg.isSigned).toBe(false)
    expect(nupkg.files).toMatchObject({
      nuspec: { name: 'Contoso.A.nuspec', method: 'deflated' },
      readme: { name: 'README.md' },
      icon: { name: 'icon.png', method: 'stored' },
      license: null,
    })
    const { nuspec, readme: readmeFile, icon } = nupkg.files
    expect((await content(nuspec)).toString()).toContain('<id>Contoso.A</id>')
    expect(readmeFile && (await content(readmeFile)).toString()).toBe(readme)
    expect(icon && (await content(icon))).toEqual(png)
    expect(nupkg.entries.map((entry) => entry.name)).toContain('lib/net8.0/Contoso.A.dll')
  })

  test('may have data descriptors, folders, a comment, spaces and letters of any script', async () => {
    const nupkg = await read({
      entries: [
        { name: 'content/a b/Größe 数.txt', data: 'x'.repeat(100), flags: 0x808 },
        { name: 'content/', data: '' },
        { name: 'tools\\win\\x.exe', data: 'x' },
        { name: 'content/100%.txt', data: 'x' },
        { name: 'content/%20.txt', data: 'x', externalAttributes: 0x81a40000 },
        { name: '.signature.p7s', data: 'x', stored: true },
      ],
      tamper: { comment: Buffer.from('made by hand') },
    })
    expect(nupkg.isSigned).toBe(true)
  })

  test('finds an icon whose name is percent-encoded in the zip or has backslashes in the nuspec', async () => {
    const nuspec = buildNuspec({ metadata: '<icon>images\\my icon.png</icon>' })
    const nupkg = await read({ nuspec, entries: [{ name: 'images/my%20icon.png', data: png }] })
    expect(nupkg.files.icon?.name).toBe('images/my%20icon.png')
  })

  test('of 60 MB is read without reading it', async () => {
    const big = Array.from({ length: 2 }, (_, i) => ({ name: `f${i}.bin`, data: Buffer.alloc(3e7, i), stored: true }))
    writeFileSync(path, buildZip([{ name: 'a.nuspec', data: buildNuspec() }, ...big]))
    const before = process.memoryUsage().arrayBuffers
    expect((await readNupkg(path, now)).ok).toBe(true)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6)
  })
})

describe('what is no zip, or not one that every tool reads alike', () => {
  test('protocol 20: a body that is no zip, and a zip cut short', async () => {
    const whole = await buildNupkg()
    expect(await refusal(Buffer.from('hello'))).toBe('nupkg-not-a-zip')
    expect(await refusal(Buffer.alloc(0))).toBe('nupkg-not-a-zip')
    expect(await refusal(Buffer.alloc(100_000))).toBe('nupkg-not-a-zip')
    expect(await refusal(whole.subarray(0, whole.length - 1))).toBe('nupkg-not-a-zip')
    expect(await refusal(whole.subarray(0, whole.length / 2))).toBe('nupkg-not-a-zip')
    expect(await refusal(whole.subarray(50))).toBe('nupkg-ambiguous')
  })

  test('protocol 34: ZIP64 in the end records or of an entry', async () => {
    expect(await refuseTampered({ zip64: true })).toBe('nupkg-zip64')
    expect(await refuseTampered({ count: 0xffff })).toBe('nupkg-zip64')
    const field = Buffer.from('0100100001000000000000000100000000000000', 'hex')
    expect(await refuseEntry({ name: 'a.txt', data: 'a', extra: field })).toBe('nupkg-zip64')
    expect(await refuseEntry({ name: 'a.txt', data: 'a', localExtra: field })).toBe('nupkg-zip64')
  })

  test('bytes before, after or between', async () => {
    const junk = Buffer.from('junk junk junk')
    expect(await refuseTampered({ before: junk })).toBe('nupkg-ambiguous')
    expect(await refuseTampered({ after: junk })).toBe('nupkg-not-a-zip')
    expect(await refuseTampered({ gap: junk })).toBe('nupkg-hidden-content')
    expect(await refuseEntry({ name: 'a.txt', gapBefore: junk })).toBe('nupkg-hidden-content')
  })

  test('an entry in the file that the directory does not list', async () => {
    expect(await refuseEntry({ name: 'hidden.dll', data: 'x', hidden: true })).toBe('nupkg-hidden-content')
    const first = [
      { name: 'hidden.dll', data: 'x', hidden: true },
      { name: 'a.nuspec', data: buildNuspec() },
    ]
    expect(await refusal(buildZip(first))).toMatch(/^nupkg-(?:ambiguous|hidden-content)$/)
  })

  test('a directory with another count, place or size than the end record says', async () => {
    expect(await refuseTampered({ count: 2 })).toBe('nupkg-ambiguous')
    expect(await refuseTampered({ count: 50 })).toBe('nupkg-ambiguous')
    expect(await refuseTampered({ directoryOffset: 10 })).toBe('nupkg-ambiguous')
    expect(await refuseTampered({ directoryBytes: 10 })).toBe('nupkg-ambiguous')
  })

  test('two zips in one, either of which a tool might read', async () => {
    const [one, two] = [await buildNupkg({ id: 'One' }), await buildNupkg({ id: 'Two' })]
    expect(await refusal(Buffer.concat([one, two]))).toBe('nupkg-ambiguous')
    expect(await refuseTampered({ comment: one })).toBe('nupkg-ambiguous')
  })

  test('a local header that differs from the directory', async () => {
    expect(await refuseEntry({ name: 'a.txt', localName: 'b.txt', data: 'x' })).toBe('nupkg-ambiguous')
    expect(await refuseEntry({ name: 'a.txt', localSizeBytes: 7, data: 'x' })).toBe('nupkg-ambiguous')
    expect(await refuseEntry({ name: 'a.txt', localOffset: 0, data: 'x' })).toMatch(/ambiguous|hidden-content/)
  })

  test('whatever bytes are damaged, the answer is a package or a refusal, never an exception', async () => {
    const whole = await buildNupkg({ readme: '# x', entries: [{ name: 'd.txt', data: 'ddd', flags: 8 }] })
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const bytes = Buffer.from(whole)
        for (const [at, value] of changes) bytes[bytes.length - 1 - at] = value
        const read = await readBytes(bytes)
        if (!read.ok) expect(describeNupkgRefusal(read.error)).toMatch(/^[\x20-\x7e]+\.$/)
      }),
      { numRuns: 300 },
    )
  })

  test('more entries than are allowed, known before any of them is read', async () => {
    expect(await refuseTampered({ count: 20_001 })).toBe('nupkg-too-many-entries')
  })
})

test('the frameworks of a package come from its files, by their decoded names', async () => {
  const files = { 'lib/net8.0/a.dll': 'x', 'lib/netstandard2%2E0/a.dll': 'x', 'tools/net6.0/any/a.dll': 'x' }
  expect((await read({ files })).frameworks).toEqual(['net8.0', 'netstandard2.0'])
})

describe('the entries of a package', () => {
  test('protocol 21: an entry dated two days ahead is refused, one within a day accepted', async () => {
    const dated = (text: string): Promise<unknown> =>
      refuseEntry({ name: 'a.txt', data: 'x', modifiedAt: new Date(text) })
    expect(await dated('2026-08-03T12:00:00Z')).toBe('nupkg-future')
    expect(await dated('2026-08-02T11:00:00Z')).toMatchObject({ isSigned: false })
  })

  test.each([
    '..\\evil',
    '../evil',
    'lib/../../evil',
    'lib\\..\\..\\evil',
    '/abs',
    '\\abs',
    'C:/evil',
    'c:evil',
    '%2e%2e/evil',
    '%2e%2e%2fevil',
    '%2e%2e%2f%ff',
    'lib/%2E./evil',
    '%2fabs',
    '%5cabs',
    'C%3a/evil',
    'a\\\\b',
    'lib//x.dll',
    'lib/./x.dll',
    '.. /evil',
    '.../evil',
    'a\u0000b',
    'a%00b',
    'a\nb',
    'x'.repeat(501),
    'a/'.repeat(51) + 'x',
  ])('protocol 22: an entry %j is refused', async (name) => {
    expect(await refuseEntry({ name, data: 'x' })).toBe('nupkg-entry-name')
  })

  test.each(['a:b', 'CON', 'lib/Nul.txt', 'com\u00b9', 'a.', 'lib /x', 'conin$'])(
    'an entry %j, which Windows takes for something else, is refused',
    async (name) => {
      expect(await refuseEntry({ name, data: 'x' })).toBe('nupkg-entry-name')
    },
  )

  test.each(['console.dll', 'nullable/a.txt', 'com10.txt', '.gitignore', 'a..b', 'lib/.hidden/x', 'aux-1.txt'])(
    'an entry %j is accepted',
    async (name) => {
      expect(await refuseEntry({ name, data: 'x' })).toMatchObject({ isSigned: false })
    },
  )

  test('a name that is not UTF-8 is refused', async () => {
    expect(await refuseEntry({ name: Buffer.from('Größe', 'latin1'), data: 'x' })).toBe('nupkg-entry-name')
  })

  test.each([
    ['lib/net8.0/a.dll', 'LIB/NET8.0/A.dll'],
    ['a.txt', 'A.TXT'],
    ['content/a.txt', 'content\\a.txt'],
    ['a b.txt', 'a%20b.txt'],
    ['größe.txt', 'GRÖSSE.txt'.replace('SS', 'ß')],
    ['gr\u00f6n.txt', 'gro\u0308n.txt'],
    ['tools', 'tools/a.exe'],
    ['a/b/c.txt', 'A/B'],
  ])('protocol 22: %j beside %j is refused', async (one, other) => {
    const entries = [one, other].map((name) => ({ name, data: 'x' }))
    expect(await refuse({ entries })).toBe('nupkg-entry-clash')
    expect(await refuse({ entries: entries.toReversed() })).toBe('nupkg-entry-clash')
  })

  test('an entry that is there twice is refused', async () => {
    expect(await refuse({ entries: [{ name: 'a.txt' }, { name: 'a.txt' }] })).toMatch(/ambiguous|clash/)
  })

  test.each([
    ['a symbolic link', 0xa1ff0000],
    ['a device', 0x61ff0000],
    ['a pipe', 0x11ff0000],
  ])('%s is refused', async (_, externalAttributes) => {
    expect(await refuseEntry({ name: 'a', data: '/etc/passwd', externalAttributes })).toBe('nupkg-link')
  })

  test('a second name in the extra fields is refused, in the directory and in the local header', async () => {
    const field = Buffer.from('7570090001000000006576696c', 'hex')
    expect(await refuseEntry({ name: 'a', data: 'x', extra: field })).toBe('nupkg-second-name')
    expect(await refuseEntry({ name: 'a', data: 'x', localExtra: field })).toBe('nupkg-second-name')
    expect(await refuseEntry({ name: 'a', data: 'x', extra: Buffer.from('7570ff', 'hex') })).toBe('nupkg-ambiguous')
  })

  test('an encrypted entry and one of an unusual method are refused', async () => {
    expect(await refuseEntry({ name: 'a', data: 'x', flags: 1 })).toBe('nupkg-encrypted')
    expect(await refuseEntry({ name: 'a', data: 'x', method: 14 })).toBe('nupkg-method')
    expect(await refuseEntry({ name: 'a', data: 'x', method: 99 })).toBe('nupkg-method')
  })

  test('sizes that cannot be true are refused', async () => {
    expect(await refuseEntry({ name: 'a', data: 'abc', stored: true, sizeBytes: 5 })).toBe('nupkg-entry-size')
    expect(await refuseEntry({ name: 'a', data: 'abc', sizeBytes: 1e6 })).toBe('nupkg-entry-size')
    expect(await refuseEntry({ name: 'a', data: 'abc', compressedBytes: 1e6 })).toBe('nupkg-entry-size')
  })

  test('a decompression bomb is refused by what it says about itself', async () => {
    const zeros = deflateRawSync(Buffer.alloc(5e7))
    const bombs = [1, 2, 3].map((i) => ({ name: `b${i}`, data: zeros, stored: true, method: 8, sizeBytes: 5e7 }))
    expect(await refuse({ entries: bombs })).toBe('nupkg-too-much-content')
    expect(await refuse({ entries: bombs.slice(0, 1) })).toMatchObject({ isSigned: false })
  })
})

describe('the manifest of a package', () => {
  test('protocol 23: two nuspecs, no nuspec, or one in a folder are refused', async () => {
    const xml = buildNuspec()
    expect(await refuseEntry({ name: 'other.nuspec', data: xml })).toBe('nupkg-nuspec-several')
    expect(await refuseEntry({ name: 'content/Other.NUSPEC', data: xml })).toBe('nupkg-nuspec-several')
    expect(await refuseEntry({ name: 'content/other%2enuspec', data: xml })).toBe('nupkg-nuspec-several')
    expect(await refusal(buildZip([{ name: 'a.txt', data: 'x' }]))).toBe('nupkg-nuspec-missing')
    expect(await refusal(buildZip([]))).toBe('nupkg-nuspec-missing')
    expect(await refusal(buildZip([{ name: 'a/a.nuspec', data: xml }]))).toBe('nupkg-nuspec-misplaced')
    expect(await refusal(buildZip([{ name: 'a%2fa.nuspec', data: xml }]))).toBe('nupkg-nuspec-misplaced')
  })

  test('a nuspec of more than 1 MB is refused', async () => {
    const huge = buildNuspec().replace('</package>', `<!-- ${'x'.repeat(1_100_000)} --></package>`)
    expect(await refuse({ nuspec: huge })).toBe('nupkg-file-too-large')
  })

  test('its own refusals come through', async () => {
    expect(await refuse({ nuspec: 'not XML' })).toBe('nuspec-xml')
    expect(await refuse({ version: '1' })).toBe('nuspec-version-unsupported')
  })

  test('a nuspec that is damaged, longer or shorter than it says is refused', async () => {
    const xml = buildNuspec()
    const manifest = (entry: Partial<ZipEntry>): Buffer => buildZip([{ name: 'a.nuspec', data: xml, ...entry }])
    expect(await refusal(manifest({ crc32: 1 }))).toBe('nupkg-entry-damaged')
    expect(await refusal(manifest({ sizeBytes: xml.length - 1 }))).toBe('nupkg-entry-damaged')
    expect(await refusal(manifest({ sizeBytes: xml.length + 1 }))).toBe('nupkg-entry-damaged')
    expect(await refusal(manifest({ data: 'no deflate stream', stored: true, method: 8 }))).toBe('nupkg-entry-damaged')
    const trailing = Buffer.concat([deflateRawSync(xml), Buffer.from('more')])
    const packed = { data: trailing, stored: true, method: 8, sizeBytes: xml.length }
    expect(await refusal(manifest(packed))).toBe('nupkg-entry-damaged')
  })
})

describe('the files that a manifest names', () => {
  const withIcon = (data: Uint8Array | string, name = 'icon.png'): NupkgOptions => ({
    nuspec: buildNuspec({ metadata: `<icon>${name}</icon>` }),
    entries: [{ name, data }],
  })
  const withReadme = (data: Uint8Array | string): NupkgOptions => ({
    nuspec: buildNuspec({ metadata: '<readme>readme.md</readme>' }),
    entries: [{ name: 'readme.md', data }],
  })
  const withLicense = (data: Uint8Array | string): NupkgOptions => ({
    nuspec: buildNuspec({ license: null, metadata: '<license type="file">LICENSE</license>' }),
    entries: [{ name: 'LICENSE', data }],
  })

  test('protocol 28: an icon must be there, a PNG or JPEG by its content, and at most 1 MB', async () => {
    expect(await refuse({ nuspec: buildNuspec({ metadata: '<icon>icon.png</icon>' }) })).toBe('nupkg-file-missing')
    expect(await refuse(withIcon('this is text'))).toBe('nupkg-icon-not-an-image')
    expect(await refuse(withIcon(''))).toBe('nupkg-icon-not-an-image')
    expect(await refuse(withIcon(Buffer.concat([png, Buffer.alloc(1024 * 1024 - 9)])))).toBe('nupkg-file-too-large')
    expect(await refuse(withIcon(Buffer.concat([png, Buffer.alloc(1024 * 1024 - 10)])))).toMatchObject({
      isSigned: false,
    })
    expect(await refuse(withIcon(Buffer.from('ffd8ffe0', 'hex'), 'icon.jpeg'))).toMatchObject({ isSigned: false })
  })

  test('protocol 28: a readme must be there, not empty, UTF-8, and at most 1 MB', async () => {
    expect(await refuse({ nuspec: buildNuspec({ metadata: '<readme>readme.md</readme>' }) })).toBe('nupkg-file-missing')
    expect(await refuse(withReadme(''))).toBe('nupkg-file-empty')
    expect(await refuse(withReadme('x'.repeat(1024 * 1024 + 1)))).toBe('nupkg-file-too-large')
    expect(await refuse(withReadme(Buffer.from('Größe', 'latin1')))).toBe('nupkg-file-not-text')
    expect(await refuse(withReadme('Größe'))).toMatchObject({ files: { readme: { name: 'readme.md' } } })
  })

  test('protocol 27: a license file must be there, case included, and be text', async () => {
    const nuspec = buildNuspec({ license: null, metadata: '<license type="file">LICENSE</license>' })
    expect(await refuse({ nuspec, entries: [{ name: 'license', data: 'x' }] })).toBe('nupkg-file-missing')
    expect(await refuse(withLicense(Buffer.from('%PDF\0\xff')))).toBe('nupkg-file-not-text')
    expect(await refuse(withLicense('Do what you like.'))).toMatchObject({ files: { license: { name: 'LICENSE' } } })
  })

  test('a file whose real size is beyond what its header says is refused', async () => {
    const entries = [{ name: 'readme.md', data: 'x'.repeat(5e6), sizeBytes: 6000 }]
    expect(await refuse({ ...withReadme(''), entries })).toBe('nupkg-entry-damaged')
  })

  test('the file of an MCP server may be missing, but must be a JSON object', async () => {
    const packageTypes = ['DotnetTool', 'McpServer']
    const server = (data: string): NupkgOptions => ({ packageTypes, entries: [{ name: '.mcp/server.json', data }] })
    expect(sentencesOf(await read({ packageTypes }))).toContain('.mcp/server.json')
    expect(sentencesOf(await read(server('{"name":"x"}')))).not.toContain('.mcp/server.json')
    for (const data of ['', '{}', '[1]', 'null', '{']) expect(await refuse(server(data))).toBe('nupkg-mcp-server-json')
  })
})

describe('warnings', () => {
  const warnings = async (options: NupkgOptions): Promise<string> => sentencesOf(await read(options))

  test('protocol 35: no license, no readme and an iconUrl only are accepted with a warning each', async () => {
    expect(await warnings({ license: null })).toMatch(/no license/)
    expect(await warnings({ license: null, metadata: '<licenseUrl>https://x.example/</licenseUrl>' })).toMatch(
      /licenseUrl only/,
    )
    expect(await warnings({})).toMatch(/no readme/)
    expect(await warnings({ metadata: '<iconUrl>https://x.example/i.png</iconUrl>' })).toMatch(/iconUrl only/)
    expect(await warnings({ readme: '# x' })).toBe('')
  })

  test('an odd repository address gives a warning, dotnet pack’s own element does not', async () => {
    const repository = (attributes: string): Promise<string> =>
      warnings({ readme: '# x', metadata: `<repository ${attributes} />` })
    expect(await repository('type="git" url="ssh://git@x.example/a"')).toMatch(/repository URL/)
    expect(await repository('type="svn" url="git://x.example/a"')).toMatch(/repository URL/)
    expect(await repository('url="nonsense"')).toMatch(/repository URL/)
    expect(await repository('type="git" url="git://x.example/a"')).toBe('')
    expect(await repository('type="git"')).toBe('')
  })

  test('text that is not in normal form C gives a warning; every warning fits a header', async () => {
    const all = await read({
      license: null,
      description: 'Gro\u0308n',
      packageTypes: ['McpServer', 'DotnetTool'],
      metadata: '<iconUrl>https://x.example/</iconUrl><repository url="x" />',
    })
    expect(all.warnings).toHaveLength(6)
    for (const warning of all.warnings) expect(describeNupkgWarning(warning)).toMatch(/^[\x20-\x7e]{1,150}\.$/)
  })
})

describe('an entry by itself', () => {
  test('is refused when the bytes are not the ones that were read before', async () => {
    const content = Buffer.from('some content of a file '.repeat(9000))
    const bytes = deflateRawSync(content)
    const entry: EntryLocation = {
      name: 'a',
      dataOffset: 0,
      compressedBytes: bytes.length,
      sizeBytes: content.length,
      method: 'deflated',
      crc32: 0,
    }
    await expect(readEntry(bytes, entry)).rejects.toThrow('checksum')
    await expect(readEntry(bytes.subarray(1), entry)).rejects.toThrow('expected')
    await expect(readEntry(bytes, { ...entry, sizeBytes: content.length - 1 })).rejects.toThrow()
    await expect(readEntry(bytes, { ...entry, sizeBytes: content.length + 1 })).rejects.toThrow('size')
  })
})
