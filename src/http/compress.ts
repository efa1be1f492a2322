import type { Context, MiddlewareHandler } from 'hono'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { chooseEncoding } from '../accepted-encoding.ts'
import type { Env } from './env.ts'

const zip = promisify(gzip)

/** What is shorter arrives in one packet either way. */
const shortestBytes = 1400
/** Of a page of 60 KB the levels beyond take away another 2 % for twice the time (docs/performance.md). */
const level = 4

const textTypes = /^(text\/|application\/(json|[\w.+-]*\+xml|xml)\b|image\/svg\+xml)/

/**
 * Sends text compressed to clients that ask for it, but never what somebody signed in reads, nor what a form is answered
 * with: there words of theirs stand beside words from the address, and sizes would tell of the former (BREACH). What a form
 * token is made of cannot be learned so: each page masks it anew.
 */
export function compressText(): MiddlewareHandler<Env> {
  return async (c, next) => {
    await next()
    if (c.req.method !== 'GET' || !isCompressible(c)) return
    c.header('Vary', 'Accept-Encoding', { append: true })
    if (chooseEncoding(c.req.header('Accept-Encoding')) !== 'gzip') return
    const bytes = new Uint8Array(await c.res.arrayBuffer())
    const isShort = bytes.length < shortestBytes
    const body = isShort ? bytes : new Uint8Array(await zip(bytes, { level }))
    c.res = new Response(body, c.res)
    if (isShort) return
    c.header('Content-Encoding', 'gzip')
    const etag = c.res.headers.get('ETag')
    if (etag?.startsWith('"')) c.header('ETag', `W/${etag}`) // the same state in other bytes
  }
}

function isCompressible(c: Context<Env>): boolean {
  const { headers, body, status } = c.res
  if (body === null || status === 304 || headers.has('Content-Encoding')) return false
  const account = c.get('account') as Env['Variables']['account'] | undefined // unknown before the session is looked up
  return !account && textTypes.test(headers.get('Content-Type') ?? '')
}
