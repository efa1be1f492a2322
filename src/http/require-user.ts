import type { Context, MiddlewareHandler } from 'hono'
import { isConfirmed } from '../accounts/account.ts'
import type { Config } from '../config.ts'
import type { Env } from './env.ts'
import { notFoundPage } from './error-pages.tsx'

/** For signed-in people; others go to the sign-in page and come back. Sets `c.var.user`. */
export function requireUser(): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { account } = c.var
    if (account === null) return toPage(c, '/users/account/LogOn')
    c.set('user', account)
    await next()
  }
}

/** For signed-in people with a confirmed e-mail address; others learn what is missing and come back after confirming. */
export function requireConfirmed(): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { account } = c.var
    if (account === null) return toPage(c, '/users/account/LogOn')
    if (!isConfirmed(account)) return toPage(c, '/account/ConfirmationRequired')
    c.set('user', account)
    await next()
  }
}

/**
 * For administrators of this instance. Strangers go to the sign-in page; for locked ones and for users it does not exist,
 * and where LODE_ADMIN_PAGES is off for nobody at all.
 */
export function requireAdmin(): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { account, frame } = c.var
    if (!frame.config.adminPages) return notFoundPage(c)
    if (account === null) return toPage(c, '/users/account/LogOn')
    if (!account.isAdmin || account.lockedAt) return notFoundPage(c)
    c.set('user', account)
    await next()
  }
}

function toPage(c: Context<Env>, path: string): Response {
  return c.redirect(`${path}?returnUrl=${encodeURIComponent(c.var.frame.path)}`, 303)
}

/** For whoever may read pages here: everybody, or on a private instance those who signed in (design.md, LODE_READS). */
export function requireReader(config: Pick<Config, 'reads'>): MiddlewareHandler<Env> {
  return config.reads === 'public' ? (_c, next) => next() : requireUser()
}
