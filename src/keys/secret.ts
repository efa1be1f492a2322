import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/**
 * The text of an API key: `lode_`, 8 characters that are shown in lists, 32 random ones, and 6 that check the others.
 * Letters and digits only: nothing needs quoting in a shell, an address or a YAML file. The 40 random characters are
 * 200 bits; the visible ones are not secret, which leaves 160.
 */
export type Secret = {
  readonly secret: string
  /** What lists and the audit log show, such as `lode_7xk2m9ab`. */
  readonly visibleId: string
  /** What is stored: SHA-256 of the whole secret, hexadecimal. */
  readonly hash: string
}

const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789' // 32 characters; l, o, 0 and 1 are left out
const grammar = /^lode_[a-km-np-z2-9]{46}$/
const visibleLength = 'lode_'.length + 8
const checksumLength = 6

/** Makes a new secret from 200 random bits. */
export function makeSecret(): Secret {
  let body = 'lode_'
  // 256 is a multiple of 32: every character is equally likely.
  for (const byte of randomBytes(40)) body += alphabet.charAt(byte % 32)
  return describe(body + checksum(body))
}

/** What a presented text stands for, or null when it cannot be one of our secrets: no database is asked then. */
export function parseSecret(text: string): Secret | null {
  const secret = text.trim()
  if (!grammar.test(secret)) return null
  const body = secret.slice(0, -checksumLength)
  return secret.slice(-checksumLength) === checksum(body) ? describe(secret) : null
}

function describe(secret: string): Secret {
  return {
    secret,
    visibleId: secret.slice(0, visibleLength),
    hash: createHash('sha256').update(secret).digest('hex'),
  }
}

/** 30 bits of the CRC-32: finds typing errors and cut-off copies, it protects nothing. */
function checksum(body: string): string {
  let bits = crc32(body) & 0x3fffffff
  let text = ''
  for (let i = 0; i < checksumLength; i++) {
    text += alphabet.charAt(bits % 32)
    bits = Math.floor(bits / 32)
  }
  return text
}
