import { Hono, type Context } from 'hono'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { localReturnUrl, seeOther } from '../http/redirect.ts'
import { requireUser } from '../http/require-user.ts'
import { isConfirmed } from './account.ts'
import { confirmEmail, findConfirmation, resendConfirmation } from './confirm-email.ts'
import { ConfirmationRequiredPage, ConfirmPage, ConfirmRefusedPage, WrongUserPage } from './confirm-pages.tsx'
import { messages } from './messages.ts'
import { accountRefusalText } from './refusal-messages.ts'
import { pageActor } from './request-origin.ts'
import { withReturnUrl } from './sign-in-pages.tsx'

/** The page that stops the unconfirmed, sending the mail again, and the page behind the mailed link. */
export function confirmRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .get('/account/confirmationrequired', requireUser(), (c) => {
      const returnUrl = localReturnUrl(c.req.query('returnUrl'))
      const { user, frame } = c.var
      if (isConfirmed(user)) return seeOther(c, returnUrl ?? '/account')
      const isStillUnconfirmed = c.req.query('continue') !== undefined
      const view = { account: user, returnUrl, isStillUnconfirmed, refusal: null }
      return renderPage(c, <ConfirmationRequiredPage frame={frame} view={view} />)
    })
    .post('/account/confirmationrequired', requireUser(), checkedForm(), (c) => resend(deps, c))
    .get('/account/confirm/:name/:token', requireUser(), async (c) => {
      const { user: account, frame } = c.var
      const returnUrl = localReturnUrl(c.req.query('returnUrl'))
      const { name, token } = c.req.param()
      if (account.name.toLowerCase() !== name) {
        const signInHref = withReturnUrl('/users/account/LogOn', frame.path)
        return renderPage(
          c,
          <WrongUserPage frame={frame} account={account} otherName={name} signInHref={signInHref} />,
          403,
        )
      }
      const found = await findConfirmation(deps.db.read, account, token, deps.now())
      if (!found.ok) {
        const page = <ConfirmRefusedPage frame={frame} account={account} refusal={found.error} returnUrl={returnUrl} />
        return renderPage(c, page, found.error.code === 'already-confirmed' ? 200 : 404)
      }
      const props = { frame, account, email: found.value, token, returnUrl }
      return renderPage(c, <ConfirmPage {...props} />)
    })
    .post('/account/confirm/:name/:token', requireUser(), checkedForm(), async (c) => {
      const { user: account, frame, form } = c.var
      const returnUrl = localReturnUrl(form.text('returnUrl'))
      const confirmed = await confirmEmail(deps, account, c.req.param('token'), pageActor(c))
      if (!confirmed.ok) {
        const props = { frame, account, refusal: confirmed.error, returnUrl }
        return renderPage(c, <ConfirmRefusedPage {...props} />, 400)
      }
      flash(c, 'ok', frame.t(messages.confirmed, confirmed.value))
      return seeOther(c, returnUrl ?? '/account')
    })
}

/** From the page that stops people, or from the settings. Either way the mailed link leads back to `returnUrl`. */
async function resend(deps: Deps, c: Context<Env>): Promise<Response> {
  const { user, form, frame } = c.var
  const returnUrl = localReturnUrl(form.text('returnUrl'))
  const sent = await resendConfirmation(deps, user, returnUrl)
  const isFromSettings = form.text('from') === 'settings'
  if (sent.ok) {
    flash(c, 'ok', frame.t(messages.resent, { email: user.unconfirmedEmail ?? '' }))
  } else if (isFromSettings || sent.error.code === 'already-confirmed') {
    flash(c, 'warn', accountRefusalText(frame.t, sent.error))
  } else {
    const view = { account: user, returnUrl, isStillUnconfirmed: false, refusal: sent.error }
    return renderPage(c, <ConfirmationRequiredPage frame={frame} view={view} />, 429)
  }
  return seeOther(c, isFromSettings ? '/account?open=email' : withReturnUrl('/account/ConfirmationRequired', returnUrl))
}
