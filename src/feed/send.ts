import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { Blobs } from '../blobs/blobs.ts'
import type { Answer, Body, Found } from './answer.ts'
import { lostFile, type PackageFile } from './content.ts'
import { corsHeaders, preflightHeaders, readMethods, type RawHeaders } from './headers.ts'
import { chooseRange, isNotModified, type Range } from './negotiation.ts'

/** Called when a nupkg begins to be sent from its first byte. */
export type OnDownload = (file: PackageFile, req: IncomingMessage) => void

type Sender = { readonly blobs: Blobs; readonly onDownload: OnDownload }

/** Sends the answer, or 304, 206 or 416 where the request's conditions say so. The promise is there for streamed files. */
export function sendAnswer(
  sender: Sender,
  req: IncomingMessage,
  res: ServerResponse,
  answer: Answer,
): true | Promise<true> {
  if (answer.status === 404) return sendWhole(req, res, 404, answer.headers, answer.body, answer.sentence)
  const { headers } = req
  if (
    (headers['if-none-match'] ?? headers['if-modified-since']) !== undefined &&
    isNotModified(headers, answer.validators)
  ) {
    res.writeHead(304, answer.notModifiedHeaders)
    res.end()
    return true
  }
  const { file } = answer.content
  if (file?.kind === 'nupkg') return sendNupkg(sender, req, res, answer, file)
  return sendWhole(req, res, 200, answer.headers, answer.body ?? '')
}

function sendNupkg(
  sender: Sender,
  req: IncomingMessage,
  res: ServerResponse,
  answer: Found,
  file: PackageFile,
): true | Promise<true> {
  // Only a GET has ranges: RFC 9110 §14.2.
  const isPart = req.method === 'GET' && req.headers.range !== undefined
  const range = isPart ? chooseRange(req.headers, file.sizeBytes, answer.validators) : null
  if (range === 'unsatisfiable') {
    const headers = [...corsHeaders, 'Content-Range', `bytes */${file.sizeBytes}`, 'Content-Length', '0']
    return sendWhole(req, res, 416, headers, '', 'The range begins after the end of the file.')
  }
  const part = range ?? { start: 0, end: file.sizeBytes }
  const headers = range ? partHeaders(answer.headers, range, file.sizeBytes) : answer.headers
  const status = range ? 206 : 200
  if (req.method === 'GET' && part.start === 0) sender.onDownload(file, req)
  if (answer.body) return sendWhole(req, res, status, headers, range ? partOf(answer.body, range) : answer.body)
  if (req.method === 'HEAD') return sendWhole(req, res, status, headers, '')
  return streamFile(sender.blobs, res, { file, part, status, headers })
}

function partHeaders(whole: RawHeaders, range: Range, sizeBytes: number): RawHeaders {
  const contentRange = `bytes ${range.start}-${range.end - 1}/${sizeBytes}`
  return [...whole.slice(0, -2), 'Content-Range', contentRange, 'Content-Length', String(range.end - range.start)]
}

function sendWhole(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  headers: RawHeaders,
  body: Body,
  phrase?: string,
): true {
  if (phrase === undefined) res.writeHead(status, headers)
  else res.writeHead(status, phrase, headers)
  if (req.method === 'HEAD') res.end()
  else res.end(body, 'latin1')
  return true
}

function partOf(body: Body, { start, end }: Range): Body {
  return typeof body === 'string' ? body.slice(start, end) : body.subarray(start, end)
}

/**
 * Streams a file. A client that hangs up closes the file; a file that fails or is too short breaks the connection, because
 * a short answer that looks whole would be kept by the client.
 */
async function streamFile(
  blobs: Blobs,
  res: ServerResponse,
  answer: { file: PackageFile; part: Range; status: number; headers: RawHeaders },
): Promise<true> {
  const stream = await blobs.stream(answer.file.blobKey, answer.part)
  if (!stream) throw lostFile(answer.file)
  if (res.destroyed) {
    stream.destroy()
    return true
  }
  res.writeHead(answer.status, answer.headers)
  const closeFile = () => stream.destroy()
  res.once('close', closeFile)
  const sentBytes = await copy(stream, res)
  if (sentBytes === answer.part.end - answer.part.start) res.end()
  else if (!res.destroyed) throw lostFile(answer.file)
  return true
}

/** Copies until either side ends; answers how many bytes went out. A fault of the file is thrown, a hang-up is not. */
async function copy(stream: Readable, res: ServerResponse): Promise<number> {
  let sentBytes = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      sentBytes += chunk.length
      if (!res.write(chunk) && !res.destroyed) await drained(res)
      if (res.destroyed) break
    }
  } catch (error) {
    if (!res.destroyed) throw error
  }
  return sentBytes
}

/** Resolves when the client has taken what was written, or is gone. */
function drained(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    function done(): void {
      res.off('drain', done)
      res.off('close', done)
      resolve()
    }
    res.on('drain', done)
    res.on('close', done)
  })
}

/** For a request that may not be answered as asked: one sentence as phrase and body. */
export function sendRefusal(
  req: IncomingMessage,
  res: ServerResponse,
  refusal: { readonly status: number; readonly message: string; readonly headers?: Readonly<Record<string, string>> },
): true {
  const body = `${refusal.message}\n` // ASCII
  const further = Object.entries(refusal.headers ?? {}).flat()
  const headers = [
    ...['Content-Type', 'text/plain; charset=utf-8', 'Cache-Control', 'no-store', 'X-Content-Type-Options', 'nosniff'],
    ...corsHeaders,
    ...further,
    ...['Content-Length', String(body.length)],
  ]
  return sendWhole(req, res, refusal.status, headers, body, refusal.message)
}

export function sendMethodNotAllowed(req: IncomingMessage, res: ServerResponse): true {
  const message = `This address can only be read: ${readMethods}.`
  return sendRefusal(req, res, { status: 405, message, headers: { Allow: readMethods } })
}

/** The answer to OPTIONS, with or without a browser's question in it. */
export function sendPreflight(res: ServerResponse): true {
  res.writeHead(204, preflightHeaders)
  res.end()
  return true
}
