import type { Context, MiddlewareHandler } from 'hono'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import type { Form } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { localReturnUrl } from '../http/redirect.ts'
import { confirmByFactor, confirmByPassword } from './confirm-identity.ts'
import { isRecentlyConfirmed } from './confirmation.ts'
import { listPasskeys } from './passkey-store.ts'
import { factorProof, pageActor, statusOf } from './request-origin.ts'
import { ConfirmIdentityPage, type ConfirmIdentityView } from './second-step-pages.tsx'

/** Says that a form brings the proof that was asked for, and where to go instead. */
const mark = 'confirming'
/** The proof itself, and what each form has anew: not carried along. */
const ownFields = new Set([mark, 'form_token', 'password', 'code', 'passkey'])

/**
 * For forms that act dangerously: lets one through when its user proved who they are within the last 15 minutes of this
 * session. Others are asked for password, code or passkey by a page that carries what they typed, and whose answer does what
 * the form was to do: without script, and nothing is typed twice. Behind `requireUser` and `checkedForm`:
 *
 *     .post('/packages/:id/owners/add', requireConfirmed(), checkedForm(), provenForm(deps), …)
 *
 * `isDangerous` says which forms are, when not all that come to this address. Their fields have other names than a proof.
 */
export function provenForm(deps: Deps, isDangerous: (form: Form) => boolean = () => true): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { form, session, frame } = c.var
    if (!isDangerous(form) || isRecentlyConfirmed(session, frame.now)) return next()
    const refusal = form.has(mark) ? await takeProof(deps, c) : null
    if (form.has(mark) && refusal === null) return next()
    const { pathname, search } = new URL(c.req.url)
    const cancelHref = localReturnUrl(form.text(mark)) ?? frame.path
    const carried = form.entries().filter(([name]) => !ownFields.has(name))
    return askForProof(deps, c, {
      action: localReturnUrl(pathname + search) ?? '/',
      fields: [...carried, [mark, cancelHref]],
      cancelHref,
      refusal,
      status: 403,
    })
  }
}

/** Takes the proof in this form: notes in the session that there was one, or says why it is none. */
export async function takeProof(deps: Deps, c: Context<Env>): Promise<ConfirmIdentityView['refusal']> {
  const { form, user: account, session } = c.var
  if (session === null) return { way: 'password', refusal: { code: 'wrong-password' } }
  const user = { account, session }
  const way = form.has('code') || form.has('passkey') ? 'code' : 'password'
  const confirmed =
    way === 'code'
      ? await confirmByFactor(deps, user, factorProof(c), pageActor(c))
      : await confirmByPassword(deps, user, form.raw('password'), pageActor(c))
  if (!confirmed.ok) return { way, refusal: confirmed.error }
  c.set('session', { ...session, confirmedAt: c.var.frame.now })
  return null
}

/** The page that asks who sits there. `status` is its own while nothing was refused yet. */
export async function askForProof(
  deps: Pick<Deps, 'db'>,
  c: Context<Env>,
  ask: Pick<ConfirmIdentityView, 'action' | 'fields' | 'cancelHref' | 'refusal'> & { readonly status: 200 | 403 },
): Promise<Response> {
  const { user, frame } = c.var
  const { status, ...asked } = ask
  const view = {
    ...asked,
    name: user.name,
    hasTwoFactor: user.twoFactorSince !== null,
    hasPasskey: (await listPasskeys(deps.db.read, user.id)).length > 0,
  }
  const refusal = ask.refusal?.refusal
  return renderPage(c, ConfirmIdentityPage({ frame, view }), refusal ? statusOf(c, refusal) : status)
}
