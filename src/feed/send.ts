import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Blobs } from '../blobs/blobs.ts'
import type { Answer, Body, Found } from './answer.ts'
import { lostFile } from '../packages/packed-file.ts'
import type { PackageFile } from './content.ts'
import { copyFile, type CopyBuffers } from './copy-file.ts'
import { corsHeaders, preflightHeaders, readMethods, type RawHeaders } from './headers.ts'
import { chooseRange, isNotModified, isPreconditionFailed, type Range } from './negotiation.ts'

/** A request, its response, and the ID of both, which is in the answer. */
export type Exchange = {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly requestId: string
}

/** Called when a nupkg begins to be sent from its first byte. */
export type OnDownload = (file: PackageFile, req: IncomingMessage) => void

type Sender = { readonly blobs: Blobs; readonly buffers: CopyBuffers; readonly onDownload: OnDownload }

/** Sends the answer, or 304, 206 or 416 where the request's conditions say so. The promise is there for streamed files. */
export function sendAnswer(sender: Sender, exchange: Exchange, answer: Answer): true | Promise<true> {
  if (answer.status === 404) return sendWhole(exchange, 404, answer.headers, answer.body, answer.sentence)
  const { headers } = exchange.req
  if (
    (headers['if-match'] ?? headers['if-unmodified-since']) !== undefined &&
    isPreconditionFailed(headers, answer.validators)
  ) {
    return sendRefusal(exchange, { status: 412, message: 'What is here now is not what this request names.' })
  }
  if (
    (headers['if-none-match'] ?? headers['if-modified-since']) !== undefined &&
    isNotModified(headers, answer.validators)
  ) {
    writeHead(exchange, 304, answer.notModifiedHeaders)
    exchange.res.end()
    return true
  }
  const { file } = answer.content
  if (file?.kind === 'nupkg') return sendNupkg(sender, exchange, answer, file)
  return sendWhole(exchange, 200, answer.headers, answer.body ?? '')
}

function sendNupkg(sender: Sender, exchange: Exchange, answer: Found, file: PackageFile): true | Promise<true> {
  const { req } = exchange
  // Only a GET has ranges: RFC 9110 §14.2.
  const isPart = req.method === 'GET' && req.headers.range !== undefined
  const range = isPart ? chooseRange(req.headers, file.sizeBytes, answer.validators) : null
  if (range === 'unsatisfiable') {
    const headers = [...corsHeaders, 'Content-Range', `bytes */${file.sizeBytes}`, 'Content-Length', '0']
    return sendWhole(exchange, 416, headers, '', 'The range begins after the end of the file.')
  }
  const part = range ?? { start: 0, end: file.sizeBytes }
  const headers = range ? partHeaders(answer.headers, range, file.sizeBytes) : answer.headers
  const status = range ? 206 : 200
  if (req.method === 'GET' && part.start === 0) sender.onDownload(file, req)
  if (answer.body) return sendWhole(exchange, status, headers, range ? partOf(answer.body, range) : answer.body)
  if (req.method === 'HEAD') return sendWhole(exchange, status, headers, '')
  return streamFile(sender, exchange, { file, part, status, headers })
}

function partHeaders(whole: RawHeaders, range: Range, sizeBytes: number): RawHeaders {
  const contentRange = `bytes ${range.start}-${range.end - 1}/${sizeBytes}`
  return [...whole.slice(0, -2), 'Content-Range', contentRange, 'Content-Length', String(range.end - range.start)]
}

/** Sends a body that is in memory; HEAD gets its headers only. */
export function sendWhole(exchange: Exchange, status: number, headers: RawHeaders, body: Body, phrase?: string): true {
  writeHead(exchange, status, headers, phrase)
  if (exchange.req.method === 'HEAD') exchange.res.end()
  else exchange.res.end(body, 'latin1')
  return true
}

/** All headers at once, and none set before: Node then copies nothing. */
function writeHead({ res, requestId }: Exchange, status: number, headers: RawHeaders, phrase?: string): void {
  const all = [...headers, 'X-Request-Id', requestId]
  if (phrase === undefined) res.writeHead(status, all)
  else res.writeHead(status, phrase, all)
}

function partOf(body: Body, { start, end }: Range): Body {
  return typeof body === 'string' ? body.slice(start, end) : body.subarray(start, end)
}

/**
 * Streams a file. A client that hangs up closes the file; a file that fails or is too short breaks the connection, because
 * a short answer that looks whole would be kept by the client.
 */
async function streamFile(
  sender: Sender,
  exchange: Exchange,
  answer: { file: PackageFile; part: Range; status: number; headers: RawHeaders },
): Promise<true> {
  const { res } = exchange
  const { file, part } = answer
  const blob = await sender.blobs.open(file.blobKey)
  if (!blob) throw lostFile(file)
  try {
    if (res.destroyed) return true
    writeHead(exchange, answer.status, answer.headers)
    const sentBytes = await copyFile(blob, res, part, sender.buffers)
    if (sentBytes === part.end - part.start) res.end()
    else if (!res.destroyed) throw lostFile(file)
    return true
  } finally {
    await blob.close()
  }
}

/** For a request that may not be answered as asked: one sentence as phrase and body. */
export function sendRefusal(
  exchange: Exchange,
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
  return sendWhole(exchange, refusal.status, headers, body, refusal.message)
}

export function sendMethodNotAllowed(exchange: Exchange): true {
  const message = `This address can only be read: ${readMethods}.`
  return sendRefusal(exchange, { status: 405, message, headers: { Allow: readMethods } })
}

/** The answer to OPTIONS, with or without a browser's question in it. */
export function sendPreflight(exchange: Exchange): true {
  writeHead(exchange, 204, preflightHeaders)
  exchange.res.end()
  return true
}
