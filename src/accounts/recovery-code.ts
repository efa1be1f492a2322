import { randomInt } from 'node:crypto'
import { hashToken } from './token.ts'

export const recoveryCodeCount = 10

/** Without letters and digits that look alike. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Fresh recovery codes, such as `k7mq-x2ab-9fhc-w4rt`: about 79 random bits each, so that a plain hash protects them. */
export function makeRecoveryCodes(): readonly string[] {
  return Array.from({ length: recoveryCodeCount }, () =>
    Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')).join(
      '-',
    ),
  )
}

/** What is stored of a code: people may type it in capitals, with or without its hyphens. */
export function hashRecoveryCode(code: string): string {
  return hashToken(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
}
