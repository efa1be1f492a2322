import type { Context } from 'hono'
import type { Actor } from '../audit/audit.ts'
import { readCookie } from '../http/cookies.ts'
import type { Env } from '../http/env.ts'
import { unmaskToken } from '../http/form-token.ts'
import type { AccountRefusal } from './refusal.ts'
import type { IdentityProof } from './confirm-identity.ts'
import { isRecentlyConfirmed } from './confirmation.ts'
import type { TryFrom } from './count-try.ts'
import type { Device } from './known-device.ts'
import type { PasskeyBrowser } from './passkey-proof.ts'
import type { FactorProof } from './second-factor.ts'
import { passkeySite } from './webauthn.ts'
import type { SessionOrigin } from './session.ts'

/** Where a session that begins with this request comes from. */
export function sessionOrigin(c: Context<Env>, staySignedIn: boolean): SessionOrigin & TryFrom {
  return { ...tryFrom(c), userAgent: c.req.header('User-Agent') ?? '', staySignedIn }
}

/** Where a password or a code in this request comes from. */
export function tryFrom(c: Context<Env>): TryFrom & Device {
  return { address: c.env.lode.address, device: readCookie(c, 'device'), session: c.var.session }
}

/** The signed-in user who acts by this request. */
export function pageActor(c: Context<Env>): Actor & TryFrom {
  return { account: c.var.user, through: 'page', ...tryFrom(c) }
}

/** What this form says about who sits there: the password in `field`, or a proof earlier in the session. */
export function identityProof(c: Context<Env>, field: string): IdentityProof {
  const { form, session, frame } = c.var
  return { password: form.raw(field), isRecentlyConfirmed: isRecentlyConfirmed(session, frame.now) }
}

/** The browser of this request, to make and use passkeys in. */
export function passkeyBrowser(c: Context<Env>): PasskeyBrowser {
  const { baseUrl, config, formToken } = c.var.frame
  return { site: passkeySite(baseUrl, config.brand), boundTo: unmaskToken(formToken) }
}

/** The second factor in this form: what a passkey signed, or a code. */
export function factorProof(c: Context<Env>): FactorProof {
  const answer = c.var.form.raw('passkey')
  return answer === '' ? { code: c.var.form.text('code') } : { passkey: { ...passkeyBrowser(c), answer } }
}

/** 429 with Retry-After while tries must wait, else 400. */
export function statusOf(c: Context<Env>, refusal: AccountRefusal): 400 | 429 {
  if (refusal.code !== 'sign-in-locked' && refusal.code !== 'codes-locked') return 400
  c.header('Retry-After', String(refusal.waitSeconds))
  return 429
}
