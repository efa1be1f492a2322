import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'
import type { Content, PackageFile } from './content.ts'
import { cachingHeaders, corsHeaders, untrustedContentHeaders, type RawHeaders } from './headers.ts'
import type { Encoding } from '../accepted-encoding.ts'
import type { Validators } from './negotiation.ts'

/** A response that can be sent again and again. */
export type Answer = Found | Absent

export type Found = {
  readonly status: 200
  /** All headers; the last pair is `Content-Length`. */
  readonly headers: RawHeaders
  readonly notModifiedHeaders: RawHeaders
  readonly validators: Validators
  readonly body: Body | null
  /** Without its body, which is encoded in the other one. */
  readonly content: Content
}

export type Absent = {
  readonly status: 404
  readonly sentence: string
  readonly headers: RawHeaders
  readonly body: Body
}

/**
 * As sent, encoded. Small bodies are kept as text in which each character is one byte (latin1): Node puts such a text
 * behind the headers and writes both at once, which saves a tenth of a small answer's time.
 */
export type Body = string | Buffer

const largestText = 8 * 1024

function toBody(bytes: Buffer): Body {
  return bytes.length <= largestText ? bytes.toString('latin1') : bytes
}

const gzipInThread = promisify(gzip)
const largestGzippedHere = 32 * 1024

/** What `content` looks like on the wire. Nupkgs and pictures are never encoded. */
export async function toAnswer(content: Content, encoding: Encoding, reads: 'public' | 'private'): Promise<Found> {
  const isNegotiated = isCompressible(content)
  const isGzipped = isNegotiated && encoding === 'gzip'
  const bytes = isGzipped && content.body ? await compress(content.body) : content.body
  // What may change has no date: it could change back to what was published before the copy that is asked about was made.
  const lastModified = content.fresh === 'file' ? (content.file?.publishedAt ?? null) : null
  const validators = { etag: tagOf(content.file, bytes), lastModified }
  const shared = [
    'ETag',
    validators.etag,
    ...(validators.lastModified === null ? [] : ['Last-Modified', new Date(validators.lastModified).toUTCString()]),
    ...cachingHeaders(reads, { fresh: content.fresh, isNegotiated }),
    ...corsHeaders,
  ]
  return {
    status: 200,
    headers: [
      ...['Content-Type', content.contentType],
      ...shared,
      ...['X-Content-Type-Options', 'nosniff'],
      ...(isGzipped ? ['Content-Encoding', 'gzip'] : []),
      ...(content.file?.kind === 'nupkg' ? ['Accept-Ranges', 'bytes'] : []),
      ...(content.isUntrusted ? untrustedContentHeaders : []),
      ...['Content-Length', String(bytes?.length ?? content.file?.sizeBytes ?? 0)],
    ],
    notModifiedHeaders: shared,
    validators,
    body: bytes && toBody(bytes),
    content: { ...content, body: null },
  }
}

export function toAbsent(sentence: string, reads: 'public' | 'private'): Absent {
  const body = `${sentence}\n` // ASCII
  return {
    status: 404,
    sentence,
    headers: [
      ...['Content-Type', 'text/plain; charset=utf-8'],
      ...cachingHeaders(reads, { fresh: 'never', isNegotiated: false }),
      ...corsHeaders,
      ...['X-Content-Type-Options', 'nosniff', 'Content-Length', String(body.length)],
    ],
    body,
  }
}

/** Whether the body depends on `Accept-Encoding`. */
export function isCompressible(content: Pick<Content, 'file'>): boolean {
  return content.file?.kind !== 'nupkg' && content.file?.kind !== 'icon'
}

function compress(body: Buffer): Buffer | Promise<Buffer> {
  return body.length <= largestGzippedHere ? gzipSync(body) : gzipInThread(body)
}

/** Strong: the same tag means the same bytes, so the tag is taken from what is sent, after encoding. */
function tagOf(file: PackageFile | null, body: Buffer | null): string {
  if (file?.kind === 'nupkg') return `"${file.sha512.replaceAll('/', '_').replaceAll('+', '-').slice(0, 32)}"`
  return `"${createHash('sha256')
    .update(body ?? '')
    .digest('base64url')
    .slice(0, 24)}"`
}
