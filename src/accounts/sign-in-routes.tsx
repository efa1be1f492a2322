import { Hono, type Context } from 'hono'
import type { Deps } from '../deps.ts'
import { clearCookie, readCookie, writeCookie } from '../http/cookies.ts'
import type { Env } from '../http/env.ts'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { localReturnUrl, seeOther } from '../http/redirect.ts'
import { requireUser } from '../http/require-user.ts'
import { clearSessionCookie, readSessionToken, startBrowserSession } from '../http/session-cookie.ts'
import { createFirstAdministrator, findFirstAdministratorLink } from './first-administrator.ts'
import { messages } from './messages.ts'
import { accountRefusalText } from './refusal-messages.ts'
import type { AccountRefusal } from './refusal.ts'
import { listPasskeys } from './passkey-store.ts'
import { register } from './register.ts'
import { factorProof, sessionOrigin, statusOf } from './request-origin.ts'
import { SecondStepPage } from './second-step-pages.tsx'
import {
  FirstAdministratorGonePage,
  FirstAdministratorPage,
  RegisterPage,
  RegistrationClosedPage,
  SignInPage,
  ThanksPage,
  withReturnUrl,
} from './sign-in-pages.tsx'
import { findSecondStepAccount, signIn, signInByFactor, signOut } from './sign-in.ts'

/** Sign in, sign out, register, and the page that makes the first administrator. */
export function signInRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .get('/users/account/logon', (c) => showSignIn(c))
    .get('/users/account/logonnugetaccount', (c) => showSignIn(c))
    .get('/users/account/signin', (c) => showSignIn(c))
    .get('/users/account/signup', (c) => showRegister(deps, c))
    .get('/users/account/register', (c) => showRegister(deps, c))
    .post('/users/account/signin', checkedForm(), (c) => postSignIn(deps, c))
    .get('/users/account/secondstep', (c) => showSecondStep(deps, c, c.req.query('returnUrl'), null))
    .post('/users/account/secondstep', checkedForm(), (c) => postSecondStep(deps, c))
    .post('/users/account/register', checkedForm(), (c) => postRegister(deps, c))
    .post('/users/account/logoff', checkedForm(), async (c) => {
      const token = readSessionToken(c)
      if (token !== null) await signOut(deps, token)
      clearSessionCookie(c)
      return seeOther(c, afterSignOut(c.var.form.text('returnUrl')))
    })
    .get('/account/thanks', requireUser(), (c) =>
      renderPage(c, <ThanksPage frame={c.var.frame} name={c.var.user.name} />),
    )
    .get('/account/firstadministrator/:token', async (c) => {
      const { frame } = c.var
      const token = c.req.param('token')
      if (!(await findFirstAdministratorLink(deps.db.read, token, deps.now()))) {
        return renderPage(c, <FirstAdministratorGonePage frame={frame} />, 404)
      }
      const view = { name: '', email: '', refusals: [] }
      return renderPage(c, <FirstAdministratorPage frame={frame} token={token} view={view} />)
    })
    .post('/account/firstadministrator/:token', checkedForm(), (c) =>
      postFirstAdministrator(deps, c, c.req.param('token')),
    )
}

function showSignIn(c: Context<Env>): Response {
  const returnUrl = localReturnUrl(c.req.query('returnUrl'))
  if (c.var.account) return seeOther(c, returnUrl ?? '/')
  const view = { identifier: '', staySignedIn: false, returnUrl, refusal: null }
  return renderPage(c, <SignInPage frame={c.var.frame} view={view} />)
}

async function postSignIn(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, frame } = c.var
  const returnUrl = localReturnUrl(form.text('returnUrl'))
  const staySignedIn = form.has('stay')
  const identifier = form.text('identifier')
  const signedIn = await signIn(deps, { identifier, password: form.raw('password') }, sessionOrigin(c, staySignedIn))
  if (!signedIn.ok) {
    const view = { identifier, staySignedIn, returnUrl, refusal: signedIn.error }
    return renderPage(c, <SignInPage frame={frame} view={view} />, statusOf(c, signedIn.error))
  }
  if (signedIn.value.kind === 'second-step') {
    writeCookie(c, 'second_step', signedIn.value.token, signedIn.value.expiresAt)
    return seeOther(c, withReturnUrl('/users/account/SecondStep', returnUrl))
  }
  startBrowserSession(c, signedIn.value)
  return seeOther(c, returnUrl ?? '/')
}

