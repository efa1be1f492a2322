import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy'
import { createHash, type Hash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { Blobs } from '../blobs/blobs.ts'
import { fail, ok, type Result } from '../result.ts'

/** A package file that was received whole; whoever gets it removes it or gives it to the blob store. */
export type Upload = {
  readonly path: string
  readonly sizeBytes: number
  /** SHA-512 of the bytes, base64 as NuGet shows it and hexadecimal for the blob's key. */
  readonly sha512: string
  readonly sha512Hex: string
}

export type UploadRefusal =
  | { readonly code: 'package-too-large'; readonly maxBytes: number }
  | { readonly code: 'upload-empty' }
  | { readonly code: 'upload-cut-off' }
  | { readonly code: 'upload-not-readable' }

/** Beyond the file itself a multipart body has boundaries and part headers. */
const multipartOverheadBytes = 65_536

/**
 * Streams a pushed body to a file, hashing while it flows, in constant memory. Takes the first part of a multipart body
 * whatever its name, or any other body as it is. A refusal leaves no file. Source: protocol.md 8.2.
 */
export async function receiveUpload(
  blobs: Blobs,
  req: IncomingMessage,
  maxBytes: number,
): Promise<Result<Upload, UploadRefusal>> {
  if (Number(req.headers['content-length'] ?? 0) > maxBytes + multipartOverheadBytes) {
    return fail({ code: 'package-too-large', maxBytes })
  }
  const path = blobs.newUploadPath()
  let kept = false
  try {
    const written = /^multipart\//i.test(req.headers['content-type'] ?? '')
      ? await writeFirstPart(req, path, maxBytes)
      : await writeStream(req, path, maxBytes)
    if (!written.ok) return written
    kept = true
    return ok({ path, ...written.value })
  } finally {
    if (!kept) await rm(path, { force: true })
  }
}

/** Removes an upload that was not stored. */
export async function discardUpload(upload: Upload): Promise<void> {
  await rm(upload.path, { force: true })
}

type Written = Omit<Upload, 'path'>

async function writeStream(source: Readable, path: string, maxBytes: number): Promise<Result<Written, UploadRefusal>> {
  const hash: Hash = createHash('sha512')
  let sizeBytes = 0
  const file = await open(path, 'wx', 0o600)
  try {
    // Not `for await`: leaving that loop early destroys the request, and a refusal could no longer be answered.
    const chunks = source.iterator({ destroyOnReturn: false })
    for (;;) {
      const next = await nextChunk(chunks)
      if (next === 'broken') return fail({ code: 'upload-cut-off' })
      if (next === null) break
      sizeBytes += next.length
      if (sizeBytes > maxBytes) return fail({ code: 'package-too-large', maxBytes })
      hash.update(next)
      await file.writev([next])
    }
  } finally {
    await file.close()
  }
  if (sizeBytes === 0) return fail({ code: 'upload-empty' })
  const digest = hash.digest()
  return ok({ sizeBytes, sha512: digest.toString('base64'), sha512Hex: digest.toString('hex') })
}

/** The next piece of a body, null at its end, or `broken` when the client hung up or the multipart body is cut off. */
async function nextChunk(chunks: AsyncIterator<unknown>): Promise<Buffer | null | 'broken'> {
  try {
    const next = await chunks.next()
    return next.done ? null : (next.value as Buffer)
  } catch {
    return 'broken'
  }
}

async function writeFirstPart(
  req: IncomingMessage,
  path: string,
  maxBytes: number,
): Promise<Result<Written, UploadRefusal>> {
  const parser = createParser(req)
  if (!parser) return fail({ code: 'upload-not-readable' })
  return new Promise((resolve, reject) => {
    let part: Readable | null = null
    let written: Promise<Result<Written, UploadRefusal>> | null = null

    function settle(result: Result<Written, UploadRefusal>): void {
      req.unpipe(parser ?? undefined)
      resolve(result)
    }
    /** The writer notices, closes its file and answers; only then may the file be removed. */
    function breakOff(): void {
      if (part) part.destroy(new Error('the body was cut off'))
      else settle(fail({ code: 'upload-cut-off' }))
    }

    parser.on('file', (_name, stream) => {
      if (written) {
        stream.resume()
        return
      }
      part = stream
      stream.on('error', () => {}) // the writer sees it too; without a listener it would end the process
      written = writeStream(stream, path, maxBytes)
      written.then((result) => {
        if (!result.ok) settle(result)
      }, reject)
    })
    parser.on('error', breakOff)
    parser.on('finish', () => {
      if (written) written.then(settle, reject)
      else settle(fail({ code: 'upload-empty' }))
    })
    // The parser hears nothing of a client that hangs up.
    req.on('close', () => {
      if (!req.complete) breakOff()
    })
    req.on('error', breakOff)
    req.pipe(parser)
  })
}

function createParser(req: IncomingMessage): BusboyInstance | null {
  try {
    return new Busboy({
      headers: req.headers as BusboyHeaders,
      isPartAFile: () => true,
      limits: { files: 2, fieldSize: 1024, headerPairs: 100 },
    })
  } catch {
    return null // no boundary in the Content-Type
  }
}
