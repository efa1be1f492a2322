import { toLowerId } from '../nuget/package-id.ts'
import { parseVersion } from '../nuget/version.ts'

/** Thrown where the file as a whole is not what it should be. The message is for the operator. */
export class DownloadsFileFault extends Error {}

/** What the file says of one ID. Versions are normalized, lower case. */
export type DownloadsRecord = {
  readonly id: string
  readonly lowerId: string
  readonly versions: ReadonlyMap<string, number>
  /** Of all its versions, those without a readable number included. */
  readonly total: number
}

const mostRecordBytes = 32 * 1024 * 1024

const byte = {
  tab: 0x09,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  open: 0x5b,
  backslash: 0x5c,
  close: 0x5d,
} as const

/**
 * Cuts `[[…],[…],…]` into the texts of its inner arrays, each of which is JSON on its own, while it flows: the file has
 * hundreds of megabytes. Brackets within strings do not count. Throws `DownloadsFileFault` when the outer array is not
 * one, or is cut off.
 */
export async function* splitRecords(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const splitter = new RecordSplitter()
  for await (const chunk of chunks) yield splitter.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length))
  splitter.end()
}

class RecordSplitter {
  /** 0 outside of the outer array, 1 between records, more within one. */
  #depth = 0
  #isOver = false
  #isInString = false
  #isEscaped = false
  #parts: Buffer[] = []
  #partBytes = 0
  #position = 0

  push(chunk: Buffer): string[] {
    const records: string[] = []
    let start = 0
    for (let i = 0; i < chunk.length; i++) {
      const current = chunk[i] as number
      if (this.#depth <= 1) {
        if (this.#betweenRecords(current, this.#position + i)) start = i
      } else if (this.#endsRecord(current)) {
        records.push(this.#take(chunk.subarray(start, i + 1)))
      }
    }
    if (this.#depth > 1) this.#keep(chunk.subarray(start))
    this.#position += chunk.length
    return records
  }

  end(): void {
    if (!this.#isOver) throw new DownloadsFileFault('The file ends before its end: get it again, then import it again.')
  }

  /** True when a record begins here. */
  #betweenRecords(current: number, position: number): boolean {
    if (isSpace(current) || (position < 3 && isByteOrderMark(current, position))) return false
    if (!this.#isOver && current === byte.open) return ++this.#depth === 2
    if (this.#depth === 1 && current === byte.comma) return false
    if (this.#depth === 1 && current === byte.close) {
      this.#depth = 0
      this.#isOver = true
      return false
    }
    throw new DownloadsFileFault(
      `The file is not in the format of downloads.v1.json, [["ID",["1.0.0",1],…],…]: look at byte ${position}.`,
    )
  }

  #endsRecord(current: number): boolean {
    if (this.#isInString) {
      if (this.#isEscaped) this.#isEscaped = false
      else if (current === byte.backslash) this.#isEscaped = true
      else if (current === byte.quote) this.#isInString = false
      return false
    }
    if (current === byte.quote) this.#isInString = true
    else if (current === byte.open) this.#depth += 1
    else if (current === byte.close) return --this.#depth === 1
    return false
  }

  #take(last: Buffer): string {
    const text = this.#parts.length === 0 ? last : Buffer.concat([...this.#parts, last])
    this.#parts = []
    this.#partBytes = 0
    return text.toString('utf8')
  }

  #keep(part: Buffer): void {
    this.#partBytes += part.length
    if (this.#partBytes > mostRecordBytes) {
      throw new DownloadsFileFault(
        'The file has an entry of more than 32 MB: it is not in the format of downloads.v1.json.',
      )
    }
    this.#parts.push(Buffer.from(part)) // the chunk's memory is used again
  }
}

function isSpace(current: number): boolean {
  return current === byte.space || current === byte.lineFeed || current === byte.carriageReturn || current === byte.tab
}

function isByteOrderMark(current: number, position: number): boolean {
  return current === [0xef, 0xbb, 0xbf][position]
}

/**
 * `["ID",["1.0.0",123],…]`, or null for anything else: the real file has such entries too, and its own readers skip them.
 * Source: NuGet.Services.Metadata, DownloadsV1Reader.
 */
export function parseRecord(text: string): DownloadsRecord | null {
  const record = parseJson(text)
  if (!Array.isArray(record)) return null
  const [id, ...counts] = record as unknown[]
  if (typeof id !== 'string' || id === '') return null
  const versions = new Map<string, number>()
  let total = 0
  for (const entry of counts) {
    const [text, count, ...more] = Array.isArray(entry) ? (entry as unknown[]) : []
    if (typeof text !== 'string' || !isCount(count) || more.length > 0) return null
    const version = parseVersion(text)
    total += count
    if (version) versions.set(version.lower, (versions.get(version.lower) ?? 0) + count)
  }
  return { id, lowerId: toLowerId(id), versions, total }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const mostDownloads = 1e15 // sums of many stay exact

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= mostDownloads
}
