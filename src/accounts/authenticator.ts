import { Secret, TOTP } from 'otpauth'

/** RFC 6238 with what every app understands: SHA-1, six digits, thirty seconds. */
const common = { algorithm: 'SHA1', digits: 6, period: 30 } as const

/** A new secret for an authenticator app: 160 random bits in Base32. */
export function makeAuthenticatorSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** What the QR code holds. Apps show issuer and name beside the code. */
export function authenticatorUri(secret: string, issuer: string, name: string): string {
  return new TOTP({ ...common, secret, issuer: issuer.replaceAll(':', ' '), label: name }).toString()
}

/** Codes are typed and read out in groups. */
export function isAuthenticatorCode(text: string): boolean {
  return /^\d{6}$/.test(text.replace(/[\s-]/g, ''))
}

/**
 * The time step that this code belongs to, or null when it is none of this moment's: clocks may differ by half a minute.
 * Whether a code of that step was accepted before is for the caller to see.
 */
export function findStep(secret: string, code: string, now: Date): number | null {
  const totp = new TOTP({ ...common, secret })
  const delta = totp.validate({ token: code.replace(/[\s-]/g, ''), timestamp: now.getTime(), window: 1 })
  return delta === null ? null : totp.counter({ timestamp: now.getTime() }) + delta
}
