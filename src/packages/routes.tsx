import { Hono } from 'hono'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'

export function packageRoutes(_deps: Deps): Hono<Env> {
  return new Hono<Env>()
}
