import { isUtf8 } from 'node:buffer'
import {
  ERR_AMBIGUOUS_ARCHIVE,
  ERR_UNSAFE_FILENAME,
  WARNING_MALFORMED_EXTRA_FIELD,
  ZipReader,
} from '@zip.js/zip.js/lib/zip-core-reader.js'
import type { Entry, FileEntry } from '@zip.js/zip.js/lib/zip-core-reader.js'
import { fail, ok } from '../result.ts'
import type { Result } from '../result.ts'
import { findClash, refuseEntryName } from './entry-names.ts'
import type { EntryLocation } from './entry.ts'
import type { PackageFile } from './package-file.ts'
import type { ZipRefusal } from './nupkg-refusal.ts'

/** Most files in a package. The protocol's limit is 65,534; reading that many takes seconds. */
export const maxEntries = 20_000
const maxDirectoryBytes = 16 * 1024 * 1024
const dayMs = 24 * 60 * 60 * 1000

/** What all files may inflate to: 64 MiB at any rate, then a hundred times the package, and never more than 4 GiB. */
const alwaysAllowedBytes = 64 * 1024 * 1024
const maxRatio = 100
const maxTotalBytes = 4 * 1024 * 1024 * 1024
const maxDeflateRatio = 1032 // what deflate can reach at all

/** What packing may add to content that does not shrink: an eighth by the plainest codes, and some bytes around it. */
const maxDeflateGrowth = (sizeBytes: number): number => sizeBytes + sizeBytes / 8 + 128

const unicodePathField = 0x7075

/**
 * The entries of a zip, in the order of its directory, when every tool would read the same from it. zip.js does the
 * reading and most of the doubting (`strictness: 'strict'`); this adds what NuGet forbids and what zip.js lets pass:
 * names equal but for case, links, renaming fields, and bytes that belong to no entry. Source: protocol.md 3.2.
 */
export async function readDirectory(
  file: PackageFile,
  now: Date,
): Promise<Result<readonly EntryLocation[], ZipRefusal>> {
  const end = readEndRecord(file)
  if (!end.ok) return end
  const entries: Entry[] = []
  try {
    const reader = new ZipReader(file, { strictness: 'strict', filenameEncoding: 'utf-8' })
    for await (const entry of reader.getEntriesGenerator()) entries.push(entry)
    if (reader.warnings?.some((warning) => warning.reason === WARNING_MALFORMED_EXTRA_FIELD)) {
      return fail({ code: 'nupkg-ambiguous', reason: WARNING_MALFORMED_EXTRA_FIELD })
    }
    const refusal =
      refuseDirectory(entries, end.value) ??
      refuseEntries(entries, file.size, now) ??
      (await refuseLayout(entries, end.value.directoryOffset))
    return refusal ? fail(refusal) : ok(entries.map(toLocation))
  } catch (error) {
    return fail(toRefusal(error))
  }
}

type EndRecord = { readonly directoryOffset: number; readonly directoryBytes: number }

/** The end record, read before anything costly: it says how much there is to read. */
function readEndRecord(file: PackageFile): Result<EndRecord, ZipRefusal> {
  const tail = file.tail
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength)
  let at = tail.length - 22
  while (
    at >= 0 &&
    !(view.getUint32(at, true) === 0x06054b50 && at + 22 + view.getUint16(at + 20, true) === tail.length)
  ) {
    at -= 1
  }
  if (at < 0) return fail({ code: 'nupkg-not-a-zip' })

  const count = view.getUint16(at + 10, true)
  const directoryBytes = view.getUint32(at + 12, true)
  const directoryOffset = view.getUint32(at + 16, true)
  const hasLocator = at >= 20 && view.getUint32(at - 20, true) === 0x07064b50
  if (hasLocator || count === 0xffff || directoryBytes === 0xffffffff || directoryOffset === 0xffffffff) {
    return fail({ code: 'nupkg-zip64' })
  }
  if (count > maxEntries) return fail({ code: 'nupkg-too-many-entries', count, limit: maxEntries })
  const isOneDisk = view.getUint32(at + 4, true) === 0 && view.getUint16(at + 8, true) === count
  if (!isOneDisk) return fail({ code: 'nupkg-ambiguous', reason: 'several disks' })
  const isWhole = directoryOffset + directoryBytes === file.size - tail.length + at
  if (!isWhole || directoryBytes > maxDirectoryBytes)
    return fail({ code: 'nupkg-ambiguous', reason: 'directory place' })
  return ok({ directoryOffset, directoryBytes })
}

/** Makes sure that the directory holds its entries and nothing else, and that all of them are in this file. */
function refuseDirectory(entries: readonly Entry[], { directoryBytes }: EndRecord): ZipRefusal | null {
  const lengths = entries.map(
    ({ rawFilename, rawExtraField, rawComment }) => 46 + rawFilename.length + rawExtraField.length + rawComment.length,
  )
  const isFilled = lengths.reduce((sum, length) => sum + length, 0) === directoryBytes
  if (!isFilled) return { code: 'nupkg-ambiguous', reason: 'directory holds more than entries' }
  return entries.some((entry) => entry.diskNumberStart !== 0)
    ? { code: 'nupkg-ambiguous', reason: 'several disks' }
    : null
}

