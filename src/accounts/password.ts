import { isCommonPassword } from './common-password.ts'
import type { PasswordRefusal } from './refusal.ts'

export const passwordLength = { minimum: 12, maximum: 256 } as const

/**
 * Says why a new password is too easy to guess, or null: 12 to 256 characters, not a common one, not the account's name.
 * No classes of characters: length is what counts (NIST SP 800-63B §3.1.1).
 */
export function refusePassword(password: string, name: string): PasswordRefusal | null {
  const length = [...password].length
  if (length === 0) return { code: 'password-missing' }
  if (length < passwordLength.minimum) return { code: 'password-too-short', minimum: passwordLength.minimum }
  if (length > passwordLength.maximum) return { code: 'password-too-long', maximum: passwordLength.maximum }
  if (isName(password, name)) return { code: 'password-is-name' }
  if (isCommonPassword(password, [name])) return { code: 'password-common' }
  return null
}

/** The name itself, reversed, repeated, or with digits and punctuation around it. */
function isName(password: string, name: string): boolean {
  const plain = name.toLowerCase().replace(/[._-]/g, '')
  if (plain.length < 3) return false
  const text = password.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  const reversed = [...plain].reverse().join('')
  return [plain, reversed].some((word) => text.includes(word) && /^\d*$/.test(text.replaceAll(word, '')))
}
