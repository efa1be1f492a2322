import type { Context, MiddlewareHandler } from 'hono'
import type { Deps } from '../deps.ts'
import { addressSubject, type LimitName, type RateRefusal } from '../limits/limit.ts'
import { takeRate } from '../limits/take.ts'
import type { Env } from './env.ts'
import { errorPage } from './error-pages.tsx'
import { messages } from './messages.ts'

type LimitDeps = Pick<Deps, 'config' | 'db' | 'now'>

/** Posted forms that have a limit of their own beside the one of all forms. */
const forms: readonly (readonly [path: RegExp, limit: LimitName])[] = [
  [/^\/users\/account\/(signin|signinbypasskey|passkeyoptions|secondstep)$/, 'sign-in'],
  [/^\/users\/account\/register$/, 'register'],
  [/^\/account\/forgotpassword(\/|$)/, 'reset'],
  [/^\/packages\/[^/]+\/[^/]+\/(reportabuse|contactowners)$|^\/policies\/contact$/, 'contact'],
]

/** Keeps one address, and one account, from asking for too many pages and sending too many forms. Needs `pageContext`. */
export function limitPages(deps: LimitDeps): MiddlewareHandler<Env> {
  return async (c, next) => {
    const refusal = c.req.method === 'POST' ? await refuseForm(deps, c) : await refusePage(deps, c)
    if (refusal) return tooManyPage(c, refusal)
    await next()
  }
}

async function refuseForm(deps: LimitDeps, c: Context<Env>): Promise<RateRefusal | null> {
  const address = addressSubject(c.env.lode.address)
  const own = forms.find(([path]) => path.test(c.req.path.toLowerCase()))?.[1]
  const account = c.var.account === null ? null : `account:${c.var.account.id}`
  return (
    (await takeRate(deps, 'form', address)) ??
    (own === undefined ? null : await takeRate(deps, own, address)) ??
    // Whoever writes to others does so no more often for having many addresses.
    (own === 'contact' && account !== null ? await takeRate(deps, own, account) : null) ??
    (account === null ? null : await takeRate(deps, 'account', account))
  )
}

async function refusePage(deps: LimitDeps, c: Context<Env>): Promise<RateRefusal | null> {
  const isPackagePage = /^\/(packages\/(?!manage\/)|stats\/(reports\/)?packages\/)[^/]+(\/[^/]+)?\/?$/i.test(c.req.path)
  return isPackagePage ? takeRate(deps, 'package-page', addressSubject(c.env.lode.address)) : null
}

/** Says when to try again, in words and for programs. */
export function tooManyPage(c: Context<Env>, { retryAfterSeconds }: RateRefusal): Response {
  c.header('Retry-After', String(retryAfterSeconds))
  return errorPage(c, 429, c.var.frame.t(messages.tooManyText, { seconds: retryAfterSeconds }))
}
