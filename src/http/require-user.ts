import type { MiddlewareHandler } from 'hono'
import type { Env } from './env.ts'

export function requireUser(): MiddlewareHandler<Env> {
  throw new Error('being written')
}
export function requireConfirmed(): MiddlewareHandler<Env> {
  throw new Error('being written')
}
export function requireAdmin(): MiddlewareHandler<Env> {
  throw new Error('being written')
}
