import type { Context } from 'hono'
import { clearCookie, readCookie, writeCookie } from './cookies.ts'
import type { Env } from './env.ts'

/** Hands the browser its session. `expiresAt` null: until the browser is closed (the server's own limit still holds). */
export function setSessionCookie(c: Context<Env>, token: string, expiresAt: Date | null): void {
  writeCookie(c, 'session', token, expiresAt)
}

export function clearSessionCookie(c: Context<Env>): void {
  clearCookie(c, 'session')
}

/** The session token as sent by the browser, not yet believed; null when there is none. */
export function readSessionToken(c: Context<Env>): string | null {
  return readCookie(c, 'session')
}
