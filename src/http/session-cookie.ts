import type { Context } from 'hono'
import { knownDeviceLifetimeMs } from '../accounts/known-device.ts'
import type { NewSession } from '../accounts/session.ts'
import { clearCookie, readCookie, writeCookie } from './cookies.ts'
import type { Env } from './env.ts'

/** Hands the browser its new session, and the token by which it is known from now on. Needs `pageContext`. */
export function startBrowserSession(c: Context<Env>, { token, expiresAt, staySignedIn, device }: NewSession): void {
  // Without an end: until the browser is closed; the server's own limit still holds.
  writeCookie(c, 'session', token, staySignedIn ? expiresAt : null)
  setDeviceCookie(c, device)
}

/** A browser that was told to stay signed in keeps its cookie as long as the session, which grows older by use. */
export function prolongSessionCookie(c: Context<Env>, token: string, expiresAt: Date): void {
  writeCookie(c, 'session', token, expiresAt)
}

/** By this a browser is known for which somebody signed in before, also when nobody is signed in any more. */
export function setDeviceCookie(c: Context<Env>, token: string): void {
  writeCookie(c, 'device', token, new Date(c.var.frame.now.getTime() + knownDeviceLifetimeMs))
}

export function clearSessionCookie(c: Context<Env>): void {
  clearCookie(c, 'session')
}

/** The session token as sent by the browser, not yet believed; null when there is none. */
export function readSessionToken(c: Context<Env>): string | null {
  return readCookie(c, 'session')
}
