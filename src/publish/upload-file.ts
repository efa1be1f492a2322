import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import type { NewBlob } from '../blobs/blobs.ts'

/**
 * What is received piece by piece and hashed meanwhile, in constant memory: a file, or bytes when all of it is small. Whoever
 * makes it closes it.
 */
export type UploadFile = {
  readonly sizeBytes: number
  /** Has copied the piece when it returns. A promise asks to wait for it before more is given. */
  add(piece: Buffer): Promise<void> | null
  /** Resolves when every byte has been handed to the file system, or at once with what never needed a file. */
  finish(): Promise<{ readonly digest: Buffer; readonly content: NewBlob }>
  close(): Promise<void>
}

/** Large parts: a write for each of the 64 KB pieces of a body costs more than the copying. */
const largestPartBytes = 512 * 1024
const smallestPartBytes = 4096

/** The file is made with its first part, and must not be there then. `expectedBytes` saves memory for small ones. */
export function createUploadFile(path: string, expectedBytes: number): UploadFile {
  let file: FileHandle | null = null
  const hash = createHash('sha512')
  const partBytes = Math.max(smallestPartBytes, Math.min(largestPartBytes, expectedBytes))
  const free: Buffer[] = []
  let filling: Buffer = Buffer.allocUnsafeSlow(partBytes)
  let filled = 0
  let sizeBytes = 0
  let written: Promise<void> = Promise.resolve()

  function add(piece: Buffer): Promise<void> | null {
    const before = written
    let isFlushed = false
    for (let taken = 0; taken < piece.length;) {
      const copied = piece.copy(filling, filled, taken)
      taken += copied
      filled += copied
      if (filled < partBytes) continue
      flush()
      isFlushed = true
    }
    sizeBytes += piece.length
    return isFlushed ? before : null // while one part is written the next one may be filled
  }

  function flush(): void {
    const full = filling
    const part = full.subarray(0, filled)
    hash.update(part)
    written = written.then(async () => {
      file ??= await open(path, 'wx', 0o600)
      await writeWhole(file, part)
      free.push(full)
    })
    written.catch(() => {}) // whoever waits next hears of it
    filling = free.pop() ?? Buffer.allocUnsafeSlow(partBytes)
    filled = 0
  }

  return {
    get sizeBytes() {
      return sizeBytes
    },
    add,
    async finish() {
      if (filled === sizeBytes) {
        const bytes = filling.subarray(0, filled)
        return { digest: hash.update(bytes).digest(), content: bytes }
      }
      if (filled > 0) flush()
      await written
      return { digest: hash.digest(), content: path }
    },
    async close() {
      await written.catch(() => {})
      await file?.close()
    },
  }
}

/** A write may store less than it was given, on a disk that is almost full for one. */
export async function writeWhole(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let start = 0; start < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, start, bytes.length - start)
    start += bytesWritten
  }
}

/**
 * Gives the memory of a piece back at once. Left to the garbage collector, the pieces of a large body pile up to 65 MB
 * (measured) before it runs. Only for a piece that nobody else holds and that has its memory to itself.
 */
export function releasePiece(piece: Buffer): void {
  const { buffer } = piece
  if (buffer instanceof ArrayBuffer && buffer.byteLength === piece.byteLength) buffer.transfer(0)
}
