import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { readCookie, writeCookie } from './cookies.ts'
import type { Env } from './env.ts'

/**
 * The token that forms carry: bound to the browser's session (or, before sign-in, to its anonymous cookie) and useless
 * for anything else, so that a page that leaks gives no session away.
 */
export function formTokenOf(cookieValue: string): string {
  return createHmac('sha256', cookieValue).update('lode form token').digest('base64url')
}

/** The value behind the form tokens of somebody who is not signed in: a random cookie, made on their first page. */
export function anonymousToken(c: Context<Env>): string {
  const known = readCookie(c, 'anonymous')
  if (known !== null && /^[0-9a-f]{64}$/.test(known)) return known
  const made = randomBytes(32).toString('hex')
  writeCookie(c, 'anonymous', made)
  return made
}

/** Compares in a time that does not tell how much was right. */
export function isSameToken(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