function refuseEntries(entries: readonly Entry[], fileBytes: number, now: Date): ZipRefusal | null {
  for (const entry of entries) {
    const refusal = refuseEntry(entry, now)
    if (refusal) return refusal
  }
  const clash = findClash(entries.map((entry) => entry.filename))
  if (clash) return { code: 'nupkg-entry-clash', entry: clash[0], other: clash[1] }
  const totalBytes = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0)
  const limit = Math.min(maxTotalBytes, Math.max(alwaysAllowedBytes, fileBytes * maxRatio))
  return totalBytes > limit ? { code: 'nupkg-too-much-content', totalBytes, limit } : null
}

function refuseEntry(entry: Entry, now: Date): ZipRefusal | null {
  const name = entry.filename
  if (entry.zip64) return { code: 'nupkg-zip64' }
  if (entry.encrypted) return { code: 'nupkg-encrypted', entry: name }
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) return { code: 'nupkg-method', entry: name }
  const problem = isUtf8(entry.rawFilename) ? refuseEntryName(name) : 'not-utf-8'
  if (problem) return { code: 'nupkg-entry-name', entry: name, problem }
  if (isSpecialFile(entry)) return { code: 'nupkg-link', entry: name }
  if (entry.extraField?.has(unicodePathField)) return { code: 'nupkg-second-name', entry: name }
  if (modifiedAt(entry).getTime() > now.getTime() + dayMs) return { code: 'nupkg-future', entry: name }
  const { compressedSize, uncompressedSize } = entry
  const isPossible = entry.compressionMethod === 0 ? uncompressedSize === compressedSize : isDeflatable(entry)
  return isPossible ? null : { code: 'nupkg-entry-size', entry: name }
}

/** Sizes far apart are a lie: content that is hidden from those who only look, or a bomb. */
function isDeflatable({ compressedSize, uncompressedSize }: Entry): boolean {
  return uncompressedSize <= compressedSize * maxDeflateRatio && compressedSize <= maxDeflateGrowth(uncompressedSize)
}

/** A symbolic link, device or pipe, by the Unix mode: only files (8), folders (4) and entries without a mode pass. */
function isSpecialFile(entry: Entry): boolean {
  const type = entry.externalFileAttributes >>> 28
  return entry.symlink || (type !== 0 && type !== 8 && type !== 4)
}

/** A zip's time has no zone; read as UTC it is at most half a day off, well within the tolerance. */
function modifiedAt(entry: Entry): Date {
  const raw = entry.rawLastModDate
  if (typeof raw !== 'number') return entry.lastModDate
  const [year, month, day] = [1980 + (raw >>> 25), (raw >>> 21) & 15, (raw >>> 16) & 31]
  return new Date(Date.UTC(year, month - 1, day, (raw >>> 11) & 31, (raw >>> 5) & 63, (raw & 31) * 2))
}

/**
 * Compares each local header with the directory (zip.js) and makes sure that the entries fill the file from its first
 * byte to the directory, so that no content is hidden from readers of the directory.
 */
async function refuseLayout(entries: readonly Entry[], directoryOffset: number): Promise<ZipRefusal | null> {
  const nowhere = new WritableStream() // asked for by the type; nothing is inflated
  let next = 0
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (entry.offset !== next) return { code: 'nupkg-hidden-content', offset: next }
    // Only files have this in zip.js's types, but folders have local headers too.
    await (entry as FileEntry).getData(nowhere, { checkOverlappingEntryOnly: true })
    const local = entry.localDirectory
    if (!local) throw new Error(ERR_AMBIGUOUS_ARCHIVE)
    if (local.extraField?.has(unicodePathField)) return { code: 'nupkg-second-name', entry: entry.filename }
    if (local.extraFieldZip64) return { code: 'nupkg-zip64' }
    next = local.dataOffset + entry.compressedSize + descriptorBytes(local.dataDescriptor)
  }
  return next === directoryOffset ? null : { code: 'nupkg-hidden-content', offset: next }
}

function descriptorBytes(descriptor: { readonly signature: boolean; readonly zip64: boolean } | undefined): number {
  return descriptor ? (descriptor.zip64 ? 20 : 12) + (descriptor.signature ? 4 : 0) : 0
}

function toLocation(entry: Entry): EntryLocation {
  return {
    name: entry.filename,
    dataOffset: entry.localDirectory?.dataOffset ?? 0,
    compressedBytes: entry.compressedSize,
    sizeBytes: entry.uncompressedSize,
    method: entry.compressionMethod === 0 ? 'stored' : 'deflated',
    crc32: entry.crc32 ?? 0,
  }
}

/** zip.js throws plain errors with fixed texts; anything that is not about the archive is a bug and thrown on. */
function toRefusal(error: unknown): ZipRefusal {
  if (!(error instanceof Error) || 'code' in error || error instanceof TypeError) throw error
  if (error.message === ERR_UNSAFE_FILENAME) {
    const entry = 'filename' in error ? String(error.filename) : ''
    return { code: 'nupkg-entry-name', entry, problem: refuseEntryName(entry) ?? 'odd-segment' }
  }
  const reason = error.message === ERR_AMBIGUOUS_ARCHIVE && 'reason' in error ? String(error.reason) : error.message
  return { code: 'nupkg-ambiguous', reason }
}
