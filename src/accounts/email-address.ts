import { fail, ok, type Result } from '../result.ts'
import type { EmailRefusal } from './refusal.ts'

export const emailMaximum = 254

const localPart = /^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const domainLabel = /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/

/**
 * One plain address: no quoted part, no comment, no IP literal, nothing that a mail header gives a meaning to, and a dot in
 * the domain. At most 254 characters, which is what SMTP carries (RFC 5321 §4.5.3.1.3); nuget.org says 255.
 */
export function parseEmailAddress(text: string): Result<string, EmailRefusal> {
  const address = text.trim()
  if (address === '') return fail({ code: 'email-missing' })
  if (address.length > emailMaximum) return fail({ code: 'email-too-long', maximum: emailMaximum })
  const at = address.lastIndexOf('@')
  const local = address.slice(0, Math.max(0, at))
  const labels = address.slice(at + 1).split('.')
  const isPlain =
    local.length <= 64 &&
    localPart.test(local) &&
    labels.length >= 2 &&
    labels.every((label) => domainLabel.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  return isPlain ? ok(address) : fail({ code: 'email-invalid' })
}
