import type { Context } from 'hono'
import type { Env } from './env.ts'

export function notFoundPage(_c: Context<Env>): Response {
  throw new Error('being written')
}

/** A page that says in one sentence why it did not work, with a way back and the number of the request. */
export function errorPage(_c: Context<Env>, _status: 400 | 403 | 404 | 500, _sentence?: string): Response {
  throw new Error('being written')
}
