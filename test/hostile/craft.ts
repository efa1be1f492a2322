import { deflateRawSync } from 'node:zlib'
import { buildNuspec, buildZip } from '../build-nupkg.ts'
import type { ZipEntry, ZipTampering } from '../build-nupkg.ts'

/** How a hostile package is made: everything in it is stored or deflated, as the technique is tried both ways. */
export type Craft = {
  readonly stored: boolean
  /** An ordinary package with these entries after its own. */
  pack(entries?: readonly ZipEntry[], tamper?: ZipTampering): Buffer
  /** A package with this manifest instead of the ordinary one. */
  withNuspec(nuspec: string | Uint8Array, entries?: readonly ZipEntry[]): Buffer
  /** The content as this craft packs it, for an entry that says something else about it. */
  raw(content: string | Uint8Array): Pick<ZipEntry, 'data' | 'stored' | 'method'>
}

export const assembly = 'lib/net8.0/Lode.Hostile.dll'
export const manifest = 'Lode.Hostile.nuspec'

export function createCraft(stored: boolean): Craft {
  const packEntries = (nuspec: string | Uint8Array, entries: readonly ZipEntry[], tamper?: ZipTampering): Buffer => {
    const all: ZipEntry[] = [
      { name: manifest, data: nuspec },
      { name: assembly, data: 'placeholder of an assembly '.repeat(20) },
      ...entries,
    ]
    return buildZip(
      all.map((entry) => ({ ...entry, stored: entry.stored ?? stored })),
      tamper,
    )
  }
  return {
    stored,
    pack: (entries = [], tamper) => packEntries(buildNuspec({ id: 'Lode.Hostile' }), entries, tamper),
    withNuspec: (nuspec, entries = []) => packEntries(nuspec, entries),
    raw: (content) => ({
      data: stored ? content : deflateRawSync(content),
      stored: true,
      method: stored ? 0 : 8,
    }),
  }
}

/** Where each field lies in its record, and how many bytes it has. */
const fields = {
  local: {
    flags: [6, 2],
    method: [8, 2],
    time: [10, 4],
    crc32: [14, 4],
    compressed: [18, 4],
    size: [22, 4],
    name: [26, 2],
  },
  central: {
    flags: [8, 2],
    method: [10, 2],
    time: [12, 4],
    crc32: [16, 4],
    compressed: [20, 4],
    size: [24, 4],
    comment: [32, 2],
    disk: [34, 2],
    attributes: [38, 4],
    offset: [42, 4],
  },
  end: { disk: [4, 2], directoryDisk: [6, 2], countHere: [8, 2], count: [10, 2], bytes: [12, 4], offset: [16, 4] },
} as const

type Alteration = {
  readonly local?: Partial<Record<keyof (typeof fields)['local'], number>>
  readonly central?: Partial<Record<keyof (typeof fields)['central'], number>>
  readonly end?: Partial<Record<keyof (typeof fields)['end'], number>>
}

/** The zip with these fields of one entry's headers, or of the end record, overwritten. */
export function alter(zip: Buffer, alteration: Alteration, entry: string = assembly): Buffer {
  const { records, endAt } = readRecords(zip)
  const record = records.find(({ name }) => name === entry)
  if (!record) throw new Error(`the zip has no entry ${entry}`)
  const places = { local: record.localAt, central: record.centralAt, end: endAt }
  const altered = Buffer.from(zip)
  for (const part of ['local', 'central', 'end'] as const) {
    for (const [field, value] of Object.entries(alteration[part] ?? {})) {
      const [offset, length] = (fields[part] as Record<string, readonly [number, number]>)[field] ?? [0, 0]
      altered.writeUIntLE(value, places[part] + offset, length)
    }
  }
  return altered
}

export type ZipRecord = {
  readonly name: string
  readonly localAt: number
  readonly dataAt: number
  readonly dataEnd: number
  readonly centralAt: number
  readonly centralEnd: number
}

/** Where everything lies in a zip that tells the truth. */
export function readRecords(zip: Buffer): { readonly records: readonly ZipRecord[]; readonly endAt: number } {
  const endAt = zip.lastIndexOf(Buffer.from('504b0506', 'hex'))
  const records: ZipRecord[] = []
  for (let at = zip.readUInt32LE(endAt + 16); at < endAt && zip.readUInt32LE(at) === 0x02014b50;) {
    const nameLength = zip.readUInt16LE(at + 28)
    const centralEnd = at + 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
    const localAt = zip.readUInt32LE(at + 42)
    const dataAt = localAt + 30 + zip.readUInt16LE(localAt + 26) + zip.readUInt16LE(localAt + 28)
    const dataEnd = dataAt + zip.readUInt32LE(at + 20)
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    records.push({ name, localAt, dataAt, dataEnd, centralAt: at, centralEnd })
    at = centralEnd
  }
  return { records, endAt }
}
