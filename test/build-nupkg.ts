import { createHash } from 'node:crypto'
import { crc32, deflateRawSync } from 'node:zlib'

/** What a test wants to differ from a small, valid, ordinary package. */
export type NupkgOptions = {
  readonly id?: string // `Lode.Sample`
  readonly version?: string // `1.0.0`
  readonly nuspec?: string | Uint8Array // the whole manifest instead of the one made from the other options
  readonly description?: string
  readonly authors?: string
  readonly title?: string
  readonly tags?: string
  readonly readme?: string // its Markdown; stored as README.md
  readonly license?: string | null // an SPDX expression; MIT when left out, null for none
  readonly icon?: Uint8Array // stored as icon.png
  readonly dependencies?: readonly DependencyGroupOptions[]
  readonly packageTypes?: readonly string[]
  readonly metadata?: string // further elements for the manifest, as XML
  readonly files?: Readonly<Record<string, string | Uint8Array>> // instead of the placeholder assembly
  readonly entries?: readonly ZipEntry[] // further raw entries, for hostile packages
  readonly tamper?: ZipTampering
}

export type DependencyGroupOptions = {
  readonly targetFramework?: string
  readonly dependencies: readonly { readonly id: string; readonly version: string }[]
}

/** A nupkg such as `dotnet pack` makes, byte for byte the same for the same options; the stock client restores it. */
export async function buildNupkg(options: NupkgOptions = {}): Promise<Buffer> {
  const id = options.id ?? 'Lode.Sample'
  const files = options.files ?? { [`lib/net8.0/${id}.dll`]: `placeholder for the assembly of ${id}` }
  const entries: ZipEntry[] = [
    { name: '_rels/.rels', data: relationships(id) },
    { name: `${id}.nuspec`, data: options.nuspec ?? buildNuspec(options) },
    ...Object.entries(files).map(([name, data]) => ({ name, data })),
    ...(options.readme === undefined ? [] : [{ name: 'README.md', data: options.readme }]),
    ...(options.icon === undefined ? [] : [{ name: 'icon.png', data: options.icon, stored: true }]),
    { name: '[Content_Types].xml', data: contentTypes },
    { name: `package/services/metadata/core-properties/${md5(id)}.psmdcp`, data: coreProperties(id) },
    ...(options.entries ?? []),
  ]
  return buildZip(entries, options.tamper)
}

/** The manifest that `buildNupkg` would write for these options. */
export function buildNuspec(options: NupkgOptions = {}): string {
  const license = options.license === undefined ? 'MIT' : options.license
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">',
    '  <metadata>',
    `    <id>${escapeXml(options.id ?? 'Lode.Sample')}</id>`,
    `    <version>${escapeXml(options.version ?? '1.0.0')}</version>`,
    element('title', options.title),
    `    <authors>${escapeXml(options.authors ?? 'Lode')}</authors>`,
    license && `    <license type="expression">${escapeXml(license)}</license>`,
    license && `    <licenseUrl>https://licenses.nuget.org/${encodeURIComponent(license)}</licenseUrl>`,
    element('icon', options.icon && 'icon.png'),
    element('readme', options.readme !== undefined && 'README.md'),
    `    <description>${escapeXml(options.description ?? 'A package for tests.')}</description>`,
    element('tags', options.tags),
    packageTypesXml(options.packageTypes ?? []),
    dependenciesXml(options.dependencies ?? []),
    options.metadata,
    '  </metadata>',
    '</package>',
  ]
    .filter((line) => line)
    .join('\n')
}

function element(name: string, text: string | false | undefined): string | undefined {
  return text === undefined || text === false ? undefined : `    <${name}>${escapeXml(text)}</${name}>`
}

function packageTypesXml(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined
  const types = names.map((name) => `      <packageType name="${escapeXml(name)}" />`)
  return ['    <packageTypes>', ...types, '    </packageTypes>'].join('\n')
}

