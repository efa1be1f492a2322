import { open } from 'node:fs/promises'

/** As much as a zip's end record with the longest comment can take; small packages are read whole by this one read. */
const tailBytes = 22 + 65535
const windowBytes = 16 * 1024

/** Something of which any part can be read, such as a file of the blob store. Whoever opens it closes it. */
export type PackageSource = {
  readonly sizeBytes: number
  /** Fills `into` from `position` on; answers how many bytes there were, 0 at the end. */
  read(into: Uint8Array, position: number): Promise<number>
  close(): Promise<void>
}

/**
 * Random access to a package, on disk with few reads and constant memory: the end of the file is read once, the rest in
 * small windows. It is the reader that zip.js reads through.
 */
export class PackageFile {
  readonly size: number
  /** Null when the tail is the whole package. */
  readonly #file: PackageSource | null
  readonly #tail: Uint8Array
  #window: { readonly offset: number; readonly bytes: Uint8Array } = { offset: 0, bytes: new Uint8Array() }

  private constructor(file: PackageSource | null, size: number, tail: Uint8Array) {
    this.#file = file
    this.size = size
    this.#tail = tail
  }

  static async open(path: string): Promise<PackageFile> {
    const file = await open(path, 'r')
    const { size: sizeBytes } = await file.stat().catch(async (error: unknown) => {
      await file.close()
      throw error
    })
    return PackageFile.from({
      sizeBytes,
      read: async (into, position) => (await file.read(into, 0, into.length, position)).bytesRead,
      close: () => file.close(),
    })
  }

  /** A package in something that was opened. It is closed with the package, and when its end cannot be read. */
  static async from(source: PackageSource): Promise<PackageFile> {
    const { sizeBytes } = source
    const length = Math.min(sizeBytes, tailBytes)
    try {
      return new PackageFile(source, sizeBytes, await readFully(source, sizeBytes - length, length))
    } catch (error) {
      await source.close()
      throw error
    }
  }

  /** A package that is in memory. */
  static of(bytes: Uint8Array): PackageFile {
    return new PackageFile(null, bytes.length, bytes)
  }

  /** The last bytes of the file: at least 65,557 of them, or all. */
  get tail(): Uint8Array {
    return this.#tail
  }

  /** zip.js asks for this name; like its own readers, gives fewer bytes at the end of the file. */
  async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.size - offset))
    const inTail = sliceOf({ offset: this.size - this.#tail.length, bytes: this.#tail }, offset, wanted)
    const known = inTail ?? sliceOf(this.#window, offset, wanted)
    if (known || !this.#file) return known ?? new Uint8Array()
    if (wanted > windowBytes) return readFully(this.#file, offset, wanted)
    const bytes = await readFully(this.#file, offset, Math.min(windowBytes, this.size - offset))
    this.#window = { offset, bytes }
    return bytes.subarray(0, wanted)
  }

  /** Part of zip.js's reader type; never read, because it is not zip.js that inflates. */
  get readable(): ReadableStream {
    throw new Error('a package file is read by offset')
  }

  async close(): Promise<void> {
    await this.#file?.close()
  }
}

function sliceOf(part: { offset: number; bytes: Uint8Array }, offset: number, length: number): Uint8Array | null {
  const start = offset - part.offset
  return start >= 0 && start + length <= part.bytes.length ? part.bytes.subarray(start, start + length) : null
}

async function readFully(file: PackageSource, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  let done = 0
  while (done < length) {
    const bytesRead = await file.read(bytes.subarray(done), offset + done)
    if (bytesRead === 0) throw new Error('the file became shorter while it was read')
    done += bytesRead
  }
  return bytes
}
