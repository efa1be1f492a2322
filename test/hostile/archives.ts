import { buildZip } from '../build-nupkg.ts'
import type { ZipEntry } from '../build-nupkg.ts'
import { alter, manifest, readRecords } from './craft.ts'
import type { Craft } from './craft.ts'
import { refused } from './technique.ts'
import type { Technique } from './technique.ts'

const junk = Buffer.from('bytes that belong to nothing')
const plain: ZipEntry = { name: 'a.txt', data: 'some text '.repeat(30) }

/** ZIP64 sizes, as an extra field: 8 bytes each. */
const zip64Field = Buffer.from('0100100001000000000000000100000000000000', 'hex')

/** A digital signature record, as it may stand after the directory's entries. */
const signatureRecord = Buffer.from('504b050504004c4f4445', 'hex')

/** The zip with these bytes at the end of its directory. */
function lengthenDirectory(zip: Buffer, bytes: Uint8Array): Buffer {
  const { endAt } = readRecords(zip)
  const altered = alter(zip, { end: { bytes: zip.readUInt32LE(endAt + 12) + bytes.length } })
  return Buffer.concat([altered.subarray(0, endAt), bytes, altered.subarray(endAt)])
}

/** The first entry of the directory a second time. */
function repeatRecord(zip: Buffer): Buffer {
  const { records } = readRecords(zip)
  const first = records[0]
  if (!first) throw new Error('no entries')
  const record = zip.subarray(first.centralAt, first.centralEnd)
  const altered = alter(zip, { end: { count: records.length + 1, countHere: records.length + 1 } })
  return lengthenDirectory(altered, record)
}

function placeOf(zip: Buffer, name: string) {
  const record = readRecords(zip).records.find((found) => found.name === name)
  if (!record) throw new Error(name)
  return record
}

/** A stored zip within an entry, whose directory record points into it: one reader sees the inner file. */
function pointInside({ pack }: Craft): Buffer {
  const inner = buildZip([{ name: 'b.txt', data: 'inner', stored: true }])
  const zip = pack([
    { name: 'inner.zip', data: inner, stored: true },
    { name: 'b.txt', data: 'outer', stored: true },
  ])
  return alter(zip, { central: { offset: placeOf(zip, 'inner.zip').dataAt } }, 'b.txt')
}

const notAZip: readonly Technique[] = refused('nupkg-not-a-zip', 'not a package, or it is cut short', {
  'is empty': () => Buffer.alloc(0),
  'is text': () => Buffer.from('This is not a package at all, but it is long enough to be one.'),
  'is a gzip file': () => Buffer.from('1f8b08000000000000034b4c4a0600c241243503000000', 'hex'),
  'is only half there': ({ pack }) => pack().subarray(0, 300),
  'has bytes after its end': ({ pack }) => pack([], { after: junk }),
  'has a comment that is shorter than it says': ({ pack }) => {
    const zip = pack()
    zip.writeUInt16LE(7, readRecords(zip).endAt + 20)
    return zip
  },
})

const ambiguous: readonly Technique[] = refused(
  'nupkg-ambiguous',
  'damaged, or tools would read it in different ways',
  {
    'has bytes before its start that its offsets know of': ({ pack }) => pack([], { before: junk }),
    'has bytes before its start that its offsets do not know of': ({ pack }) => Buffer.concat([junk, pack()]),
    'is the second of two zips in one file': ({ pack }) => Buffer.concat([pack(), pack([plain])]),
    'has another zip in its comment': ({ pack }) => pack([], { comment: pack() }),
    'has a second end record in its comment': ({ pack }) =>
      pack([], { comment: Buffer.from('504b0506' + '00'.repeat(18), 'hex') }),
    'has fewer entries than its end record says': ({ pack }) => pack([], { count: 9 }),
    'has more entries than its end record says': ({ pack }) => pack([], { count: 1 }),
    'has its directory elsewhere than its end record says': ({ pack }) => pack([], { directoryOffset: 40 }),
    'has a directory of another size than its end record says': ({ pack }) => pack([], { directoryBytes: 40 }),
    'is the last of several disks': ({ pack }) => alter(pack(), { end: { disk: 1 } }),
    'has its directory on another disk': ({ pack }) => alter(pack(), { end: { directoryDisk: 1 } }),
    'has an entry on another disk': ({ pack }) => alter(pack(), { central: { disk: 1 } }),
    'counts other entries on this disk than in all': ({ pack }) => alter(pack(), { end: { countHere: 1 } }),
    'has a signature record in its directory': ({ pack }) => lengthenDirectory(pack(), signatureRecord),
    'lists one entry twice': ({ pack }) => repeatRecord(pack()),
    'has another name in the local header': ({ pack }) => pack([{ ...plain, localName: 'b.txt' }]),
    'has a name of another case in the local header': ({ pack }) => pack([{ ...plain, localName: 'A.TXT' }]),
    'has a longer name in the local header': ({ pack }) => pack([{ ...plain, localName: 'a.txt.exe' }]),
    'has a manifest whose local header has another name': ({ pack }) =>
      pack([{ name: 'x.txt', localName: 'x.nuspec', data: 'x' }]),
    'has another method in the local header': ({ pack, stored }) =>
      alter(pack(), { local: { method: stored ? 8 : 0 } }),
    'has another checksum in the local header': ({ pack }) => alter(pack(), { local: { crc32: 1 } }),
    'has another size in the local header': ({ pack }) => alter(pack(), { local: { size: 7 } }),
    'has another packed size in the local header': ({ pack }) => alter(pack(), { local: { compressed: 7 } }),
    'is encrypted by its local header only': ({ pack }) => alter(pack(), { local: { flags: 1 } }),
    'has another language flag in the local header': ({ pack }) => alter(pack(), { local: { flags: 0x800 } }),
    'has a malformed extra field': ({ pack }) => pack([{ ...plain, extra: Buffer.from('7570ff', 'hex') }]),
    'has a descriptor of another size than the directory says': ({ pack }) => alterDescriptor(pack, 12),
    'has a descriptor of another checksum than the directory says': ({ pack }) => alterDescriptor(pack, 4),
  },
)

