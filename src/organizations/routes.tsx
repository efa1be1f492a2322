import { Hono, type Context } from 'hono'
import { requireProof } from '../accounts/confirm-identity.ts'
import { isRecentlyConfirmed } from '../accounts/confirmation.ts'
import { identityProof, pageActor } from '../accounts/request-origin.ts'
import { planRemoval } from '../accounts/remove-account.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { readId } from '../http/read-id.ts'
import { seeOther } from '../http/redirect.ts'
import { requireConfirmed, requireUser } from '../http/require-user.ts'
import { AddPage, type AddView } from './add-page.tsx'
import { AskPage, DeletePage } from './confirm-pages.tsx'
import { createOrganization } from './create-organization.ts'
import { deleteOrganization, mayDeleteRegardless } from './delete-organization.ts'
import { memberRoutes } from './member-routes.tsx'
import { messages } from './messages.ts'
import { viewOrganization, viewOrganizations } from './organization-view.ts'
import { OrganizationsPage } from './organizations-page.tsx'
import type { OrganizationRefusal } from './refusal.ts'
import { revokeOrganizationKey } from './revoke-key.ts'
import { settingsRoutes } from './settings-routes.tsx'
import { organizationOf, refuseAct, showOrganization } from './show.tsx'
import { transformRoutes } from './transform-routes.tsx'

/** Organizations (gallery.md §1.5 and §6): the list, the page of each, and everything that is done there. */
export function organizationRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .get('/account/organizations', requireUser(), async (c) => {
      const view = await viewOrganizations(deps.db.read, c.var.user)
      return renderPage(c, <OrganizationsPage frame={c.var.frame} view={view} />)
    })
    .get('/organization/add', (c) => seeOther(c, '/account/organizations/add'))
    .get('/account/organizations/add', requireConfirmed(), (c) => showAdd(c, { name: '', email: '', refusals: [] }))
    .post('/account/organizations/add', requireConfirmed(), checkedForm(), (c) => add(deps, c))
    .get('/organization/:name', requireUser(), (c) => showOrganization(deps, c))
    .get('/organization/:name/manageorganization', requireUser(), (c) => showOrganization(deps, c))
    .get('/organization/:name/keys/:key/revoke', requireUser(), (c) => askRevocation(deps, c))
    .post('/organization/:name/keys/:key/revoke', requireUser(), checkedForm(), (c) => revoke(deps, c))
    .get('/organization/:name/deleterequest', requireUser(), (c) => showDelete(deps, c, null))
    .post('/organization/:name/deleterequest', requireUser(), checkedForm(), (c) => postDelete(deps, c))
    .route('/', memberRoutes(deps))
    .route('/', settingsRoutes(deps))
    .route('/', transformRoutes(deps))
}

function showAdd(c: Context<Env>, view: AddView): Response | Promise<Response> {
  return renderPage(c, <AddPage frame={c.var.frame} view={view} />, view.refusals.length > 0 ? 400 : 200)
}

async function add(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, user, frame } = c.var
  const [name, email] = [form.text('name'), form.text('email')]
  const made = await createOrganization(deps, { name, email, administrator: user.name }, pageActor(c))
  if (!made.ok) return showAdd(c, { name, email, refusals: made.error })
  const message = made.value.email === null ? messages.createdPending : messages.created
  flash(c, 'ok', frame.t(message, { name: made.value.name, email }))
  return seeOther(c, `/organization/${made.value.name}`)
}

function keyIdOf(c: Context<Env>): number {
  return readId(c.req.param('key'))
}

async function askRevocation(deps: Deps, c: Context<Env>): Promise<Response> {
  const { frame, user } = c.var
  const { t } = frame
  const found = await viewOrganization(deps.db.read, organizationOf(c), user, frame.now)
  const listed = found.ok ? found.value.keys?.find(({ key }) => key.id === keyIdOf(c)) : undefined
  if (!found.ok || !listed) return notFoundPage(c)
  const { name } = found.value.organization
  const values = { name: listed.key.name, member: listed.member.name }
  const page = (
    <AskPage
      frame={frame}
      title={t(messages.revokeNamed, values)}
      text={t(messages.revokeText, values)}
      button={t(messages.revoke)}
      action={`/organization/${name}/keys/${listed.key.id}/revoke`}
      backHref={`/organization/${name}#keys`}
      error={null}
    />
  )
  return renderPage(c, page)
}

async function revoke(deps: Deps, c: Context<Env>): Promise<Response> {
  const revoked = await revokeOrganizationKey(deps, organizationOf(c), keyIdOf(c), pageActor(c))
  if (!revoked.ok) return revoked.error.code === 'key-not-found' ? notFoundPage(c) : refuseAct(c, revoked.error)
  const { key, user } = revoked.value
  flash(c, 'ok', c.var.frame.t(messages.wasRevoked, { name: key.name, member: user.name }))
  return seeOther(c, `/organization/${organizationOf(c)}#keys`)
}

async function showDelete(deps: Deps, c: Context<Env>, refusal: OrganizationRefusal | null): Promise<Response> {
  const { frame, user, session } = c.var
  const found = await viewOrganization(deps.db.read, organizationOf(c), user, frame.now)
  if (!found.ok || !found.value.mayManageMembers) return notFoundPage(c)
  const { organization, members } = found.value
  const { orphans } = await planRemoval(deps.db.read, [organization])
  const view = {
    organization,
    otherMembers: members.filter((member) => member.user.id !== user.id).length,
    orphanIds: orphans.map(({ id }) => id),
    isRegardless: mayDeleteRegardless({ user }),
    isRecentlyConfirmed: isRecentlyConfirmed(session, frame.now),
    refusal,
  }
  return renderPage(c, <DeletePage frame={frame} view={view} />, refusal ? 400 : 200)
}

async function postDelete(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, user, frame } = c.var
  const confirmed = await requireProof(deps, user, identityProof(c, 'currentPassword'), pageActor(c))
  if (!confirmed.ok) return showDelete(deps, c, confirmed.error)
  const chosen = form.text('orphans')
  const orphans = chosen === 'unlist' || chosen === 'keep' ? chosen : 'refuse'
  const deleted = await deleteOrganization(deps, organizationOf(c), { orphans }, pageActor(c))
  if (!deleted.ok) {
    const isAboutUse =
      deleted.error.code === 'organization-has-members' || deleted.error.code === 'would-orphan-packages'
    return isAboutUse ? showDelete(deps, c, deleted.error) : refuseAct(c, deleted.error)
  }
  flash(c, 'ok', frame.t(messages.deleted, { name: deleted.value.name }))
  return seeOther(c, '/account/organizations')
}