async function showSecondStep(
  deps: Deps,
  c: Context<Env>,
  returnText: string | undefined,
  refusal: AccountRefusal | null,
): Promise<Response> {
  const returnUrl = localReturnUrl(returnText)
  const step = await findSecondStepAccount(deps, readCookie(c, 'second_step'))
  if (!step) return seeOther(c, withReturnUrl('/users/account/LogOn', returnUrl))
  const hasPasskey = (await listPasskeys(deps.db.read, step.account.id)).length > 0
  const view = { name: step.account.name, returnUrl, hasPasskey, refusal }
  c.header('Cache-Control', 'no-store')
  return renderPage(c, <SecondStepPage frame={c.var.frame} view={view} />, refusal ? statusOf(c, refusal) : 200)
}

async function postSecondStep(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, frame } = c.var
  const returnUrl = localReturnUrl(form.text('returnUrl'))
  const given = { token: readCookie(c, 'second_step'), proof: factorProof(c) }
  const signedIn = await signInByFactor(deps, given, sessionOrigin(c, false))
  if (!signedIn.ok && signedIn.error.code !== 'second-step-ended') {
    return showSecondStep(deps, c, form.text('returnUrl'), signedIn.error)
  }
  clearCookie(c, 'second_step')
  if (!signedIn.ok) {
    flash(c, 'warn', accountRefusalText(frame.t, signedIn.error))
    return seeOther(c, withReturnUrl('/users/account/LogOn', returnUrl))
  }
  startBrowserSession(c, signedIn.value)
  return seeOther(c, returnUrl ?? '/')
}

function showRegister(deps: Deps, c: Context<Env>): Response {
  const returnUrl = localReturnUrl(c.req.query('returnUrl'))
  if (c.var.account) return seeOther(c, returnUrl ?? '/')
  if (deps.config.registration === 'closed') return renderPage(c, <RegistrationClosedPage frame={c.var.frame} />, 403)
  const view = { name: '', email: '', returnUrl, refusals: [] }
  return renderPage(c, <RegisterPage frame={c.var.frame} view={view} />)
}

async function postRegister(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, frame } = c.var
  if (deps.config.registration === 'closed') return renderPage(c, <RegistrationClosedPage frame={frame} />, 403)
  const returnUrl = localReturnUrl(form.text('returnUrl'))
  const [name, email] = [form.text('name'), form.text('email')]
  const fields = { name, email, password: form.raw('password'), language: frame.language, returnUrl }
  const registered = await register(deps, fields, sessionOrigin(c, false))
  if (!registered.ok) {
    const view = { name, email, returnUrl, refusals: registered.error }
    return renderPage(c, <RegisterPage frame={frame} view={view} />, 400)
  }
  const { account } = registered.value
  startBrowserSession(c, registered.value)
  if (account.email === null) flash(c, 'info', frame.t(messages.welcomeBanner, { email }))
  else flash(c, 'ok', frame.t(messages.welcomeReady))
  return seeOther(c, returnUrl ?? '/account/Thanks')
}

async function postFirstAdministrator(deps: Deps, c: Context<Env>, token: string): Promise<Response> {
  const { form, frame } = c.var
  const [name, email] = [form.text('name'), form.text('email')]
  const fields = { name, email, password: form.raw('password'), language: frame.language }
  const created = await createFirstAdministrator(deps, token, fields, sessionOrigin(c, false))
  if (!created.ok) {
    const { error: refusals } = created
    if (refusals.some(({ code }) => code === 'link-invalid')) {
      return renderPage(c, <FirstAdministratorGonePage frame={frame} />, 404)
    }
    return renderPage(c, <FirstAdministratorPage frame={frame} token={token} view={{ name, email, refusals }} />, 400)
  }
  startBrowserSession(c, created.value)
  flash(c, 'ok', frame.t(messages.firstAdminDone))
  return seeOther(c, '/')
}

/** Back to the page that was left, unless only somebody signed in can see it. */
export function afterSignOut(returnUrl: string): string {
  const path = localReturnUrl(returnUrl) ?? '/'
  const isPersonal = /^\/(account|admin|organization)(\/|\?|#|$)/i.test(path)
  return isPersonal || /\/manage(\/|\?|#|$)/i.test(path) ? '/' : path
}
