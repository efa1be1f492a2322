import { fail, ok, type Result } from '../result.ts'
import type { NameRefusal } from './refusal.ts'

export const nameLength = { minimum: 3, maximum: 64 } as const

/** A name for a user or an organization (gallery.md §3.1): letters, digits, `.`, `_`, `-`, a letter or digit at both ends. */
export function parseAccountName(text: string): Result<string, NameRefusal> {
  const name = text.trim()
  if (name === '') return fail({ code: 'name-missing' })
  if (name.length < nameLength.minimum || name.length > nameLength.maximum) {
    return fail({ code: 'name-length', ...nameLength })
  }
  if (!/^[a-zA-Z0-9][a-zA-Z0-9._-]*[a-zA-Z0-9]$/.test(name)) return fail({ code: 'name-characters' })
  return ok(name)
}

/** What two names share that a reader could take for each other: lower case, without `.`, `_` and `-`. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[._-]/g, '')
}
