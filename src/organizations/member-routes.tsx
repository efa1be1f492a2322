import { Hono, type Context } from 'hono'
import { provenForm } from '../accounts/proven-form.ts'
import { pageActor } from '../accounts/request-origin.ts'
import { findAccountByName } from '../accounts/store.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { checkedForm, type Form } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { seeOther } from '../http/redirect.ts'
import { requireConfirmed, requireUser } from '../http/require-user.ts'
import { acceptInvitation, declineInvitation } from './answer-invitation.ts'
import { changeMemberRole, leaveOrganization, removeMember } from './change-member.ts'
import { AskPage } from './confirm-pages.tsx'
import { cancelInvitation, inviteMember } from './invite-member.ts'
import { messages } from './messages.ts'
import { viewOrganization } from './organization-view.ts'
import { organizationRefusalText } from './refusal-messages.ts'
import { roleWords } from './role-words.ts'
import { readRole } from './rules.ts'
import { organizationOf, refuseAct, refuseForm } from './show.tsx'

/** Members: asked, answered, changed and removed (gallery.md §6.2). A GET only shows or leads on; every act is a POST. */
export function memberRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .post('/organization/:name/members/add', requireUser(), checkedForm(), provenForm(deps, makesAdministrator), (c) =>
      invite(deps, c),
    )
    .post(
      '/organization/:name/members/update',
      requireUser(),
      checkedForm(),
      provenForm(deps, makesAdministrator),
      (c) => update(deps, c),
    )
    .get('/organization/:name/members/delete', requireUser(), (c) => askRemoval(deps, c))
    .post('/organization/:name/members/delete', requireUser(), checkedForm(), (c) => remove(deps, c))
    .post('/organization/:name/members/cancel', requireUser(), checkedForm(), (c) => cancel(deps, c))
    .get('/organization/:name/members/:answer{confirm|reject}', toList)
    .get('/organization/:name/members/:answer{confirm|reject}/:token', toList)
    .post('/organization/:name/members/confirm', requireConfirmed(), checkedForm(), (c) => answer(deps, c, true))
    .post('/organization/:name/members/reject', requireUser(), checkedForm(), (c) => answer(deps, c, false))
}

/** An administrator can take the organization away from everybody else. */
function makesAdministrator(form: Form): boolean {
  return readRole(form.text('role')) === 'administrator'
}

/** Links of nuget.org's mails lead to where the invitation is answered. */
function toList(c: Context<Env>): Response {
  return seeOther(c, '/account/Organizations')
}

async function invite(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, user, frame } = c.var
  const name = form.text('username')
  const asked = { organization: organizationOf(c), user: name, role: readRole(form.text('role')) }
  const invited = await inviteMember(deps, asked, { ...pageActor(c), account: user })
  if (!invited.ok) return refuseForm(deps, c, { section: 'invite', refusal: invited.error, typed: name })
  flash(c, 'ok', frame.t(messages.invited, { name: invited.value.user.name }))
  return back(c, '#members')
}

async function update(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, frame } = c.var
  const role = readRole(form.text('role'))
  if (role === null) return refuseAct(c, { code: 'role-missing' })
  const change = { organization: organizationOf(c), user: form.text('username'), role }
  const changed = await changeMemberRole(deps, change, pageActor(c))
  if (!changed.ok) return refuseAct(c, changed.error)
  flash(c, 'ok', frame.t(messages.roleChanged, { name: changed.value.user.name, role: frame.t(roleWords[role]) }))
  return back(c, '#members')
}

async function askRemoval(deps: Deps, c: Context<Env>, error: string | null = null): Promise<Response> {
  const { frame, user } = c.var
  const { t } = frame
  const found = await viewOrganization(deps.db.read, organizationOf(c), user, frame.now)
  if (!found.ok) return notFoundPage(c)
  const userName = (error === null ? c.req.query('username') : c.var.form.text('username')) ?? ''
  const account = await findAccountByName(deps.db.read, userName)
  const member = found.value.members.find((one) => one.user.id === account?.id)?.user
  const isSelf = member?.id === user.id
  if (!member || !(isSelf || found.value.mayManageMembers)) return notFoundPage(c)
  const organization = found.value.organization.name
  const values = { name: member.name, organization }
  const page = (
    <AskPage
      frame={frame}
      title={t(isSelf ? messages.leaveNamed : messages.removeNamed, values)}
      text={t(isSelf ? messages.leaveText : messages.removeText, values)}
      button={t(isSelf ? messages.leave : messages.remove)}
      action={`/organization/${organization}/members/delete`}
      backHref={`/organization/${organization}`}
      error={error}
    >
      <input type="hidden" name="username" value={member.name} />
    </AskPage>
  )
  return renderPage(c, page, error === null ? 200 : 400)
}

/** Somebody who names themselves leaves, whatever their role. */
async function remove(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, user, frame } = c.var
  const organization = organizationOf(c)
  const name = form.text('username')
  const isSelf = name.toLowerCase() === user.name.toLowerCase()
  const removed = isSelf
    ? await leaveOrganization(deps, user, organization, pageActor(c))
    : await removeMember(deps, { organization, user: name }, pageActor(c))
  if (!removed.ok) {
    const { code } = removed.error
    if (code !== 'last-organization-administrator') return refuseAct(c, removed.error)
    return askRemoval(deps, c, organizationRefusalText(frame.t, removed.error))
  }
  const values = { name: removed.value.user.name, organization: removed.value.organization.name }
  if (isSelf) {
    flash(c, 'ok', frame.t(messages.left, values))
    return seeOther(c, '/account/Organizations')
  }
  flash(c, 'ok', frame.t(messages.removed, values))
  return back(c, '#members')
}

async function cancel(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, frame } = c.var
  const named = { organization: organizationOf(c), user: form.text('username') }
  const cancelled = await cancelInvitation(deps, named, pageActor(c))
  if (!cancelled.ok) return refuseAct(c, cancelled.error)
  flash(c, 'ok', frame.t(messages.invitationCancelled, { name: cancelled.value.user.name }))
  return back(c, '#members')
}

async function answer(deps: Deps, c: Context<Env>, isAccepted: boolean): Promise<Response> {
  const { user, frame } = c.var
  const act = isAccepted ? acceptInvitation : declineInvitation
  const answered = await act(deps, user, organizationOf(c), pageActor(c))
  if (!answered.ok) {
    flash(c, 'warn', organizationRefusalText(frame.t, answered.error))
    return seeOther(c, '/account/Organizations')
  }
  const { name } = answered.value.organization
  flash(c, 'ok', frame.t(isAccepted ? messages.joined : messages.declined, { name }))
  return seeOther(c, isAccepted ? `/organization/${name}` : '/account/Organizations')
}

function back(c: Context<Env>, hash: string): Response {
  return seeOther(c, `/organization/${organizationOf(c)}${hash}`)
}
