import type { Context } from 'hono'
import type { Env } from './env.ts'
import { localReturnUrl } from './redirect.ts'

/** Path and query of the page the reader is on: of this request, or after a POST of the page that held the form. */
export function pagePath(c: Context<Env>): string {
  const own = new URL(c.req.url)
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return localReturnUrl(own.pathname + own.search) ?? '/'
  return refererPath(c) ?? '/'
}

/** The local path of the Referer header when it is a page of ours, else null. */
export function refererPath(c: Context<Env>): string | null {
  const referer = c.req.header('Referer')
  if (referer === undefined || !URL.canParse(referer)) return null
  const url = new URL(referer)
  return url.origin === new URL(c.env.lode.baseUrl).origin ? localReturnUrl(url.pathname + url.search) : null
}
