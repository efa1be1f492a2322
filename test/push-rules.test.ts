import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildNupkg, buildNuspec } from './build-nupkg.ts'
import type { NupkgOptions } from './build-nupkg.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { startTestServer } from './server.ts'
import type { TestServer } from './server.ts'

const png = Buffer.from('89504e470d0a1a0a00000000', 'hex')
const id = 'Rules.Sample'

type Case = readonly [line: string, what: string, package_: NupkgOptions, sentence: string]

const metadata = (xml: string): NupkgOptions => ({ metadata: xml })
const license = (xml: string): NupkgOptions => ({ license: null, metadata: xml })
const nuspec = (change: (xml: string) => string): NupkgOptions => ({ nuspec: change(buildNuspec({ id })) })
const depends = (version: string): NupkgOptions => ({ dependencies: [{ dependencies: [{ id: 'B', version }] }] })
const group = (targetFramework: string) => ({ targetFramework, dependencies: [] })

const refused: readonly Case[] = [
  ['17', 'the version 1.0.0-1', { version: '1.0.0-1' }, "The version '1.0.0-1' cannot be published"],
  ['11', 'a version without a dot', { version: '1' }, "The version '1' cannot be published"],
  ['18', 'an ID of 101 characters', { id: 'a'.repeat(101) }, 'is not valid; use at most 100 letters'],
  [
    '21',
    'an entry of next year',
    { entries: [{ name: 'a.txt', data: 'x', modifiedAt: new Date('2090-01-01') }] },
    'more than a day in the future',
  ],
  ['24', 'two versions', metadata('<version>2.0.0</version>'), "the element 'version' more than once"],
  ['24', 'Tags', metadata('<Tags>a</Tags>'), "write it as 'tags'"],
  ['24', 'listed', metadata('<listed>true</listed>'), 'reserved for the gallery'],
  ['25', 'no description', nuspec((xml) => xml.replace(/<description>.*<\/description>/, '')), 'has no description'],
  ['25', 'no authors', nuspec((xml) => xml.replace(/<authors>.*<\/authors>/, '')), 'has no authors'],
  ['25', 'no ID', nuspec((xml) => xml.replace(/<id>.*<\/id>/, '')), 'has no id'],
  ['25', 'no version', nuspec((xml) => xml.replace(/<version>.*<\/version>/, '')), 'has no version'],
  ['26', 'a title of 257 characters', { title: 'x'.repeat(257) }, 'has 257 characters; at most 256'],
  ['26', 'tags of 4,001 characters', { tags: 'x'.repeat(4001) }, 'has 4001 characters; at most 4000'],
  [
    '26',
    'release notes of 35,001 characters',
    metadata(`<releaseNotes>${'x'.repeat(35001)}</releaseNotes>`),
    'has 35001 characters; at most 35000',
  ],
  ['27', 'an unknown license', { license: 'Contoso-1.0' }, "'Contoso-1.0' is no identifier of the SPDX list"],
  ['27', 'UNLICENSED', { license: 'UNLICENSED' }, "'UNLICENSED' is no identifier of the SPDX list"],
  ['27', 'a deprecated license', { license: 'GPL-2.0' }, "'GPL-2.0' is deprecated in the SPDX list"],
  [
    '27',
    'another address beside an expression',
    license('<license type="expression">MIT</license><licenseUrl>https://x.example/</licenseUrl>'),
    'set it to https://licenses.nuget.org/MIT',
  ],
  [
    '27',
    'a license file that is not there',
    license('<license type="file">L.txt</license>'),
    "the file 'L.txt', which is",
  ],
  [
    '27',
    'a license in PDF',
    license('<license type="file">L.pdf</license>'),
    'its extension must be .txt, .md or none',
  ],
  [
    '27',
    'a binary license',
    { ...license('<license type="file">L.txt</license>'), entries: [{ name: 'L.txt', data: Buffer.from([0, 1]) }] },
    'The license file is not UTF-8 text',
  ],
  ['28', 'a GIF', metadata('<icon>i.gif</icon>'), 'its extension must be .png, .jpg or .jpeg'],
  ['28', 'text as an icon', { icon: Buffer.from('text') }, 'neither a PNG nor a JPEG'],
  ['28', 'an icon of more than 1 MB', { icon: Buffer.concat([png, Buffer.alloc(1048576)]) }, 'icon file has more than'],
  ['28', 'a readme in text', metadata('<readme>r.txt</readme>'), 'its extension must be .md'],
  ['28', 'an empty readme', { readme: '' }, 'The readme file is empty'],
  ['28', 'a readme of more than 1 MB', { readme: 'x'.repeat(1048577) }, 'The readme file has more than 1048576 bytes'],
  [
    '28',
    'a readme in Latin 1',
    { ...metadata('<readme>r.md</readme>'), entries: [{ name: 'r.md', data: Buffer.from('Größe', 'latin1') }] },
    'The readme file is not UTF-8 text',
  ],
  [
    '29',
    'a client of the future',
    nuspec((xml) => xml.replace('<metadata>', '<metadata minClientVersion="7.3.1.2">')),
    'not a version of a client up to 7.3.1.1',
  ],
  ['30', 'a floating version', depends('1.*'), "has the floating version '1.*'"],
  ['30', 'metadata in a bound', depends('[1.0.0+a, 2.0]'), "remove the part after '+'"],
  ['30', 'a framework nobody knows', { dependencies: [group('nope')] }, "'nope' of a dependency group is not known"],
  ['30', 'two groups of one framework', { dependencies: [group('net8.0'), group('NET8.0')] }, 'two dependency groups'],
  [
    '30',
    'a dependency twice',
    {
      dependencies: [
        {
          dependencies: [
            { id: 'B', version: '1.0' },
            { id: 'b', version: '2.0' },
          ],
        },
      ],
    },
    "'b' is listed twice",
  ],
  ['31', 'a symbols package', { packageTypes: ['SymbolsPackage'] }, 'api/v2/symbolpackage'],
  ['32', 'an MCP server that is no tool', { packageTypes: ['McpServer'] }, 'must also have the type DotnetTool'],
]

