import { Hono } from 'hono'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'

export function keyRoutes(_deps: Deps): Hono<Env> {
  return new Hono<Env>()
}
