import { Hono, type Context } from 'hono'
import { provenForm } from '../accounts/proven-form.ts'
import { pageActor } from '../accounts/request-origin.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { errorPage, notFoundPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { checkedForm, type Form } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { seeOther } from '../http/redirect.ts'
import { requireConfirmed, requireUser } from '../http/require-user.ts'
import type { Message } from '../i18n/message.ts'
import { findOwnersView } from '../owners/owners-view.ts'
import type { Changed } from '../publish/change-versions.ts'
import { deleteVersions } from '../publish/delete-versions.ts'
import { changeDeprecation } from '../publish/deprecate.ts'
import { parseDeprecation } from '../publish/deprecation-request.ts'
import { changeListing } from '../publish/listing.ts'
import { fail, type Result } from '../result.ts'
import { emptyDraft, type ChangeDraft } from './change-form.tsx'
import { DeleteVersionPage, type DeleteVersionProps } from './delete-version-page.tsx'
import { packageHref } from './icon.tsx'
import { ManagePage } from './manage-page.tsx'
import { manageRefusalText, type ManageRefusal } from './manage-refusal.ts'
import { messages } from './messages.ts'
import { findPackageView, type PackageView } from './package-view.ts'
import { listPushers } from './store.ts'

/** The pages on which owners change what is published (gallery.md §7.8, §7.9). */
export function manageRoutes(deps: Deps): Hono<Env> {
  async function show(c: Context<Env>, view: PackageView, draft: ChangeDraft, error: string | null) {
    const pushers = await listPushers(deps.db.read, view.package.key)
    const found = await findOwnersView(deps, c.var.user, view.package)
    const owners = found.ok ? found.value : null
    const props = { view, pushers, draft, error, owners }
    const page = <ManagePage frame={c.var.frame} {...props} />
    return renderPage(c, page, error === null ? 200 : 400)
  }

  /** The package when the signed-in user may manage it; else the page that says so. */
  async function findOwn(c: Context<Env>, id: string, version?: string): Promise<PackageView | Response> {
    const view = await findPackageView(deps, c.var.user, id, version)
    if (!view || (version !== undefined && view.missingVersion !== null)) return notFoundPage(c)
    return view.mayManage ? view : errorPage(c, 403, c.var.frame.t(messages.notYours, { id: view.package.id }))
  }

  async function showManage(c: Context<Env>, id: string, version?: string): Promise<Response> {
    const view = await findOwn(c, id)
    if (view instanceof Response) return view
    const draft = version === undefined ? emptyDraft : { ...emptyDraft, versions: [version] }
    return show(c, view, draft, null)
  }

  return new Hono<Env>()
    .get('/packages/:id/manage', requireConfirmed(), (c) => showManage(c, c.req.param('id')))
    .get('/packages/:id/:version/manage', requireConfirmed(), (c) =>
      showManage(c, c.req.param('id'), c.req.param('version')),
    )
    .post('/packages/:id/manage', requireUser(), checkedForm(), async (c) => {
      const view = await findOwn(c, c.req.param('id'))
      if (view instanceof Response) return view
      const { id } = view.package
      const draft = readDraft(c.var.form)
      const act = c.var.form.text('act')
      const changed = await change(deps, c, id, act, draft)
      if (!changed.ok) return show(c, view, draft, manageRefusalText(c.var.frame.t, changed.error, id))
      const { versions } = changed.value
      flash(c, 'ok', c.var.frame.t(doneWords(act), { id, count: versions.length, version: versions[0] ?? '' }))
      return seeOther(c, `${packageHref(id)}/Manage`)
    })
    .get('/packages/:id/:version/delete', requireConfirmed(), async (c) => {
      const view = await findOwn(c, c.req.param('id'), c.req.param('version'))
      return view instanceof Response ? view : renderPage(c, <DeleteVersionPage {...deleteProps(c, view)} />)
    })
    .post('/packages/:id/:version/delete', requireUser(), checkedForm(), provenForm(deps), async (c) => {
      const view = await findOwn(c, c.req.param('id'), c.req.param('version'))
      if (view instanceof Response) return view
      const { t } = c.var.frame
      const props = deleteProps(c, view)
      if (c.var.form.text('confirm') !== props.version) {
        const error = { field: 'confirm', text: t(messages.deleteConfirmWrong, { version: props.version }) } as const
        return renderPage(c, <DeleteVersionPage {...props} error={error} />, 400)
      }
      const deletion = { id: props.id, versions: [props.version], kind: deps.config.ownersDeletion }
      const reason = props.reason || null
      const deleted = await deleteVersions(
        deps,
        { kind: 'user', user: c.var.user },
        { ...deletion, reason },
        pageActor(c),
      )
      if (!deleted.ok) {
        const error = { field: null, text: manageRefusalText(t, deleted.error, props.id) }
        return renderPage(c, <DeleteVersionPage {...props} error={error} />, 403)
      }
      flash(c, 'ok', t(messages.wasDeleted, { id: props.id, version: props.version }))
      return seeOther(c, view.versions.length > 1 ? `${packageHref(props.id)}/Manage` : '/account/Packages')
    })

  function deleteProps(c: Context<Env>, view: PackageView): DeleteVersionProps {
    return {
      frame: c.var.frame,
      id: view.package.id,
      version: view.version.version.normalized,
      isHard: deps.config.ownersDeletion === 'hard',
      reason: c.req.method === 'POST' ? c.var.form.text('reason').slice(0, 500) : '',
      error: null,
    }
  }
}

async function change(
  deps: Deps,
  c: Context<Env>,
  id: string,
  act: string,
  draft: ChangeDraft,
): Promise<Result<Changed, ManageRefusal>> {
  if (draft.versions.length === 0) return fail({ code: 'nothing-chosen' })
  const versions = draft.versions.includes('all') ? 'all' : draft.versions
  const authority = { kind: 'user', user: c.var.user } as const
  const actor = pageActor(c)
  if (act === 'unlist' || act === 'relist') {
    return changeListing(deps, authority, { id, versions, isListed: act === 'relist' }, actor)
  }
  if (act === 'undeprecate') {
    return changeDeprecation(deps, authority, { id, versions, deprecation: null, isListed: null }, actor)
  }
  if (draft.reasons.length === 0) return fail({ code: 'reason-missing' })
  const fields = new Map([
    ['versions', draft.versions],
    ['message', [draft.message]],
    ['alternatepackageid', [draft.alternateId]],
    ['alternatepackageversion', [draft.alternateVersion]],
    ...draft.reasons.map((name): [string, readonly string[]] => [name.toLowerCase(), ['true']]),
  ])
  const parsed = parseDeprecation(id, fields)
  return parsed.ok ? changeDeprecation(deps, authority, { ...parsed.value, versions }, actor) : parsed
}

function readDraft(form: Form): ChangeDraft {
  return {
    versions: form.all('versions'),
    reasons: form.all('reasons'),
    message: form.text('message'),
    alternateId: form.text('alternateId'),
    alternateVersion: form.text('alternateVersion'),
  }
}

function doneWords(act: string): Message {
  switch (act) {
    case 'unlist':
      return messages.wereUnlisted
    case 'relist':
      return messages.wereRelisted
    case 'undeprecate':
      return messages.wereUndeprecated
    default:
      return messages.wereDeprecated
  }
}
