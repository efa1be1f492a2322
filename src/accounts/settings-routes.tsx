import { Hono, type Context } from 'hono'
import type { Deps } from '../deps.ts'
import { writeCookie } from '../http/cookies.ts'
import type { Env } from '../http/env.ts'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { readLanguage, readTheme } from '../http/frame.ts'
import { renderPage } from '../http/layout.tsx'
import { readId } from '../http/read-id.ts'
import { seeOther } from '../http/redirect.ts'
import { requireUser } from '../http/require-user.ts'
import { clearSessionCookie, startBrowserSession } from '../http/session-cookie.ts'
import { translator } from '../i18n/translate.ts'
import { cancelChangeEmail, changeEmail } from './change-email.ts'
import { changePassword } from './change-password.ts'
import { changeSettings } from './change-settings.ts'
import { requireProof } from './confirm-identity.ts'
import { isRecentlyConfirmed } from './confirmation.ts'
import { deleteAccount } from './delete-account.ts'
import { DeletePage } from './delete-page.tsx'
import { findLeaving } from './leaving.ts'
import { messages } from './messages.ts'
import type { AccountRefusal } from './refusal.ts'
import { planRemoval } from './remove-account.ts'
import { identityProof, pageActor, sessionOrigin } from './request-origin.ts'
import { endOtherSessions, endSession, listSessions } from './session.ts'
import { SettingsPage, settingsSections, type SettingsSection } from './settings-page.tsx'

const year = 365 * 86_400_000

/** A user's own settings, section by section, and the deletion of their account. */
export function settingsRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .get('/account', requireUser(), (c) => {
      const open = settingsSections.find((section) => section === c.req.query('open')) ?? null
      return showSettings(deps, c, open)
    })
    .post('/account/changeemail', requireUser(), checkedForm(), (c) => postEmail(deps, c))
    .post('/account/cancelchangeemail', requireUser(), checkedForm(), async (c) => {
      await cancelChangeEmail(deps, c.var.user, { address: c.env.lode.address })
      return done(c, c.var.frame.t(messages.changeCancelled), 'email')
    })
    .post('/account/subscription/change', requireUser(), checkedForm(), async (c) => {
      const { form, user, frame } = c.var
      const settings = { contactAllowed: form.has('contactAllowed'), notifyPush: form.has('notifyPush') }
      await changeSettings(deps, user, settings)
      return done(c, frame.t(messages.saved), 'notifications')
    })
    .post('/account/changepassword', requireUser(), checkedForm(), (c) => postPassword(deps, c))
    .post('/account/sessions/end', requireUser(), checkedForm(), async (c) => {
      const ended = await endSession(deps, c.var.user.id, readId(c.var.form.text('id')), pageActor(c))
      return ended ? done(c, c.var.frame.t(messages.sessionEnded), 'sessions') : seeOther(c, '/account?open=sessions')
    })
    .post('/account/sessions/endothers', requireUser(), checkedForm(), async (c) => {
      await endOtherSessions(deps, c.var.user.id, c.var.session?.id ?? null, pageActor(c))
      return done(c, c.var.frame.t(messages.othersEnded), 'sessions')
    })
    .post('/account/display', requireUser(), checkedForm(), (c) => postDisplay(deps, c))
    .get('/account/requestaccountdeletion', (c) => seeOther(c, '/account/delete'))
    .get('/account/delete', requireUser(), (c) => showDelete(deps, c, null))
    .post('/account/delete', requireUser(), checkedForm(), (c) => postDelete(deps, c))
}

function done(c: Context<Env>, text: string, section: SettingsSection): Response {
  flash(c, 'ok', text)
  return seeOther(c, `/account?open=${section}`)
}

async function showSettings(
  deps: Deps,
  c: Context<Env>,
  open: SettingsSection | null,
  refused: { refusal: AccountRefusal; typedEmail?: string } | null = null,
): Promise<Response> {
  const { user: account, session, frame } = c.var
  const view = {
    account,
    sessions: await listSessions(deps, account.id),
    currentSessionId: session?.id ?? null,
    isRecentlyConfirmed: isRecentlyConfirmed(session, frame.now),
    open,
    refusal: refused?.refusal ?? null,
    typedEmail: refused?.typedEmail ?? '',
  }
  return renderPage(c, <SettingsPage frame={frame} view={view} />, refused ? 400 : 200)
}

async function postEmail(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, user, frame } = c.var
  const email = form.text('email')
  const change = { email, proof: identityProof(c, 'currentPassword') }
  const changed = await changeEmail(deps, user, change, pageActor(c))
  if (!changed.ok) return showSettings(deps, c, 'email', { refusal: changed.error, typedEmail: email })
  const message = changed.value.isPending ? messages.emailChangePending : messages.emailChanged
  return done(c, frame.t(message, { email }), 'email')
}

async function postPassword(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, user, frame, session } = c.var
  const staySignedIn = session?.staySignedIn ?? false
  const change = { oldPassword: form.raw('currentPassword'), newPassword: form.raw('password') }
  const from = { ...sessionOrigin(c, staySignedIn), isTwoFactor: session?.isTwoFactor ?? false }
  const changed = await changePassword(deps, user, change, from)
  if (!changed.ok) return showSettings(deps, c, 'password', { refusal: changed.error })
  startBrowserSession(c, changed.value)
  return done(c, frame.t(messages.passwordChanged), 'password')
}

/** The choice counts in this browser at once, and on the account for mails and other browsers. */
async function postDisplay(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, user, frame } = c.var
  const language = readLanguage(form.text('language')) ?? frame.language
  const theme = readTheme(form.text('theme')) ?? frame.theme
  await changeSettings(deps, user, { language, theme })
  const expiresAt = new Date(deps.now().getTime() + year)
  writeCookie(c, 'language', language, expiresAt)
  writeCookie(c, 'theme', theme, expiresAt)
  return done(c, translator(language)(messages.saved), 'display')
}

async function showDelete(deps: Deps, c: Context<Env>, refusal: AccountRefusal | null): Promise<Response> {
  const { user: account, frame, session } = c.var
  const leaving = await findLeaving(deps.db.read, account)
  const { owned, orphans } = await planRemoval(deps.db.read, [account, ...leaving.ending])
  const isConfirmed = isRecentlyConfirmed(session, frame.now)
  const view = { account, leaving, owned, orphans, refusal, isRecentlyConfirmed: isConfirmed }
  return renderPage(c, <DeletePage frame={frame} view={view} />, refusal ? 400 : 200)
}

async function postDelete(deps: Deps, c: Context<Env>): Promise<Response> {
  const { user, frame } = c.var
  const confirmed = await requireProof(deps, user, identityProof(c, 'currentPassword'), pageActor(c))
  if (!confirmed.ok) return showDelete(deps, c, confirmed.error)
  const deleted = await deleteAccount(deps, user.name, { orphans: 'refuse' }, pageActor(c))
  if (!deleted.ok) return showDelete(deps, c, deleted.error)
  clearSessionCookie(c)
  flash(c, 'ok', frame.t(messages.deleted, { name: user.name }))
  return seeOther(c, '/')
}
