import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Env } from './env.ts'

/** Every cookie that Lode sets. */
export type CookieName = 'session' | 'device' | 'second_step' | 'anonymous' | 'language' | 'theme' | 'banner' | 'flash'

/**
 * The cookie's name on the wire. On https it has the `__Host-` prefix, which browsers accept only together with Secure and
 * no Domain, so that no neighbouring host can plant one; plain http cannot have either.
 */
export function cookieName(isHttps: boolean, name: CookieName): string {
  return isHttps ? `__Host-lode_${name}` : `lode_${name}`
}

/** The value the browser sent, or null. An empty cookie counts as absent. */
export function readCookie(c: Context<Env>, name: CookieName): string | null {
  return getCookie(c, cookieName(c.env.lode.isHttps, name)) || null
}

/** Sets a cookie for every path. Without `expiresAt` it ends with the browser's session. */
export function writeCookie(c: Context<Env>, name: CookieName, value: string, expiresAt: Date | null = null): void {
  const { isHttps } = c.env.lode
  setCookie(c, cookieName(isHttps, name), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isHttps,
    ...(expiresAt === null ? {} : { expires: expiresAt }),
  })
}

export function clearCookie(c: Context<Env>, name: CookieName): void {
  writeCookie(c, name, '', new Date(0))
}
