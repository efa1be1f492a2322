import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { BlobKey } from './blobs.ts'

/** Every path of the store, in one place: `<root>/uploads/<name>` and `<root>/<2 hex>/<key>`. */

const keyPattern = /^[0-9a-f]{128}\.[0-9a-f]{16}$/
const uploadPattern = /^[0-9a-f]{32}$/

/** A new key for content with this SHA-512, different at every call. */
export function blobKey(sha512Hex: string): BlobKey {
  const key = `${sha512Hex.toLowerCase()}.${randomBytes(8).toString('hex')}`
  requireBlobKey(key)
  return key
}

export function isBlobKey(text: string): boolean {
  return keyPattern.test(text)
}

/** Throws for whatever `blobKey` did not make: a key never leads out of the store. */
export function requireBlobKey(key: string): void {
  if (!isBlobKey(key)) throw new Error(`not a key of the blob store: ${JSON.stringify(key.slice(0, 200))}`)
}

export function blobFolder(root: string, key: BlobKey): string {
  requireBlobKey(key)
  return join(root, key.slice(0, 2))
}

export function blobPath(root: string, key: BlobKey): string {
  return join(blobFolder(root, key), key)
}

export function uploadsFolder(root: string): string {
  return join(root, 'uploads')
}

/** A name for a file that is being received, different at every call. */
export function uploadName(): string {
  return randomBytes(16).toString('hex')
}

export function isUploadName(text: string): boolean {
  return uploadPattern.test(text)
}

export function uploadPath(root: string, name: string): string {
  if (!isUploadName(name)) throw new Error(`not a name of an upload: ${JSON.stringify(name.slice(0, 200))}`)
  return join(uploadsFolder(root), name)
}
