import { createHash, randomBytes } from 'node:crypto'

/** A secret for a session or a one-time link: 256 random bits in hexadecimal (addresses are lower-cased), and its hash. */
export function makeToken(): { readonly token: string; readonly hash: string } {
  const token = randomBytes(32).toString('hex')
  return { token, hash: hashToken(token) }
}

/** What is stored of a token: its SHA-256. A guess has nothing to compare with, so a plain index look-up is safe. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
