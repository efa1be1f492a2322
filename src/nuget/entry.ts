import { promisify } from 'node:util'
import { crc32, inflateRaw, inflateRawSync } from 'node:zlib'

/** Where one file of a package lies in the nupkg: one range read, then `readEntry`. */
export type EntryLocation = {
  readonly name: string
  readonly dataOffset: number // absolute offset of the data, after the local header
  readonly compressedBytes: number
  readonly sizeBytes: number
  readonly method: 'stored' | 'deflated'
  readonly crc32: number
}

const inflateLater = promisify(inflateRaw)

/** What zlib gives with `info`, which its types leave out: the output, and how many bytes of input it took. */
type Inflated = { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } }

/** Below this, inflating on the spot is quicker than handing it to a thread. */
const smallBytes = 64 * 1024

/**
 * The content of an entry from its compressed bytes. Never makes more than `sizeBytes` of output; throws when the content
 * is damaged, or when its size or checksum is not the one that the directory says.
 */
export async function readEntry(bytes: Uint8Array, entry: EntryLocation): Promise<Buffer> {
  if (bytes.byteLength !== entry.compressedBytes) throw new Error(`${entry.compressedBytes} compressed bytes expected`)
  const content = entry.method === 'stored' ? Buffer.from(bytes) : await inflate(bytes, entry.sizeBytes)
  if (content.length !== entry.sizeBytes) throw new Error('the entry has another size than its header says')
  if (crc32(content) !== entry.crc32) throw new Error('the entry has another checksum than its header says')
  return content
}

async function inflate(bytes: Uint8Array, sizeBytes: number): Promise<Buffer> {
  const options = { maxOutputLength: Math.max(1, sizeBytes), info: true }
  const result: unknown = sizeBytes <= smallBytes ? inflateRawSync(bytes, options) : await inflateLater(bytes, options)
  const { buffer, engine } = result as Inflated
  if (engine.bytesWritten !== bytes.byteLength) throw new Error('the entry has bytes after its compressed content')
  return buffer
}
