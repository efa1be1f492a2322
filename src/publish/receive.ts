import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy'
import { rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { Writable, type Readable } from 'node:stream'
import type { Blobs, NewBlob } from '../blobs/blobs.ts'
import { fail, ok, type Result } from '../result.ts'
import { createUploadFile, releasePiece, type UploadFile } from './upload-file.ts'

/** A package file that was received whole; whoever gets it discards it or gives it to the blob store. */
export type Upload = {
  /** A small one is in memory; of a larger one the path. */
  readonly content: NewBlob
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

/** A form of ours that has a file in it: its token comes before the file, so that nobody else's bytes are kept. */
export type UploadForm = { readonly isOwnToken: (token: string) => boolean }

/** A body of fields that did not begin with this session's token. */
export type UploadFormRefusal = { readonly code: 'form-stale' }

/** Beyond the file itself a multipart body has boundaries and part headers. */
const multipartOverheadBytes = 65_536

/**
 * Receives a pushed body, hashing while it flows, in constant memory: beyond half a megabyte it goes to a file. Takes the
 * first part of a multipart body whatever its name, or any other body as it is. A refusal leaves no file. Protocol.md 8.2.
 */
export async function receiveUpload(
  blobs: Blobs,
  req: IncomingMessage,
  maxBytes: number,
): Promise<Result<Upload, UploadRefusal>> {
  const received = await receive(blobs, req, maxBytes, null)
  if (received.ok || received.error.code !== 'form-stale') return received as Result<Upload, UploadRefusal>
  throw new Error('a push is no form')
}

/** The same for a page's form: `form_token`, then the file as `package`. What is not multipart is no such form. */
export async function receiveUploadForm(
  blobs: Blobs,
  req: IncomingMessage,
  maxBytes: number,
  form: UploadForm,
): Promise<Result<Upload, UploadRefusal | UploadFormRefusal>> {
  if (!isMultipart(req)) return fail({ code: 'form-stale' })
  return receive(blobs, req, maxBytes, form)
}

async function receive(
  blobs: Blobs,
  req: IncomingMessage,
  maxBytes: number,
  form: UploadForm | null,
): Promise<Result<Upload, UploadRefusal | UploadFormRefusal>> {
  if (Number(req.headers['content-length'] ?? 0) > maxBytes + multipartOverheadBytes) {
    return fail({ code: 'package-too-large', maxBytes })
  }
  const path = blobs.newUploadPath()
  const file = createUploadFile(path, Number(req.headers['content-length'] ?? maxBytes))
  let kept = false
  try {
    const written = await write(req, file, maxBytes, form)
    kept = written.ok
    return written
  } finally {
    await file.close()
    if (!kept) await rm(path, { force: true })
  }
}

function isMultipart(req: IncomingMessage): boolean {
  return /^multipart\//i.test(req.headers['content-type'] ?? '')
}

async function write(
  req: IncomingMessage,
  file: UploadFile,
  maxBytes: number,
  form: UploadForm | null,
): Promise<Result<Upload, UploadRefusal | UploadFormRefusal>> {
  if (req.destroyed) return fail({ code: 'upload-cut-off' }) // hung up while the key was looked at: no event tells it now
  const ending = await (isMultipart(req) ? writeFirstFile(req, file, maxBytes, form) : writeBody(req, file, maxBytes))
  if (ending === null) return fail({ code: 'upload-not-readable' })
  if (ending === 'cut-off') return fail({ code: 'upload-cut-off' })
  if (ending === 'foreign') return fail({ code: 'form-stale' })
  if (ending === 'too-large') return fail({ code: 'package-too-large', maxBytes })
  if (file.sizeBytes === 0) return fail({ code: 'upload-empty' })
  const { digest, content } = await file.finish()
  const { sizeBytes } = file
  return ok({ content, sizeBytes, sha512: digest.toString('base64'), sha512Hex: digest.toString('hex') })
}

/** Removes an upload that was not stored. */
export async function discardUpload(upload: Upload): Promise<void> {
  if (typeof upload.content === 'string') await rm(upload.content, { force: true })
}

/** How the bytes of a source ended; `foreign`: before its file, a form had no token of its session. */
type Ending = 'whole' | 'too-large' | 'cut-off' | 'foreign'

/** Writes the whole body. */
function writeBody(req: IncomingMessage, file: UploadFile, maxBytes: number): Promise<Ending> {
  return collect(req, maxBytes, (piece) => {
    const wait = file.add(piece)
    releasePiece(piece)
    return wait
  })
}

/** Writes the first file of a multipart body, which in a push is any part; null when the header names no boundary. */
function writeFirstFile(
  req: IncomingMessage,
  file: UploadFile,
  maxBytes: number,
  form: UploadForm | null,
): Promise<Ending> | null {
  const parser = createParser(req, form !== null)
  if (!parser) return null
  return new Promise((resolve, reject) => {
    let part: Readable | null = null
    let ending: Promise<Ending> | null = null
    let isOwn = form === null
    const body = feed(parser, () => part)

    function settle(how: Ending): void {
      req.unpipe(body)
      resolve(how)
    }
    /** A full disk, for one. What is still to come must flow past, for an answer to be seen. */
    function abandon(error: unknown): void {
      req.unpipe(body)
      reject(error)
    }
    /** While the part goes on, its collector notices and answers. */
    function breakOff(): void {
      if (part && !part.readableEnded) part.destroy(new Error('the body was cut off'))
      else settle('cut-off')
    }

    parser.on('field', (name, value) => {
      if (name === tokenField && form?.isOwnToken(value)) isOwn = true
    })
    parser.on('file', (_name, stream) => {
      if (ending || !isOwn) {
        stream.resume()
        if (!isOwn) settle('foreign')
        return
      }
      part = stream
      ending = collect(stream, maxBytes, (piece) => file.add(piece))
      ending.then((how) => {
        if (how !== 'whole') settle(how)
      }, abandon)
    })
    parser.on('error', breakOff)
    body.on('error', breakOff)
    parser.on('finish', () => {
      if (ending) ending.then(settle, abandon)
      else settle(isOwn ? 'whole' : 'foreign') // no file at all: it stays empty
    })
    // The parser hears nothing of a client that hangs up.
    req.on('close', () => {
      if (!req.complete) breakOff()
    })
    req.on('error', breakOff)
    req.pipe(body)
  })
}

/** Hands pieces of the body to the parser, and gives their memory back when the part has kept nothing of them. */
function feed(parser: BusboyInstance, currentPart: () => Readable | null): Writable {
  return new Writable({
    write(piece: Buffer, _encoding, done) {
      parser.write(piece, (error) => {
        if (!currentPart()?.readableLength) releasePiece(piece)
        done(error)
      })
    },
    final(done) {
      parser.end()
      done()
    },
  })
}

/** Gives every piece of `source` to `take` and waits when that asks for it. A refused source is paused, not destroyed. */
function collect(source: Readable, maxBytes: number, take: (piece: Buffer) => Promise<void> | null): Promise<Ending> {
  return new Promise((resolve, reject) => {
    let sizeBytes = 0
    function settle(how: Ending): void {
      source.off('data', onPiece)
      resolve(how)
    }
    function onPiece(piece: Buffer): void {
      sizeBytes += piece.length
      if (sizeBytes > maxBytes) {
        source.pause()
        settle('too-large')
        return
      }
      const wait = take(piece)
      if (!wait) return
      source.pause()
      wait.then(() => source.resume(), reject)
    }
    source.on('data', onPiece)
    source.once('end', () => settle('whole'))
    source.once('close', () => settle('cut-off')) // after the end it says nothing new
    source.on('error', () => settle('cut-off')) // a parser can fail twice
  })
}

const tokenField = 'form_token'
const fileField = 'package'

function createParser(req: IncomingMessage, isForm: boolean): BusboyInstance | null {
  try {
    return new Busboy({
      headers: req.headers as BusboyHeaders,
      isPartAFile: (name) => !isForm || name === fileField,
      limits: { files: 2, fields: 10, fieldSize: 1024, headerPairs: 100 },
    })
  } catch {
    return null // no boundary in the Content-Type
  }
}
