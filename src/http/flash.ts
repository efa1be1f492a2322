import type { Context } from 'hono'
import { readCookie, writeCookie } from './cookies.ts'
import type { Env } from './env.ts'

export type FlashKind = 'ok' | 'info' | 'warn' | 'danger'

/** A one-time message: set before a redirect, shown by the next page. Plain text, in the page's language. */
export type Flash = { readonly kind: FlashKind; readonly text: string }

const kinds: readonly string[] = ['ok', 'info', 'warn', 'danger'] satisfies readonly FlashKind[]

/** Browsers keep about 4 KB per cookie; a longer message is cut rather than lost. */
const longestText = 600

/** Says `text` once, on the next page that is shown. Several in one request are all shown. */
export function flash(c: Context<Env>, kind: FlashKind, text: string): void {
  const cut = text.length > longestText ? `${text.slice(0, longestText)}…` : text
  const flashes = [...(c.var.newFlashes ?? []), { kind, text: cut }].slice(-3)
  c.set('newFlashes', flashes)
  writeCookie(c, 'flash', Buffer.from(JSON.stringify(flashes)).toString('base64url'))
}

/** The messages an earlier request left. What cannot be read counts as none: anyone can send any cookie. */
export function readFlashes(c: Context<Env>): readonly Flash[] {
  const cookie = readCookie(c, 'flash')
  if (cookie === null) return []
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cookie, 'base64url').toString())
    return Array.isArray(parsed) ? parsed.filter(isFlash).slice(0, 3) : []
  } catch {
    return []
  }
}

function isFlash(value: unknown): value is Flash {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('text' in value)) return false
  return typeof value.kind === 'string' && kinds.includes(value.kind) && typeof value.text === 'string'
}
