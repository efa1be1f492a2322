import type { MiddlewareHandler } from 'hono'
import { isRecentlyConfirmed } from '../accounts/confirmation.ts'
import type { Env } from './env.ts'
import { seeOther } from './redirect.ts'

/**
 * For pages that show what only their user may see, and for what their scripts ask: lets a request through only when the user
 * proved who they are within the last 15 minutes of this session (sign-in counts); others are asked for password, code or
 * passkey and come back to the page. Forms that act have `provenForm` (accounts/proven-form.ts), which loses nothing that was
 * typed.
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