function alterDescriptor(pack: Craft['pack'], field: number): Buffer {
  const zip = pack([{ ...plain, flags: 8 }])
  const at = placeOf(zip, 'a.txt').dataEnd
  zip.writeUInt32LE(7, at + field)
  return zip
}

const hidden: readonly Technique[] = refused('nupkg-hidden-content', 'bytes that belong to none of its listed files', {
  'has bytes before its directory': ({ pack }) => pack([], { gap: junk }),
  'has bytes between two entries': ({ pack }) => pack([{ ...plain, gapBefore: junk }]),
  'has a file at its end that is not listed': ({ pack }) => pack([{ ...plain, hidden: true }]),
  'has a file in its middle that is not listed': ({ pack }) =>
    pack([
      { ...plain, hidden: true },
      { name: 'b.txt', data: 'b' },
    ]),
  'has an entry that starts beyond the end': ({ pack }) => alter(pack(), { central: { offset: 0x7fffffff } }),
  'has an entry that starts where nothing starts': ({ pack }) => alter(pack(), { central: { offset: 3 } }),
  'has an entry that starts inside another one': pointInside,
})

const zip64: readonly Technique[] = refused('nupkg-zip64', 'uses ZIP64', {
  'has ZIP64 end records': ({ pack }) => pack([], { zip64: true }),
  'says in its end record that ZIP64 knows the count': ({ pack }) => pack([], { count: 0xffff }),
  'says in its end record that ZIP64 knows the place': ({ pack }) => pack([], { directoryOffset: 0xffffffff }),
  'has ZIP64 sizes in its directory': ({ pack }) =>
    pack([{ ...plain, extra: zip64Field, sizeBytes: 0xffffffff, compressedBytes: 0xffffffff, localSizeBytes: 300 }]),
  'has ZIP64 sizes in a local header': ({ pack }) => pack([{ ...plain, localExtra: zip64Field }]),
})

const others: readonly Technique[] = [
  ...refused('nupkg-too-many-entries', 'at most 20000 are allowed', {
    'says that it has 20,001 entries': ({ pack }) => pack([], { count: 20_001 }),
  }),
  ...refused('nupkg-encrypted', 'is encrypted', {
    'has an encrypted entry': ({ pack }) => pack([{ ...plain, flags: 1 }]),
    'has a strongly encrypted entry': ({ pack }) => pack([{ ...plain, flags: 0x41 }]),
    'has an encrypted manifest': ({ pack }) => alter(pack(), { local: { flags: 1 }, central: { flags: 1 } }, manifest),
  }),
  ...refused('nupkg-method', 'has an unusual compression', {
    'has an entry that is imploded': ({ pack }) => pack([{ ...plain, method: 6 }]),
    'has an entry in Deflate64': ({ pack }) => pack([{ ...plain, method: 9 }]),
    'has an entry in bzip2': ({ pack }) => pack([{ ...plain, method: 12 }]),
    'has an entry in LZMA': ({ pack }) => pack([{ ...plain, method: 14 }]),
    'has an entry in Zstandard': ({ pack }) => pack([{ ...plain, method: 93 }]),
    'has an entry of WinZip AES': ({ pack }) => pack([{ ...plain, method: 99 }]),
  }),
  ...refused('nupkg-link', 'is a link or a special file', {
    'has a symbolic link': ({ pack }) => pack([{ name: 'a', data: '/etc/passwd', externalAttributes: 0xa1ff0000 }]),
    'has a link to its parent folder': ({ pack }) => pack([{ name: 'up', data: '..', externalAttributes: 0xa1ff0000 }]),
    'has a device': ({ pack }) => pack([{ name: 'a', data: '', externalAttributes: 0x61ff0000 }]),
    'has a pipe': ({ pack }) => pack([{ name: 'a', data: '', externalAttributes: 0x11ff0000 }]),
    'has a socket': ({ pack }) => pack([{ name: 'a', data: '', externalAttributes: 0xc1ff0000 }]),
  }),
  ...refused('nupkg-second-name', 'has a second name', {
    'renames an entry in its directory': ({ pack }) => pack([{ ...plain, extra: unicodePath('evil') }]),
    'renames an entry in its local header': ({ pack }) => pack([{ ...plain, localExtra: unicodePath('evil') }]),
    'renames an entry to what it is called': ({ pack }) => pack([{ ...plain, extra: unicodePath('a.txt') }]),
  }),
  ...refused('nupkg-future', 'dated more than a day in the future', {
    'has an entry of the year 2090': ({ pack }) => pack([{ ...plain, modifiedAt: new Date('2090-01-01T00:00:00Z') }]),
    'has a manifest of the year 2107': ({ pack }) =>
      alter(pack(), { local: { time: 0xff9fbf7d }, central: { time: 0xff9fbf7d } }, manifest),
  }),
]

function unicodePath(name: string): Buffer {
  const field = Buffer.alloc(9 + name.length)
  field.writeUInt16LE(0x7075, 0)
  field.writeUInt16LE(5 + name.length, 2)
  field.writeUInt8(1, 4)
  field.write(name, 9)
  return field
}

export const archives: readonly Technique[] = [...notAZip, ...ambiguous, ...hidden, ...zip64, ...others]
