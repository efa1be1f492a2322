import type { Readable } from 'node:stream'

/** Where the bytes of nupkgs live. One implementation per backend; `paths.ts` names every path. */
export type Blobs = {
  /** A path for a file that is being received, on the same file system as the store. Whoever asks removes the file. */
  newUploadPath(): string
  /**
   * Puts bytes, or the file at an upload path (which is moved away), under `key`. When it resolves, the content survives
   * a power cut; when it rejects, nothing is visible under `key` and no upload is left. A full disk rejects with ENOSPC.
   */
  put(key: string, content: NewBlob): Promise<void>
  /** The bytes from `start` (inclusive) to `end` (exclusive), or all; null when there is no such blob. */
  read(key: string, range?: ByteRange): Promise<Buffer | null>
  /** The same as a stream in chunks of about 1 MB; null when there is no such blob. */
  stream(key: string, range?: ByteRange): Promise<Readable | null>
  /** For reading it piece by piece into memory that is used again; null when there is no such blob. Whoever opens closes. */
  open(key: string): Promise<OpenBlob | null>
  /** Every blob, for `lode verify`. */
  list(): AsyncIterable<StoredBlob>
  delete(key: string): Promise<void>
  /** Files that a killed process left while receiving, for `lode verify`. */
  listUploads(): AsyncIterable<StoredBlob>
  deleteUpload(name: string): Promise<void>
}

/** Bytes that are in memory, or the path of an upload. */
export type NewBlob = Uint8Array | string

export type OpenBlob = {
  /** Fills `into` from `position` on; answers how many bytes there were, 0 at the end. */
  read(into: Buffer, position: number): Promise<number>
  close(): Promise<void>
}

export type ByteRange = { readonly start: number; readonly end: number }

export type StoredBlob = { readonly key: string; readonly sizeBytes: number; readonly modifiedAt: Date }

/** A key that no other push can have: a refused or crashed push leaves at most its own unreferenced file. */
export type BlobKey = string
