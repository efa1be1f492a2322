import { Hono, type Context } from 'hono'
import { provenForm } from '../accounts/proven-form.ts'
import { pageActor } from '../accounts/request-origin.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { errorPage, notFoundPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { seeOther } from '../http/redirect.ts'
import { requireAdmin, requireConfirmed, requireUser } from '../http/require-user.ts'
import { formatNumber } from '../i18n/format.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { packageHref } from '../packages/icon.tsx'
import { listOrphans } from '../packages/owner-store.ts'
import { findPackage } from '../packages/store.ts'
import type { Result } from '../result.ts'
import { addOwner, type AddedOwner } from './add-owner.ts'
import { acceptRequest, cancelRequest, declineRequest } from './answer-request.ts'
import { messages } from './messages.ts'
import { findAnswerableRequest } from './open-requests.ts'
import type { OwnerRefusal } from './owner-rules.ts'
import { OrphansPage, OwnersPage, RemoveOwnerPage, RequestGonePage, RequestPage } from './owners-pages.tsx'
import { emptyOwnerDraft, type OwnerDraft } from './owners-section.tsx'
import { findOwnersView, type OwnersView } from './owners-view.ts'
import { ownerRefusalText } from './refusal-messages.ts'
import { removeOwner } from './remove-owner.ts'
import type { OwnershipRequest } from './request-store.ts'

