import type { MiddlewareHandler } from 'hono'
import { isRecentlyConfirmed } from '../accounts/confirmation.ts'
import type { Env } from './env.ts'
import { seeOther } from './redirect.ts'

/**
 * For dangerous acts: lets a request through only when the user proved who they are within the last 15 minutes of this
 * session (sign-in counts); others are asked for password, code or passkey and come back to the page. Behind
 * `requireUser`, on the page and on the POST alike:
 *
 *     .get('/packages/:id/owners', requireUser(), requireRecentConfirmation(), …)
 *     .post('/packages/:id/owners', requireUser(), requireRecentConfirmation(), checkedForm(), …)
 *
 * On the page, so that nobody fills in a form in vain: what a refused POST carried is lost. A page that shows more than
 * the dangerous form can ask `isRecentlyConfirmed(c.var.session, frame.now)` and link to `confirmIdentityHref(frame.path)`.
 */
export function requireRecentConfirmation(): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (!isRecentlyConfirmed(c.var.session, c.var.frame.now)) return seeOther(c, confirmIdentityHref(c.var.frame.path))
    await next()
  }
}

/** The page that asks who sits there, and leads back to `path`. */
export function confirmIdentityHref(path: string): string {
  return `/account/ConfirmIdentity?returnUrl=${encodeURIComponent(path)}`
}