function dependenciesXml(groups: readonly DependencyGroupOptions[]): string | undefined {
  if (groups.length === 0) return undefined
  const lines = groups.map((group) => {
    const framework =
      group.targetFramework === undefined ? '' : ` targetFramework="${escapeXml(group.targetFramework)}"`
    const inner = group.dependencies.map(
      (d) =>
        `        <dependency id="${escapeXml(d.id)}" version="${escapeXml(d.version)}" exclude="Build,Analyzers" />`,
    )
    return [`      <group${framework}>`, ...inner, '      </group>'].join('\n')
  })
  return ['    <dependencies>', ...lines, '    </dependencies>'].join('\n')
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

const contentTypes =
  '<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />' +
  '<Default Extension="psmdcp" ContentType="application/vnd.openxmlformats-package.core-properties+xml" />' +
  ['dll', 'nuspec', 'md', 'png', 'txt', 'xml', 'json', 'props', 'targets']
    .map((extension) => `<Default Extension="${extension}" ContentType="application/octet" />`)
    .join('') +
  '</Types>'

function relationships(id: string): string {
  const base = 'http://schemas.microsoft.com/packaging/2010/07/manifest'
  const core = 'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties'
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
    `<Relationship Type="${base}" Target="/${escapeXml(id)}.nuspec" Id="R1" />` +
    `<Relationship Type="${core}" Target="/package/services/metadata/core-properties/${md5(id)}.psmdcp" Id="R2" />` +
    '</Relationships>'
  )
}

function coreProperties(id: string): string {
  return (
    '<?xml version="1.0" encoding="utf-8"?><coreProperties ' +
    'xmlns:dc="http://purl.org/dc/elements/1.1/" ' +
    'xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">' +
    `<dc:identifier>${escapeXml(id)}</dc:identifier></coreProperties>`
  )
}

/** One entry of a zip. The fields after `stored` write what is not true, or not usual. */
export type ZipEntry = {
  readonly name: string | Uint8Array
  readonly data?: string | Uint8Array
  readonly stored?: boolean // not compressed
  readonly modifiedAt?: Date // UTC
  readonly flags?: number // 0x1 encrypted, 0x8 data descriptor (which is then written), 0x800 UTF-8 names
  readonly method?: number
  readonly crc32?: number
  readonly sizeBytes?: number
  readonly compressedBytes?: number
  readonly externalAttributes?: number // Unix mode in the upper half: 0xa1ff0000 is a symbolic link
  readonly versionMadeBy?: number
  readonly extra?: Uint8Array // in the directory
  readonly localExtra?: Uint8Array
  readonly localName?: string
  readonly localSizeBytes?: number
  readonly localOffset?: number // where the directory says that the entry starts
  readonly hidden?: boolean // in the file, but not in the directory
  readonly gapBefore?: Uint8Array // bytes that belong to nothing
}

/** Damage to the archive as a whole. */
export type ZipTampering = {
  readonly before?: Uint8Array
  readonly after?: Uint8Array
  readonly comment?: Uint8Array
  readonly gap?: Uint8Array // between the last entry and the directory
  readonly count?: number // of entries, as the end record says it
  readonly directoryBytes?: number
  readonly directoryOffset?: number
  readonly zip64?: boolean // add the ZIP64 end records
}

const usualDate = new Date('2024-01-02T03:04:06Z')

/** A zip with exactly these entries in this order; nothing is checked. */
export function buildZip(entries: readonly ZipEntry[], tamper: ZipTampering = {}): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  const write = (part: Uint8Array): void => {
    parts.push(Buffer.from(part))
    offset += part.byteLength
  }

  write(tamper.before ?? new Uint8Array())
  for (const entry of entries) {
    write(entry.gapBefore ?? new Uint8Array())
    const packed = packEntry(entry)
    if (!entry.hidden) directory.push(directoryRecord(entry, packed, entry.localOffset ?? offset))
    write(localRecord(entry, packed))
  }
  write(tamper.gap ?? new Uint8Array())
  const directoryOffset = offset
  directory.forEach(write)
  const end = {
    count: tamper.count ?? directory.length,
    size: tamper.directoryBytes ?? offset - directoryOffset,
    offset: tamper.directoryOffset ?? directoryOffset,
  }
  if (tamper.zip64) write(zip64EndRecords(end, offset))
  write(endRecord(end, tamper))
  write(tamper.after ?? new Uint8Array())
  return Buffer.concat(parts)
}

type PackedEntry = {
  readonly data: Buffer
  readonly common: (sizeBytes: number) => Buffer // flags to uncompressed size: the part both headers share
  readonly descriptor: Buffer
}