const warned: readonly Case[] = [
  ['35', 'no license', { license: null, readme: '# x' }, 'The package has no license'],
  ['35', 'no readme', {}, 'The package has no readme'],
  ['35', 'an iconUrl only', { readme: '# x', ...metadata('<iconUrl>https://x.example/i</iconUrl>') }, 'iconUrl only'],
  ['35', 'a licenseUrl only', license('<licenseUrl>https://x.example/l</licenseUrl>'), 'licenseUrl only'],
  ['35', 'an odd repository', metadata('<repository type="git" url="ssh://x.example/a" />'), 'The repository URL'],
  ['35', 'text that is not NFC', { description: 'Gro\u0308n' }, 'normal form C'],
  ['35', 'an MCP server without its file', { packageTypes: ['McpServer', 'DotnetTool'] }, '.mcp/server.json'],
]

async function open(options: Parameters<typeof startTestServer>[0]) {
  const server = await startTestServer(options)
  const key = await createKey(server, await createUser(server, { name: 'ann' }), { actions: ['push'], globs: ['*'] })
  return { server, push: (options: NupkgOptions) => push(server, key, options) }
}

async function push(server: TestServer, key: string, options: NupkgOptions) {
  const body = new Uint8Array(await buildNupkg({ id, ...options }))
  const response = await fetch(`${server.url}/api/v2/package/`, {
    method: 'PUT',
    body,
    headers: { 'X-NuGet-ApiKey': key },
  })
  const warnings = response.headers.get('X-NuGet-Warning') ?? ''
  return { status: response.status, phrase: response.statusText, body: await response.text(), warnings }
}

describe.each(['sqlite', 'postgres'] as const)('the rules of packages on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let gallery: Awaited<ReturnType<typeof open>>
    beforeAll(async () => {
      gallery = await open({ database })
    })
    afterAll(() => gallery.server.close())

    test.each(refused)(
      'protocol %s: %s is refused with 400 and its sentence',
      async (_line, _what, options, sentence) => {
        const answer = await gallery.push(options)
        expect({ ...answer, status: answer.status }).toMatchObject({ status: 400, warnings: '' })
        expect(answer.phrase).toContain(sentence)
        expect(answer.body).toContain(sentence)
        const rows = await gallery.server.deps.db.read.selectFrom('packages').selectAll().execute()
        expect(rows.filter((row) => row.lower_id === id.toLowerCase())).toEqual([])
      },
    )

    test.each(warned)('protocol %s: %s is accepted with a warning', async (_line, what, options, sentence) => {
      const answer = await gallery.push({ ...options, id: `Warned.${what.replace(/[^a-z]+/gi, '')}` })
      expect(answer.status).toBe(201)
      expect(answer.warnings).toContain(sentence)
    })

    test('protocol 35: a version without a signature after one with it is accepted with a warning', async () => {
      const signature = { name: '.signature.p7s', data: 'x', stored: true }
      const warnings = async (version: string, isSigned: boolean): Promise<string> =>
        (await gallery.push({ id: 'Rules.Signed', version, readme: '# x', entries: isSigned ? [signature] : [] }))
          .warnings
      expect(await warnings('1.0.0', false)).toBe('')
      expect(await warnings('2.0.0', true)).toBe('')
      expect(await warnings('1.0.1', false)).toContain('not signed, but version 2.0.0 is')
      expect(await warnings('1.0.2', false)).toBe('')
    })
  })
})

test('an operator sets the newest client and asks for licenses', async () => {
  const { server, push } = await open({ settings: { LODE_NEWEST_CLIENT: '9.0', LODE_LICENSES: 'required' } })
  const asks = (version: string) =>
    push(nuspec((xml) => xml.replace('<metadata>', `<metadata minClientVersion="${version}">`)))
  expect((await push({ license: null })).phrase).toContain('takes only packages with a license')
  expect((await asks('9.0.1')).phrase).toContain('not a version of a client up to 9.0')
  expect((await asks('9.0')).status).toBe(201)
  await server.close()
})
