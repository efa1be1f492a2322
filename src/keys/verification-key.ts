import { createHash, randomUUID } from 'node:crypto'
import { toLowerId } from '../nuget/package-id.ts'

/**
 * A key that stands for an API key before a symbol server, once and for one package, so that the server never sees the
 * real one. A GUID with 122 random bits, as its readers expect. Source: protocol.md §8.7.
 */
export type VerificationKey = {
  /** The API key that it was made with: it may never do more than that one may now. */
  readonly keyId: number
  readonly lowerId: string
  readonly expiresAt: Date
}

export type VerificationKeyRefusal =
  { readonly code: 'verification-key-ended' } | { readonly code: 'verification-key-lacks-package'; readonly id: string }

export const verificationKeyLifetimeMs = 86_400_000

const grammar = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function makeVerificationSecret(): { readonly secret: string; readonly hash: string } {
  const secret = randomUUID()
  return { secret, hash: hashOf(secret) }
}

/** The hash under which a presented text would be stored, or null when it cannot be a verification key. */
export function parseVerificationSecret(text: string): string | null {
  const secret = text.trim().toLowerCase()
  return grammar.test(secret) ? hashOf(secret) : null
}

/** Says why the key does not speak for the package, or null. A key that was used has no row: `key` is null then. */
export function refuseVerificationKey(
  key: VerificationKey | null,
  id: string,
  now: Date,
): VerificationKeyRefusal | null {
  if (!key || key.expiresAt <= now) return { code: 'verification-key-ended' }
  return key.lowerId === toLowerId(id) ? null : { code: 'verification-key-lacks-package', id }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