function packEntry(entry: ZipEntry): PackedEntry {
  const content = Buffer.from(entry.data ?? '')
  const data = entry.stored || content.length === 0 ? content : deflateRawSync(content)
  const flags = entry.flags ?? (typeof entry.name === 'string' && /[^ -~]/.test(entry.name) ? 0x800 : 0)
  const method = entry.method ?? (data === content ? 0 : 8)
  const checksum = entry.crc32 ?? crc32(content)
  const compressed = entry.compressedBytes ?? data.length
  const hasDescriptor = (flags & 0x8) !== 0

  const common = (sizeBytes: number): Buffer => {
    const buffer = Buffer.alloc(22)
    buffer.writeUInt16LE(20, 0)
    buffer.writeUInt16LE(flags, 2)
    buffer.writeUInt16LE(method, 4)
    buffer.writeUInt32LE(dosTime(entry.modifiedAt ?? usualDate), 6)
    buffer.writeUInt32LE(checksum, 10)
    buffer.writeUInt32LE(compressed, 14)
    buffer.writeUInt32LE(sizeBytes, 18)
    return buffer
  }
  const descriptor = Buffer.alloc(hasDescriptor ? 16 : 0)
  if (hasDescriptor) {
    descriptor.writeUInt32LE(0x08074b50, 0)
    descriptor.writeUInt32LE(checksum, 4)
    descriptor.writeUInt32LE(compressed, 8)
    descriptor.writeUInt32LE(entry.sizeBytes ?? content.length, 12)
  }
  return { data, common, descriptor }
}

function localRecord(entry: ZipEntry, packed: PackedEntry): Buffer {
  const name = Buffer.from(entry.localName ?? entry.name)
  const extra = Buffer.from(entry.localExtra ?? new Uint8Array())
  const common = packed.common(entry.localSizeBytes ?? entry.sizeBytes ?? Buffer.from(entry.data ?? '').length)
  if (packed.descriptor.length > 0) common.fill(0, 10)
  const lengths = Buffer.alloc(4)
  lengths.writeUInt16LE(name.length, 0)
  lengths.writeUInt16LE(extra.length, 2)
  return Buffer.concat([signature(0x04034b50), common, lengths, name, extra, packed.data, packed.descriptor])
}

function directoryRecord(entry: ZipEntry, packed: PackedEntry, localOffset: number): Buffer {
  const name = Buffer.from(entry.name)
  const extra = Buffer.from(entry.extra ?? new Uint8Array())
  const madeBy = Buffer.alloc(2)
  madeBy.writeUInt16LE(entry.versionMadeBy ?? (entry.externalAttributes === undefined ? 20 : 0x0314))
  const rest = Buffer.alloc(18)
  rest.writeUInt16LE(name.length, 0)
  rest.writeUInt16LE(extra.length, 2)
  rest.writeUInt32LE((entry.externalAttributes ?? 0) >>> 0, 10)
  rest.writeUInt32LE(localOffset, 14)
  const common = packed.common(entry.sizeBytes ?? Buffer.from(entry.data ?? '').length)
  return Buffer.concat([signature(0x02014b50), madeBy, common, rest, name, extra])
}

type EndOfDirectory = { readonly count: number; readonly size: number; readonly offset: number }

function endRecord(end: EndOfDirectory, tamper: ZipTampering): Buffer {
  const comment = Buffer.from(tamper.comment ?? new Uint8Array())
  const buffer = Buffer.alloc(18)
  buffer.writeUInt16LE(end.count, 4)
  buffer.writeUInt16LE(end.count, 6)
  buffer.writeUInt32LE(end.size, 8)
  buffer.writeUInt32LE(end.offset, 12)
  buffer.writeUInt16LE(comment.length, 16)
  return Buffer.concat([signature(0x06054b50), buffer, comment])
}

function zip64EndRecords(end: EndOfDirectory, offset: number): Buffer {
  const record = Buffer.alloc(52)
  record.writeBigUInt64LE(44n, 0)
  record.writeUInt16LE(45, 8)
  record.writeUInt16LE(45, 10)
  record.writeBigUInt64LE(BigInt(end.count), 20)
  record.writeBigUInt64LE(BigInt(end.count), 28)
  record.writeBigUInt64LE(BigInt(end.size), 36)
  record.writeBigUInt64LE(BigInt(end.offset), 44)
  const locator = Buffer.alloc(16)
  locator.writeBigUInt64LE(BigInt(offset), 4)
  locator.writeUInt32LE(1, 12)
  return Buffer.concat([signature(0x06064b50), record, signature(0x07064b50), locator])
}

function signature(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value)
  return buffer
}

function dosTime(date: Date): number {
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate()
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1)
  return ((day << 16) | time) >>> 0
}
