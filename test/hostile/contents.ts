import { deflateRawSync } from 'node:zlib'
import { buildNuspec } from '../build-nupkg.ts'
import type { Craft } from './craft.ts'
import { alter, manifest, readRecords } from './craft.ts'
import { refused } from './technique.ts'
import type { Technique } from './technique.ts'

const nuspec = buildNuspec({ id: 'Lode.Hostile' })
const withPrologue = (text: string): string => nuspec.replace('<package', `${text}<package`)
const withMetadata = (metadata: string): string => buildNuspec({ id: 'Lode.Hostile', metadata })
const declared = (encoding: string): string => nuspec.replace('encoding="utf-8"', `encoding="${encoding}"`)

const laughs = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, i, all) => {
  const before = all[i - 1]
  return `<!ENTITY ${name} "${(before ? `&${before};` : 'ha').repeat(10)}">`
})

/** A package whose manifest is this text. */
function manifests(makers: Readonly<Record<string, string | Uint8Array>>): Record<string, Technique['make']> {
  return Object.fromEntries(
    Object.entries(makers).map(([name, text]) => [name, ({ withNuspec }: Craft) => withNuspec(text)]),
  )
}

const xml: readonly Technique[] = [
  ...refused(
    'nuspec-dtd',
    'has a document type',
    manifests({
      'has a manifest with a document type': withPrologue('<!DOCTYPE package>'),
      'has a manifest whose document type is elsewhere': withPrologue('<!DOCTYPE p SYSTEM "http://127.0.0.1:9/x.dtd">'),
      'has a manifest with an entity for a file': withPrologue(
        '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      ),
      'has a manifest with entities that grow': withPrologue(`<!DOCTYPE p [${laughs.join('')}]>`),
      'has a manifest with a parameter entity': withPrologue(
        '<!DOCTYPE p [<!ENTITY % x SYSTEM "http://127.0.0.1:9/">%x;]>',
      ),
    }),
  ),
  ...refused(
    'nuspec-xml',
    'not well-formed XML',
    manifests({
      'has an empty manifest': '',
      'has a manifest that is JSON': '{"id":"Lode.Hostile"}',
      'has a manifest that ends early': nuspec.slice(0, -20),
      'has a manifest with a second root': `${nuspec}<package/>`,
      'has a manifest with text after its root': `${nuspec}junk`,
      'has a manifest with an entity that nobody defines': withMetadata('<title>&x;</title>'),
      'has a manifest with a character that XML forbids': withMetadata('<title>\u0001</title>'),
      'has a manifest with a reference to a forbidden character': withMetadata('<title>&#0;</title>'),
      'has a manifest with half a character': withMetadata('<title>&#xD800;</title>'),
      'has a manifest with an attribute twice': withMetadata('<repository type="git" type="svn" />'),
      'has a manifest with an unknown prefix': withMetadata('<x:title>a</x:title>'),
      'has a manifest of XML 1.1': nuspec.replace('version="1.0"', 'version="1.1"'),
      'has a manifest with an open CDATA section': withMetadata('<title><![CDATA[x</title>'),
    }),
  ),
  ...refused(
    'nuspec-too-complex',
    'make it simpler',
    manifests({
      'has a manifest with 100,000 open elements': '<a>'.repeat(100_000),
      'has a manifest with 100,000 elements in a row': withMetadata(
        `<references>${'<a/>'.repeat(100_000)}</references>`,
      ),
      'has a manifest with 40,000 attributes on one element': withMetadata(
        `<repository ${Array.from({ length: 40_000 }, (_, i) => `a${i}=""`).join(' ')} />`,
      ),
      'has a manifest with 20,000 namespaces on one element': withMetadata(
        `<repository ${Array.from({ length: 20_000 }, (_, i) => `xmlns:a${i}="urn:a"`).join(' ')} />`,
      ),
    }),
  ),
  ...refused(
    'nuspec-encoding',
    'save it as UTF-8',
    manifests({
      'has a manifest that is not UTF-8': Buffer.from(withMetadata('<title>Größe</title>'), 'latin1'),
      'has a manifest with an overlong slash': Buffer.concat([
        Buffer.from(nuspec),
        Buffer.from('<!--\xc0\xaf-->', 'latin1'),
      ]),
      'has a manifest that says UTF-16 and is not': declared('utf-16'),
      'has a manifest in UTF-16 that says UTF-8': Buffer.from(`\ufeff${nuspec}`, 'utf16le'),
      'has a manifest in UTF-7': declared('utf-7'),
      'has a manifest in EBCDIC': declared('ebcdic-cp-us'),
      'has a manifest in UTF-32': Buffer.concat([Buffer.from('fffe0000', 'hex'), Buffer.from(nuspec, 'utf16le')]),
      'has a manifest with a UTF-8 mark that says another encoding': `\ufeff${declared('windows-1252')}`,
    }),
  ),
  ...refused(
    'nuspec-element-duplicate',
    'more than once; keep one',
    manifests({
      'has a manifest with two versions': withMetadata('<version>2.0.0</version>'),
      'has a manifest with two IDs in different namespaces': withMetadata('<x:id xmlns:x="urn:x">Other</x:id>'),
      'has a manifest with metadata twice': nuspec.replace(
        '</package>',
        '<metadata><id>Other</id></metadata></package>',
      ),
    }),
  ),
]

const manifestPlaces: readonly Technique[] = [
  ...refused('nupkg-nuspec-several', 'has two .nuspec files', {
    'has two manifests': ({ pack }) => pack([{ name: 'Other.nuspec', data: nuspec }]),
    'has a second manifest in a folder': ({ pack }) => pack([{ name: 'content/Other.NUSPEC', data: nuspec }]),
    'has a second manifest by an escaped name': ({ pack }) => pack([{ name: 'Other%2enuspec', data: nuspec }]),
  }),
  ...refused('nupkg-entry-damaged', 'is damaged or has another size than it says', {
    'has a manifest of another checksum': ({ pack }) =>
      alter(pack(), { local: { crc32: 1 }, central: { crc32: 1 } }, manifest),
    'has a manifest that was written over': ({ pack }) => {
      const zip = pack()
      zip.write('damage', readRecords(zip).records[0]?.dataAt ?? 0)
      return zip
    },
  }),
]

const mebibyte = 1024 * 1024
const png = Buffer.from('89504e470d0a1a0a', 'hex')
const readme = withMetadata('<readme>readme.md</readme>')
const icon = withMetadata('<icon>icon.png</icon>')

const sizes: readonly Technique[] = [
  ...refused('nupkg-too-much-content', 'would take', {
    'has three files of 50 MB of nothing': ({ pack }) => {
      const zeros = deflateRawSync(Buffer.alloc(5e7))
      return pack([1, 2, 3].map((i) => ({ name: `b${i}`, data: zeros, stored: true, method: 8, sizeBytes: 5e7 })))
    },
    'has 2,000 files of 40 KB out of 60 bytes': ({ pack }) => {
      const zeros = deflateRawSync(Buffer.alloc(40_000))
      const one = { data: zeros, stored: true, method: 8, sizeBytes: 40_000 }
      return pack(Array.from({ length: 2000 }, (_, i) => ({ name: `b${i}`, ...one })))
    },
  }),
  ...refused('nupkg-entry-size', 'does not have the size that its header says', {
    'has a file that claims more than deflate can hold': ({ pack, raw }) =>
      pack([{ name: 'a', ...raw('abc'), sizeBytes: 1_000_000 }]),
    'has a file that claims much less than its packed bytes': ({ pack }) =>
      pack([{ name: 'a', data: Buffer.from(noise(5000)), stored: true, method: 8, sizeBytes: 10 }]),
    'has a plain file that claims another size than its bytes': ({ pack }) =>
      pack([{ name: 'a', data: 'abc', stored: true, sizeBytes: 5 }]),
  }),
  ...refused('nupkg-file-too-large', 'make it smaller', {
    'has a manifest of more than 1 MB': ({ withNuspec }) =>
      withNuspec(nuspec.replace('</package>', `<!--${'x'.repeat(mebibyte)}--></package>`)),
    'has a readme of more than 1 MB': ({ withNuspec }) =>
      withNuspec(readme, [{ name: 'readme.md', data: 'x'.repeat(mebibyte + 1) }]),
    'has an icon of more than 1 MB': ({ withNuspec }) =>
      withNuspec(icon, [{ name: 'icon.png', data: Buffer.concat([png, Buffer.alloc(mebibyte)]) }]),
  }),
  ...refused('nupkg-entry-damaged', 'is damaged or has another size than it says', {
    'has a readme of 50 MB that claims 1 MB': ({ withNuspec }) => {
      const huge = deflateRawSync('x'.repeat(5e7))
      return withNuspec(readme, [{ name: 'readme.md', data: huge, stored: true, method: 8, sizeBytes: mebibyte }])
    },
    'has a readme with bytes after its deflated end': ({ withNuspec }) => {
      const more = Buffer.concat([deflateRawSync('# x'), Buffer.from('more')])
      return withNuspec(readme, [{ name: 'readme.md', data: more, stored: true, method: 8, sizeBytes: 3 }])
    },
    'has a readme that is no deflate stream': ({ withNuspec }) =>
      withNuspec(readme, [{ name: 'readme.md', data: Buffer.alloc(40, 0xff), stored: true, method: 8, sizeBytes: 60 }]),
  }),
  ...refused('nupkg-icon-not-an-image', 'neither a PNG nor a JPEG', {
    'has an icon that is a script': ({ withNuspec }) =>
      withNuspec(icon, [{ name: 'icon.png', data: '<svg onload="alert(1)"/>' }]),
  }),
  ...refused('nupkg-file-not-text', 'is not UTF-8 text', {
    'has a readme with a zero byte': ({ withNuspec }) => withNuspec(readme, [{ name: 'readme.md', data: 'a\u0000b' }]),
  }),
  ...refused('nupkg-file-missing', 'is not in the package', {
    'has a readme that is outside of it': ({ withNuspec }) =>
      withNuspec(withMetadata('<readme>../../etc/readme.md</readme>')),
    'has a readme of another case': ({ withNuspec }) => withNuspec(readme, [{ name: 'README.md', data: '# x' }]),
  }),
]

/** Bytes that nothing packs any smaller, the same ones every time. */
function noise(length: number): Uint8Array {
  let state = 1
  return Uint8Array.from({ length }, () => (state = (state * 48271) % 2147483647) & 0xff)
}

export const contents: readonly Technique[] = [...xml, ...manifestPlaces, ...sizes]
