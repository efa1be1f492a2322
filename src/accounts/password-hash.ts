import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { availableParallelism } from 'node:os'

/** OWASP's lower profile for argon2id: 19 MiB, two passes, one lane. About 40 ms on the machine it was measured on. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const
const tagLength = 32

/** More at once would only take memory and threads from everything else. */
const mostAtOnce = Math.min(2, Math.max(1, availableParallelism()))
let running = 0
const waiting: (() => void)[] = []

/** The password as it is stored: a PHC string, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive({ ...cost, message: toMessage(password), nonce, tagLength })
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${toBase64(nonce)}$${toBase64(tag)}`
}

/**
 * Whether `password` is the one that was hashed. Null (no such user, no password) takes the same time as a real
 * comparison and is never right.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = parseHash(stored ?? unknownUserHash)
  if (!parsed) throw new Error('a stored password hash cannot be read')
  const { tag, ...parameters } = parsed
  const derived = await derive({ ...parameters, message: toMessage(password), tagLength: tag.length })
  return timingSafeEqual(derived, tag) && stored !== null
}

const unknownUserHash = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`

function parseHash(stored: string) {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored)
  if (!match) return null
  const [, memory, passes, parallelism, nonce = '', tag = ''] = match
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    nonce: Buffer.from(nonce, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

/** The same characters however a keyboard composes them (NIST SP 800-63B §3.1.1.2). */
function toMessage(password: string): Buffer {
  return Buffer.from(password.normalize('NFC'), 'utf8')
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}

async function derive(parameters: Argon2Parameters): Promise<Buffer> {
  if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await new Promise((resolve, reject) => {
      argon2('argon2id', parameters, (error, key) => (error ? reject(error) : resolve(key)))
    })
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
