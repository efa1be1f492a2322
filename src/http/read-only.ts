import type { MiddlewareHandler } from 'hono'
import type { Env } from './env.ts'
import { errorPage } from './error-pages.tsx'

/** Forms that go on working: signing in and out, what only this browser shows, and the switch itself. */
const allowed =
  /^\/(users\/account\/(signin|secondstep|logoff)|account\/confirmidentity|language|theme|banner|admin\/site)$/

/** While the gallery is read-only, pages change nothing. Needs `pageContext`. */
export function refuseWhileReadOnly(): MiddlewareHandler<Env> {
  return async (c, next) => {
    const path = c.req.path.toLowerCase().replace(/\/$/, '')
    if (c.req.method !== 'POST' || !c.var.frame.site.isReadOnly || allowed.test(path)) return next()
    c.header('Retry-After', '60')
    return errorPage(c, 503)
  }
}
