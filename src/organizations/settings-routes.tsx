import { Hono, type Context } from 'hono'
import { identityProof, pageActor } from '../accounts/request-origin.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { errorPage, notFoundPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { seeOther } from '../http/redirect.ts'
import { requireUser } from '../http/require-user.ts'
import { accountRefusalText } from '../accounts/refusal-messages.ts'
import {
  cancelOrganizationEmail,
  changeOrganization,
  changeOrganizationEmail,
  confirmOrganizationEmail,
  findOrganizationConfirmation,
  resendOrganizationEmail,
  type OrganizationSettings,
} from './change-organization.ts'
import { ConfirmEmailPage } from './confirm-pages.tsx'
import { messages } from './messages.ts'
import type { OrganizationSection } from './settings-sections.tsx'
import { organizationOf, refuseAct, refuseForm } from './show.tsx'

/** Address, mails and rules of an organization, for its administrators. */
export function settingsRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .post('/organization/:name/changeemail', requireUser(), checkedForm(), (c) => changeEmail(deps, c))
    .post('/organization/:name/cancelchangeemail', requireUser(), checkedForm(), async (c) => {
      const cancelled = await cancelOrganizationEmail(deps, organizationOf(c), pageActor(c))
      return cancelled.ok ? done(c, c.var.frame.t(messages.changeCancelled), 'email') : refuseAct(c, cancelled.error)
    })
    .post('/organization/:name/resendconfirmation', requireUser(), checkedForm(), (c) => resend(deps, c))
    .get('/organization/:name/confirm/:token', requireUser(), (c) => showConfirm(deps, c, c.req.param('token')))
    .post('/organization/:name/confirm/:token', requireUser(), checkedForm(), (c) =>
      confirm(deps, c, c.req.param('token')),
    )
    .post('/organization/:name/subscription/change', requireUser(), checkedForm(), (c) => {
      const { form } = c.var
      const settings = { contactAllowed: form.has('contactAllowed'), notifyPush: form.has('notifyPush') }
      return change(deps, c, settings, 'notifications', '')
    })
    .post('/organization/:name/rules', requireUser(), checkedForm(), (c) => {
      const { form } = c.var
      const days = form.text('maxKeyDays')
      const maxKeyDays = days === '' ? null : /^\d{1,4}$/.test(days) ? Number(days) : Number.NaN
      return change(deps, c, { requiresTwoFactor: form.has('requiresTwoFactor'), maxKeyDays }, 'rules', days)
    })
}

function done(c: Context<Env>, text: string, section: OrganizationSection): Response {
  flash(c, 'ok', text)
  return seeOther(c, `/organization/${organizationOf(c)}?open=${section}`)
}

async function change(
  deps: Deps,
  c: Context<Env>,
  settings: Partial<OrganizationSettings>,
  section: OrganizationSection,
  typed: string,
): Promise<Response> {
  const changed = await changeOrganization(deps, organizationOf(c), settings, pageActor(c))
  if (changed.ok) return done(c, c.var.frame.t(messages.saved), section)
  return refuseForm(deps, c, { section, refusal: changed.error, typed })
}

async function changeEmail(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, user, frame } = c.var
  const email = form.text('email')
  const asked = { organization: organizationOf(c), email, proof: identityProof(c, 'currentPassword') }
  const changed = await changeOrganizationEmail(deps, user, asked, pageActor(c))
  if (!changed.ok) return refuseForm(deps, c, { section: 'email', refusal: changed.error, typed: email })
  const message = changed.value.isPending ? messages.emailChangePending : messages.emailChanged
  return done(c, frame.t(message, { email }), 'email')
}

async function resend(deps: Deps, c: Context<Env>): Promise<Response> {
  const { frame } = c.var
  const sent = await resendOrganizationEmail(deps, organizationOf(c), pageActor(c))
  if (sent.ok) return done(c, frame.t(messages.resent, sent.value), 'email')
  if (sent.error.code !== 'already-confirmed' && sent.error.code !== 'too-many-mails') return refuseAct(c, sent.error)
  flash(c, 'warn', accountRefusalText(frame.t, sent.error))
  return seeOther(c, `/organization/${organizationOf(c)}`)
}

async function showConfirm(deps: Deps, c: Context<Env>, token: string): Promise<Response> {
  const { frame } = c.var
  const found = await findOrganizationConfirmation(deps, organizationOf(c), token, pageActor(c))
  if (!found.ok) return refuseConfirmation(c, found.error, 404)
  const action = `/organization/${found.value.name}/confirm/${token}`
  return renderPage(c, <ConfirmEmailPage frame={frame} {...found.value} action={action} />)
}

async function confirm(deps: Deps, c: Context<Env>, token: string): Promise<Response> {
  const confirmed = await confirmOrganizationEmail(deps, organizationOf(c), token, pageActor(c))
  if (!confirmed.ok) return refuseConfirmation(c, confirmed.error, 400)
  flash(c, 'ok', c.var.frame.t(messages.confirmed, confirmed.value))
  return seeOther(c, `/organization/${confirmed.value.name}`)
}

function refuseConfirmation(
  c: Context<Env>,
  refusal: Exclude<Awaited<ReturnType<typeof confirmOrganizationEmail>>, { ok: true }>['error'],
  status: 400 | 404,
): Response {
  const { t } = c.var.frame
  switch (refusal.code) {
    case 'organization-unknown':
      return notFoundPage(c)
    case 'link-invalid':
      return errorPage(c, status, t(messages.linkInvalid))
    case 'already-confirmed':
      flash(c, 'info', t(messages.alreadyConfirmed))
      return seeOther(c, `/organization/${organizationOf(c)}`)
    case 'email-taken':
      return errorPage(c, 400, t(messages.confirmTaken))
    default:
      return refuseAct(c, refusal)
  }
}
