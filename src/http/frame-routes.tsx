import { Hono } from 'hono'
import type { Deps } from '../deps.ts'
import type { Env } from './env.ts'

/** What belongs to no domain: assets, language and theme, robots.txt, the search descriptor, the favicon. */
export function frameRoutes(_deps: Deps): Hono<Env> {
  return new Hono<Env>()
}
