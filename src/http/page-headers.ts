import type { Context } from 'hono'
import type { Env } from './env.ts'

/** Everything from ourselves, no inline script or style, in nobody's frame, forms only to us. */
function contentPolicy(imageHosts: readonly string[]): string {
  return [
    "default-src 'self'",
    ["img-src 'self' data:", ...imageHosts.map((host) => `https://${host}`)].join(' '),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** The headers of every page, its error pages included. A route's own Cache-Control and policy stay. */
export function setPageHeaders(c: Context<Env>): void {
  const { headers } = c.res
  const set = (name: string, value: string) => c.header(name, value)
  const setIfAbsent = (name: string, value: string) => headers.has(name) || c.header(name, value)

  setIfAbsent('Content-Security-Policy', contentPolicy(c.var.frame.config.imageHosts))
  set('X-Content-Type-Options', 'nosniff')
  set('X-Frame-Options', 'DENY')
  // Not `no-referrer`: with it browsers send `Origin: null` on our own forms, which checkedForm must refuse.
  set('Referrer-Policy', 'same-origin')
  set('Cross-Origin-Opener-Policy', 'same-origin')
  if (c.env.lode.isHttps) set('Strict-Transport-Security', 'max-age=31536000')
  c.header('Vary', 'Cookie, Accept-Language', { append: headers.has('Vary') })
  // What somebody signed in sees is never kept: after sign-out the back button shows nothing.
  if (c.var.account !== null) set('Cache-Control', 'no-store')
  else setIfAbsent('Cache-Control', 'private, no-cache')
}
