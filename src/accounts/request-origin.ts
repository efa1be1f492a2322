import type { Context } from 'hono'
import type { Actor } from '../audit/audit.ts'
import type { Env } from '../http/env.ts'
import type { SessionOrigin } from './session.ts'

/** Where a session that begins with this request comes from. */
export function sessionOrigin(c: Context<Env>, staySignedIn: boolean): SessionOrigin {
  return { address: c.env.lode.address, userAgent: c.req.header('User-Agent') ?? '', staySignedIn }
}

/** The signed-in user who acts by this request. */
export function pageActor(c: Context<Env>): Actor & { readonly address: string } {
  return { account: c.var.user, through: 'page', address: c.env.lode.address }
}
