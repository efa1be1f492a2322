import type { Context } from 'hono'
import type { Env } from './env.ts'

/** Answers a POST: 303, so that the browser fetches the next page and a reload sends nothing twice. `path` is local. */
export function seeOther(c: Context<Env>, path: string): Response {
  return c.redirect(localReturnUrl(path) ?? '/', 303)
}

/**
 * The path of a return address from a form or a query, or null when it is not one of ours. Only addresses that begin with
 * exactly one slash: `//host` and `/\host` leave the site, and browsers drop tabs and line breaks before they look.
 */
export function localReturnUrl(text: string | undefined): string | null {
  if (text === undefined || text.length > 2000) return null
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(text)) return null
  const base = 'http://local.invalid'
  if (!URL.canParse(text, base)) return null
  const url = new URL(text, base)
  // `/..//host` is resolved to `//host`, which a browser would read as another site.
  return url.origin === base && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : null
}