/** Who owns a package: added, asked, removed, and given by administrators (gallery.md §7.9). Only POST changes anything. */
export function ownerRoutes(deps: Deps): Hono<Env> {
  /** What the signed-in user may change, or the page that says why not. */
  async function findOwn(c: Context<Env>): Promise<OwnersView | Response> {
    const pkg = await findPackage(deps.db.read, toLowerId(c.req.param('id') ?? ''))
    if (!pkg) return notFoundPage(c)
    const view = await findOwnersView(deps, c.var.user, pkg)
    return view.ok ? view.value : errorPage(c, 403, ownerRefusalText(c.var.frame.t, view.error))
  }

  async function showOwners(c: Context<Env>, draft: OwnerDraft, refusal: OwnerRefusal | null): Promise<Response> {
    const view = await findOwn(c)
    if (view instanceof Response) return view
    const { frame } = c.var
    const error = refusal && ownerRefusalText(frame.t, refusal)
    return renderPage(c, <OwnersPage frame={frame} view={view} draft={draft} error={error} />, refusal ? 400 : 200)
  }

  async function showRemoval(c: Context<Env>, refusal: OwnerRefusal | null): Promise<Response> {
    const view = await findOwn(c)
    if (view instanceof Response) return view
    const name = c.req.param('name')?.toLowerCase()
    const owner = view.owners.find((candidate) => candidate.name.toLowerCase() === name)
    if (!owner) return notFoundPage(c)
    const error = refusal && ownerRefusalText(c.var.frame.t, refusal)
    const props = { id: view.package.id, name: owner.name, isYourself: owner.id === c.var.user.id, error }
    return renderPage(c, <RemoveOwnerPage frame={c.var.frame} {...props} />, refusal ? 400 : 200)
  }

  /** Owners go back to where they came from; who lost the right in doing so, to their packages. */
  async function backToOwners(c: Context<Env>, id: string): Promise<Response> {
    const pkg = await findPackage(deps.db.read, toLowerId(id))
    const view = pkg && (await findOwnersView(deps, c.var.user, pkg))
    if (!view?.ok) return seeOther(c, '/account/Packages')
    return seeOther(c, view.value.isGift ? `${packageHref(id)}/owners` : `${packageHref(id)}/Manage#owners`)
  }

  async function answer(c: Context<Env>, act: 'accept' | 'decline'): Promise<Response> {
    const { frame, user } = c.var
    const number = Number(c.req.param('number'))
    const operation = act === 'accept' ? acceptRequest : declineRequest
    const answered = await operation(deps, user, number, pageActor(c))
    if (!answered.ok) {
      const request = await findAnswerableRequest(deps.db.read, user, number)
      if (!request) return renderPage(c, <RequestGonePage frame={frame} />, 404)
      const error = ownerRefusalText(frame.t, answered.error)
      return renderPage(c, <RequestPage frame={frame} request={request} error={error} />, 400)
    }
    const { packageId: id, account } = answered.value
    flash(c, 'ok', frame.t(act === 'accept' ? messages.wasAccepted : messages.wasDeclined, { id, name: account.name }))
    return seeOther(c, '/account/Packages')
  }

  return new Hono<Env>()
    .get('/packages/:id/owners', requireConfirmed(), (c) => showOwners(c, emptyOwnerDraft, null))
    .post('/packages/:id/owners/add', requireConfirmed(), checkedForm(), provenForm(deps), async (c) => {
      const { form, user, frame } = c.var
      const draft = {
        name: form.text('name'),
        message: form.text('message').replaceAll('\r\n', '\n'),
        handOverFrom: form.text('handOverFrom'),
      }
      const wanted = {
        id: c.req.param('id'),
        name: draft.name,
        message: draft.message || null,
        handOverFrom: draft.handOverFrom || null,
      }
      const added = await addOwner(deps, { kind: 'user', user }, wanted, pageActor(c))
      if (!added.ok) return showOwners(c, draft, added.error)
      const { id, name, words } = wordsOf(added.value)
      flash(c, 'ok', frame.t(words, { id, name }))
      return backToOwners(c, id)
    })
    .get('/packages/:id/owners/:name/remove', requireConfirmed(), (c) => showRemoval(c, null))
    .post('/packages/:id/owners/:name/remove', requireUser(), checkedForm(), provenForm(deps), async (c) => {
      const subject = { id: c.req.param('id'), name: c.req.param('name') }
      const removed = await removeOwner(deps, { kind: 'user', user: c.var.user }, subject, pageActor(c))
      if (!removed.ok) return showRemoval(c, removed.error)
      flash(c, 'ok', c.var.frame.t(messages.wasRemoved, removed.value))
      return backToOwners(c, removed.value.id)
    })
    .get('/packages/:id/owners/requests/:number{[0-9]{1,15}}', requireConfirmed(), async (c) => {
      const { frame, user } = c.var
      const request = await findAnswerableRequest(deps.db.read, user, Number(c.req.param('number')))
      if (!request) return renderPage(c, <RequestGonePage frame={frame} />, 404)
      return renderPage(c, <RequestPage frame={frame} request={request} error={null} />)
    })
    .post('/packages/:id/owners/requests/:number{[0-9]{1,15}}/accept', requireUser(), checkedForm(), (c) =>
      answer(c, 'accept'),
    )
    .post('/packages/:id/owners/requests/:number{[0-9]{1,15}}/decline', requireUser(), checkedForm(), (c) =>
      answer(c, 'decline'),
    )
    .post('/packages/:id/owners/requests/:number{[0-9]{1,15}}/cancel', requireUser(), checkedForm(), async (c) => {
      const authority = { kind: 'user', user: c.var.user } as const
      const cancelled: Result<OwnershipRequest, OwnerRefusal> = await cancelRequest(
        deps,
        authority,
        Number(c.req.param('number')),
        pageActor(c),
      )
      if (!cancelled.ok) return renderPage(c, <RequestGonePage frame={c.var.frame} />, 404)
      const { packageId: id, account } = cancelled.value
      flash(c, 'ok', c.var.frame.t(messages.wasCancelled, { id, name: account.name }))
      return backToOwners(c, id)
    })
    .get('/admin/orphans', requireAdmin(), async (c) => {
      const { frame } = c.var
      const orphans = (await listOrphans(deps.db.read)).map(({ id, downloads }) => ({
        id,
        downloads: formatNumber(frame.language, downloads),
      }))
      return renderPage(c, <OrphansPage frame={frame} orphans={orphans} />)
    })
}

function wordsOf(added: AddedOwner) {
  if (added.kind === 'added') return { ...added, words: messages.wasAdded }
  const { packageId: id, account } = added.request
  return { id, name: account.name, words: added.isNew ? messages.wasAsked : messages.wasAskedBefore }
}
