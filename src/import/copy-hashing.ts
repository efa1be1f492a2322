import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { writeWhole } from '../publish/upload-file.ts'
import { fail, ok, type Result } from '../result.ts'
import { messageOf } from './find-files.ts'
import type { FileRefusal } from './refusal.ts'

export type FileHash = { readonly sizeBytes: number; readonly sha512: string; readonly sha512Hex: string }

const chunkBytes = 1024 * 1024

/**
 * Hashes the file at `from`, and copies exactly the hashed bytes to `to` unless that is null. The copy is what is then
 * checked and kept: the file may change meanwhile. Throws only when the copy cannot be written.
 */
export async function copyHashing(
  from: string,
  to: string | null,
  maxBytes: number,
): Promise<Result<FileHash, FileRefusal>> {
  const source = await open(from, 'r').catch((error: unknown) => unreadable(error))
  if ('ok' in source) return source
  try {
    const target = to === null ? null : await open(to, 'wx', 0o600)
    try {
      return await copyAll(source, target, maxBytes)
    } finally {
      await target?.close()
    }
  } finally {
    await source.close()
  }
}

async function copyAll(
  source: FileHandle,
  target: FileHandle | null,
  maxBytes: number,
): Promise<Result<FileHash, FileRefusal>> {
  const { size } = await source.stat()
  if (size > maxBytes) return fail({ code: 'file-too-large', maxBytes })
  const hash = createHash('sha512')
  const buffer = Buffer.allocUnsafe(Math.min(size, chunkBytes))
  let sizeBytes = 0
  while (sizeBytes < size) {
    const read = await source.read(buffer, 0, buffer.length).catch((error: unknown) => unreadable(error))
    if ('ok' in read) return read
    const chunk = buffer.subarray(0, read.bytesRead)
    if (chunk.length === 0) break // it became shorter
    sizeBytes += chunk.length
    hash.update(chunk)
    if (target) await writeWhole(target, chunk)
  }
  if (sizeBytes === 0) return fail({ code: 'file-empty' })
  const digest = hash.digest()
  return ok({ sizeBytes, sha512: digest.toString('base64'), sha512Hex: digest.toString('hex') })
}

function unreadable(error: unknown): Result<never, FileRefusal> {
  return fail({ code: 'file-unreadable', reason: messageOf(error) })
}
