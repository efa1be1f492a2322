import type { IncomingHttpHeaders } from 'node:http'

/** What a conditional request compares with. `lastModified` is in milliseconds; null when the answer does not say it. */
export type Validators = { readonly etag: string; readonly lastModified: number | null }

/** Whether the client has this state already: answer 304. RFC 9110 §13.2.2; protocol.md §0.4. */
export function isNotModified(headers: IncomingHttpHeaders, { etag, lastModified }: Validators): boolean {
  const ifNoneMatch = headers['if-none-match']
  if (ifNoneMatch !== undefined) return matchesTag(ifNoneMatch, etag)
  const since = headers['if-modified-since']
  if (since === undefined || lastModified === null) return false
  const time = Date.parse(since)
  return !Number.isNaN(time) && Math.floor(lastModified / 1000) * 1000 <= time
}

/** Whether the request is only about another state than this one: answer 412. RFC 9110 §13.2.2. */
export function isPreconditionFailed(headers: IncomingHttpHeaders, { etag, lastModified }: Validators): boolean {
  const ifMatch = headers['if-match']
  if (ifMatch !== undefined) return ifMatch.trim() !== '*' && !strongTags(ifMatch).includes(etag)
  const since = headers['if-unmodified-since']
  if (since === undefined || lastModified === null) return false
  const time = Date.parse(since)
  return !Number.isNaN(time) && Math.floor(lastModified / 1000) * 1000 > time
}

function strongTags(header: string): readonly string[] {
  return (header.match(/(?:W\/)?"[^"]*"/g) ?? []).filter((tag) => tag.startsWith('"'))
}

function matchesTag(header: string, etag: string): boolean {
  if (header.trim() === '*') return true
  const tags = header.match(/(?:W\/)?"[^"]*"/g) ?? []
  return tags.some((tag) => tag.replace(/^W\//, '') === etag)
}

/** Bytes from `start` (inclusive) to `end` (exclusive). */
export type Range = { readonly start: number; readonly end: number }

/**
 * The part that a request asks for: null is the whole, which also answers several ranges, faulty ones and a stale
 * `If-Range`; `'unsatisfiable'` begins beyond the end. RFC 9110 §14.
 */
export function chooseRange(
  headers: IncomingHttpHeaders,
  sizeBytes: number,
  validators: Validators,
): Range | null | 'unsatisfiable' {
  const match = /^bytes=(\d*)-(\d*)$/i.exec((headers.range ?? '').replaceAll(' ', ''))
  if (!match || !isSameAs(headers['if-range'], validators)) return null
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return null
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes)
    return length === 0 ? 'unsatisfiable' : { start: sizeBytes - length, end: sizeBytes }
  }
  const start = Number(first)
  if (last !== '' && Number(last) < start) return null
  if (start >= sizeBytes) return 'unsatisfiable'
  return { start, end: last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes) }
}

/** `If-Range` holds a tag or a date; only an exact, strong match lets a client continue what it has. */
function isSameAs(ifRange: string | string[] | undefined, { etag, lastModified }: Validators): boolean {
  if (ifRange === undefined) return true
  const value = String(ifRange).trim()
  if (value.startsWith('"')) return value === etag
  return lastModified !== null && value === new Date(lastModified).toUTCString()
}
