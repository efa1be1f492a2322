import { Hono, type Context } from 'hono'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { tooManyPage } from '../http/rate-limits.ts'
import { takeRate } from '../limits/take.ts'
import { seeOther } from '../http/redirect.ts'
import { setDeviceCookie } from '../http/session-cookie.ts'
import { findResetLink, resetPassword } from './change-password.ts'
import { messages } from './messages.ts'
import {
  ForgotPasswordPage,
  PasswordChangedPage,
  PasswordSentPage,
  ResetLinkGonePage,
  ResetPasswordPage,
} from './password-pages.tsx'
import { accountRefusalText } from './refusal-messages.ts'
import { tryFrom } from './request-origin.ts'
import { requestPasswordReset, resetPath } from './reset-password-link.ts'
import { hashToken } from './token.ts'

/** Asking for a mail takes at least this long, so that the time does not tell whether one was written. */
const forgotAnswerMs = 250

/** Forgotten passwords: asking for a link, and the page behind it. */
export function passwordRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .get('/account/forgotpassword', (c) => renderPage(c, <ForgotPasswordPage frame={c.var.frame} error={null} />))
    .post('/account/forgotpassword', checkedForm(), async (c) => {
      const identifier = c.var.form.text('identifier')
      if (identifier === '') {
        const error = c.var.frame.t(messages.identifierMissing)
        return renderPage(c, <ForgotPasswordPage frame={c.var.frame} error={error} />, 400)
      }
      // Of the name as typed, whoever has it: that tells nothing, and one address cannot fill the mailbox of another.
      const limited = await takeRate(deps, 'reset', `name:${hashToken(identifier.toLowerCase())}`)
      if (limited) return tooManyPage(c, limited)
      const wait = new Promise((resolve) => setTimeout(resolve, forgotAnswerMs))
      await Promise.all([requestPasswordReset(deps, identifier, { address: c.env.lode.address }), wait])
      return seeOther(c, '/account/PasswordSent')
    })
    .get('/account/passwordsent', (c) => renderPage(c, <PasswordSentPage frame={c.var.frame} />))
    .get('/account/passwordchanged', (c) => renderPage(c, <PasswordChangedPage frame={c.var.frame} />))
    .get('/account/forgotpassword/:name/:token', (c) => showReset(deps, c, c.req.param()))
    .get('/account/setpassword/:name/:token', (c) => showReset(deps, c, c.req.param()))
    .post('/account/forgotpassword/:name/:token', checkedForm(), (c) => postReset(deps, c, c.req.param()))
}

type Link = { readonly name: string; readonly token: string }

async function showReset(deps: Deps, c: Context<Env>, link: Link, error: string | null = null): Promise<Response> {
  const { frame } = c.var
  const found = await findResetLink(deps.db.read, link, deps.now())
  if (!found) return renderPage(c, <ResetLinkGonePage frame={frame} />, 404)
  const { account } = found
  const action = resetPath(account, link.token)
  const page = <ResetPasswordPage frame={frame} account={account} action={action} error={error} />
  return renderPage(c, page, error === null ? 200 : 400)
}

async function postReset(deps: Deps, c: Context<Env>, link: Link): Promise<Response> {
  const set = await resetPassword(deps, link, c.var.form.raw('password'), tryFrom(c))
  if (set.ok) {
    setDeviceCookie(c, set.value.device)
    return seeOther(c, '/account/PasswordChanged')
  }
  return showReset(deps, c, link, accountRefusalText(c.var.frame.t, set.error))
}
