/** Name, value, name, value: what `writeHead` takes with the least work. */
export type RawHeaders = string[]

/** Any page may read the feed; credentials are only ever sent by clients that were given them. Protocol.md §0.4. */
export const corsHeaders: RawHeaders = [
  'Access-Control-Allow-Origin',
  '*',
  'Access-Control-Expose-Headers',
  'Content-Type, Content-Length, Last-Modified, Transfer-Encoding, ETag, Date, Vary, Server, X-Hit, X-CorrelationId',
]

const allowedHeaders =
  'Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since, Accept-Encoding, Authorization, Range, If-Range'

export const readMethods = 'GET, HEAD, OPTIONS'

export const preflightHeaders: RawHeaders = [
  ...corsHeaders,
  'Access-Control-Allow-Methods',
  readMethods,
  'Access-Control-Allow-Headers',
  allowedHeaders,
  'Access-Control-Max-Age',
  '86400',
  'Allow',
  readMethods,
]

/** How long a copy may be used: a document of the present state must be asked for again, a file never changes. */
export type Freshness = 'document' | 'service-index' | 'file' | 'never'

const freshness = {
  document: 'max-age=0, must-revalidate',
  'service-index': 'max-age=60',
  file: 'max-age=86400, immutable',
}

/**
 * `Cache-Control` and `Vary`. Documents are revalidated each time, so that no cache between us and a client breaks the
 * promise that a pushed version can be restored at once. On a private instance no shared cache may keep anything.
 */
export function cachingHeaders(
  reads: 'public' | 'private',
  options: { readonly fresh: Freshness; readonly isNegotiated: boolean },
): RawHeaders {
  const cacheControl = options.fresh === 'never' ? 'no-store' : `${reads}, ${freshness[options.fresh]}`
  const vary = [
    ...(options.isNegotiated ? ['Accept-Encoding'] : []),
    ...(reads === 'private' ? ['Authorization', 'Cookie'] : []),
  ]
  return ['Cache-Control', cacheControl, ...(vary.length > 0 ? ['Vary', vary.join(', ')] : [])]
}

/** For text and pictures that come out of packages: they are shown as what we say, and can run nothing. */
export const untrustedContentHeaders: RawHeaders = ['Content-Security-Policy', "default-src 'none'; sandbox"]
