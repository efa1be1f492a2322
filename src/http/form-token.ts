import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { readCookie, writeCookie } from './cookies.ts'
import type { Env } from './env.ts'

/**
 * The token that forms carry: bound to the browser's session (or, before sign-in, to its anonymous cookie) and useless
 * for anything else, so that a page that leaks gives no session away. Each time it is under another mask, so that the sizes
 * of compressed pages, into which an attacker brings words of theirs, tell nothing of it (BREACH).
 */
export function formTokenOf(cookieValue: string): string {
  const token = createHmac('sha256', cookieValue).update('lode form token').digest()
  const mask = randomBytes(token.length)
  return Buffer.concat([mask, combine(token, mask)]).toString('base64url')
}

/** The same for every form token of one browser: what else is bound to it compares this. */
export function unmaskToken(formToken: string): string {
  const bytes = Buffer.from(formToken, 'base64url')
  const half = bytes.length / 2
  return Number.isInteger(half) ? combine(bytes.subarray(0, half), bytes.subarray(half)).toString('base64url') : ''
}

function combine(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, i) => byte ^ (b[i] ?? 0)))
}

/** The value behind the form tokens of somebody who is not signed in: a random cookie, made on their first page. */
export function anonymousToken(c: Context<Env>): string {
  const known = readCookie(c, 'anonymous')
  if (known !== null && /^[0-9a-f]{64}$/.test(known)) return known
  const made = randomBytes(32).toString('hex')
  writeCookie(c, 'anonymous', made)
  return made
}

/** Whether both are tokens of one browser; compared in a time that does not tell how much was right. */
export function isSameToken(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(unmaskToken(given)), Buffer.from(unmaskToken(expected))]
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b)
}
