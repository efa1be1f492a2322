import type { Context } from 'hono'
import type { Actor } from '../audit/audit.ts'
import type { Env } from '../http/env.ts'
import type { AccountRefusal } from './refusal.ts'
import type { IdentityProof } from './confirm-identity.ts'
import { isRecentlyConfirmed } from './confirmation.ts'
import type { SessionOrigin } from './session.ts'

/** Where a session that begins with this request comes from. */
export function sessionOrigin(c: Context<Env>, staySignedIn: boolean): SessionOrigin {
  return { address: c.env.lode.address, userAgent: c.req.header('User-Agent') ?? '', staySignedIn }
}

/** The signed-in user who acts by this request. */
export function pageActor(c: Context<Env>): Actor & { readonly address: string } {
  return { account: c.var.user, through: 'page', address: c.env.lode.address }
}

/** What this form says about who sits there: the password in `field`, or a proof earlier in the session. */
export function identityProof(c: Context<Env>, field: string): IdentityProof {
  const { form, session, frame } = c.var
  return { password: form.raw(field), isRecentlyConfirmed: isRecentlyConfirmed(session, frame.now) }
}

/** 429 with Retry-After while tries must wait, else 400. */
export function statusOf(c: Context<Env>, refusal: AccountRefusal): 400 | 429 {
  if (refusal.code !== 'sign-in-locked' && refusal.code !== 'codes-locked') return 400
  c.header('Retry-After', String(refusal.waitSeconds))
  return 429
}
