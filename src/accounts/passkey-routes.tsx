import { Hono, type Context } from 'hono'
import type { Deps } from '../deps.ts'
import { readCookie } from '../http/cookies.ts'
import type { Env } from '../http/env.ts'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { readId } from '../http/read-id.ts'
import { localReturnUrl, seeOther } from '../http/redirect.ts'
import { requireRecentConfirmation } from '../http/require-confirmation.ts'
import { requireUser } from '../http/require-user.ts'
import { startBrowserSession } from '../http/session-cookie.ts'
import { beginProof } from './passkey-proof.ts'
import { provenForm } from './proven-form.ts'
import { addPasskey, beginPasskey, removePasskey, renamePasskey } from './passkeys.ts'
import type { PasskeyRefusal } from './refusal.ts'
import { pageActor, passkeyBrowser, sessionOrigin } from './request-origin.ts'
import { SignInPage } from './sign-in-pages.tsx'
import { findSecondStepAccount, signInByPasskey } from './sign-in.ts'
import { messages } from './two-factor-messages.ts'
import { showSwitchedOn, showTwoFactor } from './two-factor-routes.tsx'

const page = '/account/TwoFactor'

/** Making, naming and removing passkeys, signing in with one, and what a browser asks for before it uses one (as JSON). */
export function passkeyRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .post('/users/account/passkeyoptions', checkedForm(), async (c) =>
      answerOptions(c, await beginProof(deps, null, passkeyBrowser(c))),
    )
    .post('/users/account/secondstep/passkeyoptions', checkedForm(), async (c) => {
      const step = await findSecondStepAccount(deps, readCookie(c, 'second_step'))
      return step ? answerOptions(c, await beginProof(deps, step.account, passkeyBrowser(c))) : c.body(null, 403)
    })
    .post('/account/confirmidentity/passkeyoptions', requireUser(), checkedForm(), async (c) =>
      answerOptions(c, await beginProof(deps, c.var.user, passkeyBrowser(c))),
    )
    .post('/users/account/signinbypasskey', checkedForm(), (c) => postSignIn(deps, c))
    .post('/account/passkeys/options', requireUser(), requireRecentConfirmation(), checkedForm(), async (c) =>
      answerOptions(c, await beginPasskey(deps, c.var.user, passkeyBrowser(c))),
    )
    .post('/account/passkeys', requireUser(), requireRecentConfirmation(), checkedForm(), (c) => postAdd(deps, c))
    .post('/account/passkeys/rename', requireUser(), checkedForm(), provenForm(deps), async (c) => {
      const named = { id: idOf(c), name: c.var.form.text('name') }
      const renamed = await renamePasskey(deps, c.var.user, named, pageActor(c))
      return renamed.ok
        ? done(c, c.var.frame.t(messages.passkeyRenamed, { name: renamed.value }))
        : refuse(deps, c, renamed.error)
    })
    .post('/account/passkeys/remove', requireUser(), checkedForm(), provenForm(deps), async (c) => {
      const removed = await removePasskey(deps, c.var.user, idOf(c), pageActor(c))
      return removed.ok
        ? done(c, c.var.frame.t(messages.passkeyRemoved, { name: removed.value }))
        : refuse(deps, c, removed.error)
    })
}

function answerOptions(c: Context<Env>, options: Readonly<Record<string, unknown>>): Response {
  c.header('Cache-Control', 'no-store')
  return c.body(JSON.stringify(options), 200, { 'Content-Type': 'application/json' })
}

async function postSignIn(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, frame } = c.var
  const returnUrl = localReturnUrl(form.text('returnUrl'))
  const given = { ...passkeyBrowser(c), answer: form.raw('passkey') }
  const staySignedIn = form.has('stay')
  const signedIn = await signInByPasskey(deps, given, sessionOrigin(c, staySignedIn))
  if (!signedIn.ok) {
    const view = { identifier: '', staySignedIn, returnUrl, refusal: signedIn.error }
    return renderPage(c, <SignInPage frame={frame} view={view} />, 400)
  }
  startBrowserSession(c, signedIn.value)
  return seeOther(c, returnUrl ?? '/')
}

async function postAdd(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, user, frame, session } = c.var
  const name = form.text('name')
  const given = { ...passkeyBrowser(c), answer: form.raw('passkey'), name }
  const stay = session?.staySignedIn ?? false
  const added = await addPasskey(deps, user, given, sessionOrigin(c, stay))
  if (!added.ok) return refuse(deps, c, added.error)
  return added.value ? showSwitchedOn(c, added.value) : done(c, frame.t(messages.passkeyAdded, { name }))
}

function done(c: Context<Env>, text: string): Response {
  flash(c, 'ok', text)
  return seeOther(c, page)
}

function refuse(deps: Deps, c: Context<Env>, refusal: PasskeyRefusal): Promise<Response> {
  return showTwoFactor(deps, c, { of: 'page', refusal })
}

function idOf(c: Context<Env>): number {
  return readId(c.var.form.text('id'))
}
