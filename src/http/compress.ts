import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { gzipSync } from 'node:zlib'
import { chooseEncoding } from '../accepted-encoding.ts'
import type { Account } from '../accounts/account.ts'
import type { Env } from './env.ts'

/** What is shorter arrives in one packet either way. */
const shortestBytes = 1400
/** The levels beyond take away another 3 % of a page for a quarter more time (docs/performance.md). */
const level = 4

/**
 * Answers with text, compressed for clients that ask for it, but never with what somebody signed in reads, nor to a form:
 * there words of theirs stand beside words from the address, and sizes would tell of the former (BREACH). What a form token
 * is made of cannot be learned so: each page masks it anew. At once and in one piece: a page takes less time to compress than
 * a stream takes to be read.
 */
export function sendText(
  c: Context<Env>,
  text: string,
  status: ContentfulStatusCode,
  headers: Readonly<Record<string, string>> & { readonly 'Content-Type': string },
): Response {
  const account = c.get('account') as Account | null | undefined // undefined where nobody is asked who they are
  if (c.req.method !== 'GET' || account) return c.body(text, status, headers)
  const varying = { ...headers, Vary: 'Accept-Encoding' }
  const isWanted = chooseEncoding(c.req.header('Accept-Encoding')) === 'gzip'
  if (!isWanted || text.length < shortestBytes) return c.body(text, status, varying)
  const body = new Uint8Array(gzipSync(text, { level }))
  return c.body(body, status, { ...varying, 'Content-Encoding': 'gzip' })
}
