import { Hono, type Context } from 'hono'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { flash } from '../http/flash.ts'
import { formTokenOf } from '../http/form-token.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { localReturnUrl, seeOther } from '../http/redirect.ts'
import { requireUser } from '../http/require-user.ts'
import { startBrowserSession } from '../http/session-cookie.ts'
import { spendFormToken } from '../keys/form-token-store.ts'
import { isRecentlyConfirmed } from './confirmation.ts'
import { listPasskeys } from './passkey-store.ts'
import { factorProof, pageActor, sessionOrigin, statusOf } from './request-origin.ts'
import { askForProof, provenForm, takeProof } from './proven-form.ts'
import type { ConfirmIdentityView } from './second-step-pages.tsx'
import { hashToken, makeToken } from './token.ts'
import { messages } from './two-factor-messages.ts'
import { RecoveryCodesPage, SetUpPage, TwoFactorPage, type TwoFactorView } from './two-factor-page.tsx'
import { countRecoveryCodes, findAuthenticator } from './two-factor-store.ts'
import {
  beginAuthenticator,
  changeRecoveryCodes,
  confirmSetup,
  findSetup,
  removeAuthenticator,
  switchOffTwoFactor,
  type SwitchedOn,
} from './two-factor.ts'

const page = '/account/TwoFactor'

/** A user's own second factors, and the page that asks again who sits there. */
export function twoFactorRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .get('/account/twofactor', requireUser(), (c) => showTwoFactor(deps, c, null))
    .get('/account/twofactor/:step', requireUser(), (c) => seeOther(c, page)) // a reload after signing in again
    .post('/account/twofactor/setup', requireUser(), checkedForm(), (c) => postSetUp(deps, c))
    .post('/account/twofactor/confirm', requireUser(), checkedForm(), (c) => postConfirmSetup(deps, c))
    .post('/account/twofactor/recoverycodes', requireUser(), checkedForm(), provenForm(deps), (c) =>
      postRecoveryCodes(deps, c),
    )
    .post('/account/twofactor/removeapp', requireUser(), checkedForm(), provenForm(deps), (c) => postRemoveApp(deps, c))
    .post('/account/twofactor/off', requireUser(), checkedForm(), (c) => postOff(deps, c))
    .get('/account/confirmidentity', requireUser(), (c) => showConfirmIdentity(deps, c, c.req.query('returnUrl'), null))
    .post('/account/confirmidentity', requireUser(), checkedForm(), (c) => postConfirmIdentity(deps, c))
}

export async function showTwoFactor(deps: Deps, c: Context<Env>, refusal: TwoFactorView['refusal']): Promise<Response> {
  const { user: account, frame, session } = c.var
  const view = {
    account,
    hasAuthenticator: Boolean((await findAuthenticator(deps.db.read, account.id))?.confirmedAt),
    passkeys: await listPasskeys(deps.db.read, account.id),
    recoveryCodesLeft: await countRecoveryCodes(deps.db.read, account.id),
    isConfirmed: isRecentlyConfirmed(session, frame.now),
    once: makeToken().token,
    refusal,
  }
  return renderPage(c, <TwoFactorPage frame={frame} view={view} />, refusal ? statusOf(c, refusal.refusal) : 200)
}

async function postSetUp(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, user, frame } = c.var
  const begun = await beginAuthenticator(deps, user, form.raw('currentPassword'), pageActor(c))
  if (!begun.ok) {
    const of = begun.error.code === 'authenticator-present' ? 'page' : 'set-up'
    return showTwoFactor(deps, c, { of, refusal: begun.error })
  }
  return renderPage(c, <SetUpPage frame={frame} setup={begun.value} refusal={null} />)
}

async function postConfirmSetup(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, user, frame, session } = c.var
  const origin = sessionOrigin(c, session?.staySignedIn ?? false)
  const confirmed = await confirmSetup(deps, user, form.text('code'), origin)
  if (!confirmed.ok) {
    const setup = confirmed.error.code === 'code-wrong' ? await findSetup(deps, user) : null
    if (!setup) return showTwoFactor(deps, c, { of: 'page', refusal: { code: 'setup-ended' } })
    return renderPage(c, <SetUpPage frame={frame} setup={setup} refusal={confirmed.error} />, 400)
  }
  if (confirmed.value) return showSwitchedOn(c, confirmed.value)
  flash(c, 'ok', frame.t(messages.appAdded))
  return seeOther(c, page)
}

async function postRemoveApp(deps: Deps, c: Context<Env>): Promise<Response> {
  const removed = await removeAuthenticator(deps, c.var.user, pageActor(c))
  if (!removed.ok) return showTwoFactor(deps, c, { of: 'page', refusal: removed.error })
  flash(c, 'ok', c.var.frame.t(messages.appRemoved))
  return seeOther(c, page)
}

/** The recovery codes in the browser's new session, whose forms have another token. */
export function showSwitchedOn(c: Context<Env>, { recoveryCodes, session }: SwitchedOn): Response {
  startBrowserSession(c, session)
  const frame = { ...c.var.frame, formToken: formTokenOf(session.token) }
  return renderPage(c, <RecoveryCodesPage frame={frame} codes={recoveryCodes} isNews />)
}

async function postRecoveryCodes(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, user, frame } = c.var
  const once = hashToken(form.text('once'))
  if (!(await deps.db.transaction((tx) => spendFormToken(tx, once, deps.now())))) return seeOther(c, page)
  const changed = await changeRecoveryCodes(deps, user, pageActor(c))
  if (!changed.ok) return showTwoFactor(deps, c, { of: 'page', refusal: changed.error })
  return renderPage(c, <RecoveryCodesPage frame={frame} codes={changed.value} isNews={false} />)
}

async function postOff(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, user, frame } = c.var
  const proof = { password: form.raw('currentPassword'), factor: factorProof(c) }
  const off = await switchOffTwoFactor(deps, user, proof, pageActor(c))
  if (!off.ok) {
    const isOfForm = off.error.code !== 'two-factor-off' && off.error.code !== 'account-locked'
    return showTwoFactor(deps, c, { of: isOfForm ? 'off' : 'page', refusal: off.error })
  }
  flash(c, 'ok', frame.t(messages.wentOff))
  return seeOther(c, page)
}

async function showConfirmIdentity(
  deps: Deps,
  c: Context<Env>,
  returnUrl: string | undefined,
  refusal: ConfirmIdentityView['refusal'],
): Promise<Response> {
  const back = localReturnUrl(returnUrl) ?? '/account'
  const ask = { action: '/account/ConfirmIdentity', fields: [['returnUrl', back]], cancelHref: '/account' } as const
  return askForProof(deps, c, { ...ask, refusal, status: 200 })
}

async function postConfirmIdentity(deps: Deps, c: Context<Env>): Promise<Response> {
  const returnUrl = c.var.form.text('returnUrl')
  const refusal = await takeProof(deps, c)
  return refusal
    ? showConfirmIdentity(deps, c, returnUrl, refusal)
    : seeOther(c, localReturnUrl(returnUrl) ?? '/account')
}
