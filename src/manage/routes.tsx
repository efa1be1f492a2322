import { Hono, type Context } from 'hono'
import { listAccountsToActFor } from '../accounts/membership-store.ts'
import { provenForm } from '../accounts/proven-form.ts'
import { pageActor } from '../accounts/request-origin.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { flash } from '../http/flash.ts'
import { checkedForm, type Form } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { seeOther } from '../http/redirect.ts'
import { requireConfirmed, requireUser } from '../http/require-user.ts'
import type { Message } from '../i18n/message.ts'
import { parseVersion } from '../nuget/version.ts'
import { listOpenRequests } from '../owners/open-requests.ts'
import { findOwnersView } from '../owners/owners-view.ts'
import { refuseOwnersDeletion } from '../packages/deletion.ts'
import type { Deprecation } from '../packages/deprecation.ts'
import { packageHref } from '../packages/icon.tsx'
import { listPackagesOwnedByAny, withLatest } from '../packages/owner-store.ts'
import type { PackageView } from '../packages/package-view.ts'
import { listPushers } from '../packages/store.ts'
import { listPrefixesOwnedBy } from '../prefixes/prefix-store.ts'
import type { ChangeRefusal } from '../publish/authority.ts'
import type { Changed } from '../publish/change-versions.ts'
import { deleteVersions } from '../publish/delete-versions.ts'
import { changeDeprecation, checkDeprecation } from '../publish/deprecate.ts'
import { parseDeprecation } from '../publish/deprecation-request.ts'
import { changeListing } from '../publish/listing.ts'
import { fail, ok, type Result } from '../result.ts'
import { listSponsorLinks } from '../sponsors/store.ts'
import { accountsOf, listOwn, parseOwnFilter } from './own-filter.ts'
import { OwnPackagesPage } from './own-packages-page.tsx'
import { emptyDraft, type ChangeDraft, type ChangeError } from './change-form.tsx'
import { ChangePage } from './change-page.tsx'
import { DeleteVersionPage, type DeleteVersionProps } from './delete-version-page.tsx'
import { findManageable } from './access.tsx'
import { messages } from './messages.ts'
import { ManagePage } from './manage-page.tsx'
import { manageRefusalField, manageRefusalText, type ManageRefusal } from './refusal.ts'
import {
  chooseVersions,
  foresee,
  isWorthAsking,
  versionActs,
  type Consequences,
  type VersionAct,
  type Which,
} from './version-choice.ts'

/** The pages on which owners change what is published (gallery.md §7.8, §7.9). */
export function manageRoutes(deps: Deps): Hono<Env> {
  async function show(
    c: Context<Env>,
    view: PackageView,
    draft: ChangeDraft,
    error: ChangeError | null,
  ): Promise<Response> {
    const { user, frame } = c.var
    const found = await findOwnersView(deps, user, view.package)
    const props = {
      ...{ frame, view, draft, error },
      pushers: await listPushers(deps.db.read, view.package.key),
      owners: found.ok ? found.value : null,
      sponsorLinks: await listSponsorLinks(deps.db.read, view.package.key),
      isAdministrator: user.isAdmin,
      showsAllRows: c.req.query('rows') === 'all',
    }
    return renderPage(c, <ManagePage {...props} />, error === null ? 200 : 400)
  }

  async function showManage(c: Context<Env>, id: string, version?: string): Promise<Response> {
    const view = await findManageable(deps, c, id, version)
    if (view instanceof Response) return view
    const ticked = version === undefined ? null : parseVersion(version)
    const draft = ticked === null ? emptyDraft : { ...emptyDraft, versions: [ticked.normalized] }
    // What the page shows of the package is about its latest version, whichever is ticked.
    const whole = version === undefined ? view : await findManageable(deps, c, id)
    return whole instanceof Response ? whole : show(c, whole, draft, null)
  }

  /** Changes the versions at once, or asks first where there is more to it than one version. */
  async function change(c: Context<Env>, view: PackageView): Promise<Response> {
    const { form, frame } = c.var
    const { id } = view.package
    const draft = readDraft(form)
    const refuse = (refusal: ManageRefusal) => {
      const error = { field: manageRefusalField(refusal), text: manageRefusalText(frame.t, refusal, id) }
      return show(c, view, draft, error)
    }
    const act = versionActs.find((name) => name === form.text('act'))
    if (act === undefined) return show(c, view, draft, null) // "Back", for one
    const barred = refuseBeforehand(c, view)
    if (barred) return refuse(barred)
    const chosen = chooseVersions(draft, id, view.versions)
    if (!chosen.ok) return refuse(chosen.error)
    const deprecation = await readDeprecation(act, view, draft)
    if (!deprecation.ok) return refuse(deprecation.error)

    const consequences = foresee(act, chosen.value, view.versions)
    const { changing } = consequences
    const isConfirmed = form.text('confirmed') === String(changing.length) // as many as were shown
    if (!isConfirmed && isWorthAsking(act, consequences)) {
      const props = { frame, id, act, draft, consequences, deprecation: deprecation.value }
      return renderPage(c, <ChangePage {...props} />)
    }
    const versions = chosen.value.map(({ version }) => version.normalized)
    const changed = await apply(deps, c, act, { id, versions, deprecation: deprecation.value })
    if (!changed.ok) return refuse(changed.error)
    sayDone(c, act, id, consequences)
    return seeOther(c, `${packageHref(id)}/Manage`)
  }

  /** What the versions would say, by this form and what is in the gallery now; null but for `deprecate`. */
  async function readDeprecation(
    act: VersionAct,
    view: PackageView,
    draft: ChangeDraft,
  ): Promise<Result<Deprecation | null, ManageRefusal>> {
    if (act !== 'deprecate') return ok(null)
    const chosen = chooseVersions(draft, view.package.id, view.versions)
    if (!chosen.ok) return chosen
    const given = parseDraftDeprecation(view.package.id, draft)
    if (!given.ok) return given
    const lowerVersions = chosen.value.map(({ version }) => version.lower)
    return checkDeprecation(deps.db.read, given.value, { lowerId: view.package.lowerId, lowerVersions })
  }

  return new Hono<Env>()
    .get('/account/packages', requireConfirmed(), (c) => showOwnPackages(deps, c))
    .get('/packages/:id/manage', requireConfirmed(), (c) => showManage(c, c.req.param('id')))
    .get('/packages/:id/:version/manage', requireConfirmed(), (c) =>
      showManage(c, c.req.param('id'), c.req.param('version')),
    )
    .post('/packages/:id/manage', requireUser(), checkedForm(), async (c) => {
      const view = await findManageable(deps, c, c.req.param('id'))
      return view instanceof Response ? view : change(c, view)
    })
    .get('/packages/:id/:version/delete', requireConfirmed(), async (c) => {
      const view = await findManageable(deps, c, c.req.param('id'), c.req.param('version'))
      return view instanceof Response ? view : renderPage(c, <DeleteVersionPage {...deleteProps(c, view)} />)
    })
    .post('/packages/:id/:version/delete', requireUser(), checkedForm(), provenForm(deps), async (c) => {
      const view = await findManageable(deps, c, c.req.param('id'), c.req.param('version'))
      if (view instanceof Response) return view
      const { t } = c.var.frame
      const props = deleteProps(c, view)
      if (c.var.form.text('confirm') !== props.version) {
        const error = {
          field: 'confirm',
          text: t(messages.deleteConfirmWrong, { version: props.version }),
        } as const
        return renderPage(c, <DeleteVersionPage {...props} error={error} />, 400)
      }
      const deletion = { id: props.id, versions: [props.version], kind: deps.config.ownersDeletion }
      const reason = props.reason || null
      const authority = { kind: 'user', user: c.var.user } as const
      const deleted = await deleteVersions(deps, authority, { ...deletion, reason }, pageActor(c))
      if (!deleted.ok) {
        const error = { field: null, text: manageRefusalText(t, deleted.error, props.id) }
        return renderPage(c, <DeleteVersionPage {...props} error={error} />, 403)
      }
      flash(c, 'ok', t(messages.wasDeleted, { id: props.id, version: props.version }))
      return seeOther(c, view.versions.length > 1 ? `${packageHref(props.id)}/Manage` : '/account/Packages')
    })

  function deleteProps(c: Context<Env>, view: PackageView): DeleteVersionProps {
    const { frame, user } = c.var
    const { version, publishedAt, readmeWrittenAt } = view.version
    const subject = { version: version.normalized, publishedAt }
    const refusal = user.isAdmin ? null : refuseOwnersDeletion(deps.config.ownersDelete, subject, frame.now)
    return {
      frame,
      id: view.package.id,
      version: version.normalized,
      isHard: deps.config.ownersDeletion === 'hard',
      hasWrittenReadme: readmeWrittenAt !== null,
      barredBy: refusal && manageRefusalText(frame.t, refusal, view.package.id),
      reason: c.req.method === 'POST' ? c.var.form.text('reason').slice(0, 500) : '',
      error: null,
    }
  }
}

/** What would be refused anyway is not asked about first. The transaction asks about everything again. */
function refuseBeforehand(c: Context<Env>, view: PackageView): ManageRefusal | null {
  const { user } = c.var
  if (user.lockedAt) return { code: 'user-locked', user: user.name }
  if (view.package.lockedAt && !user.isAdmin) return { code: 'package-locked', id: view.package.id }
  return null
}

type ChosenChange = {
  readonly id: string
  readonly versions: readonly string[]
  readonly deprecation: Deprecation | null
}

async function apply(
  deps: Deps,
  c: Context<Env>,
  act: VersionAct,
  { id, versions, deprecation }: ChosenChange,
): Promise<Result<Changed, ManageRefusal | ChangeRefusal>> {
  const authority = { kind: 'user', user: c.var.user } as const
  const actor = pageActor(c)
  if (act === 'unlist' || act === 'relist') {
    return changeListing(deps, authority, { id, versions, isListed: act === 'relist' }, actor)
  }
  return changeDeprecation(deps, authority, { id, versions, deprecation, isListed: null }, actor)
}

/** By the fields of the publish API, which has the same rules. */
function parseDraftDeprecation(id: string, draft: ChangeDraft): Result<Deprecation, ManageRefusal> {
  if (draft.reasons.length === 0) return fail({ code: 'reason-missing' })
  const fields = new Map([
    ['versions', ['*']],
    ['message', [draft.message]],
    ['alternatepackageid', [draft.alternateId]],
    ['alternatepackageversion', [draft.alternateVersion]],
    ...draft.reasons.map((name): [string, readonly string[]] => [name.toLowerCase(), ['true']]),
  ])
  const parsed = parseDeprecation(id, fields)
  if (!parsed.ok) return parsed
  return parsed.value.deprecation ? ok(parsed.value.deprecation) : fail({ code: 'reason-missing' })
}

const whichOnes: readonly Which[] = ['ticked', 'all', 'prereleases', 'range']

function readDraft(form: Form): ChangeDraft {
  const versions = form.all('versions')
  const which = whichOnes.find((name) => name === form.text('which')) ?? 'ticked'
  return {
    which,
    versions,
    from: form.text('from'),
    to: form.text('to'),
    reasons: form.all('reasons'),
    message: form.text('message'),
    alternateId: form.text('alternateId'),
    alternateVersion: form.text('alternateVersion'),
  }
}

const doneWords: Readonly<Record<VersionAct, Message>> = {
  unlist: messages.wereUnlisted,
  relist: messages.wereRelisted,
  deprecate: messages.wereDeprecated,
  undeprecate: messages.wereUndeprecated,
}

/** What was done, and what search shows where that is another version now. */
function sayDone(c: Context<Env>, act: VersionAct, id: string, { changing, before, after }: Consequences): void {
  const { t } = c.var.frame
  const [first] = changing
  if (!first) return flash(c, 'info', t(messages.nothingToChange))
  const done = t(doneWords[act], { id, count: changing.length, version: first.version.normalized })
  const moved = after !== null && after !== before ? ` ${t(messages.latestIsNow, { latest: after })}` : ''
  flash(c, 'ok', done + moved)
}

/** Manage Packages, for all accounts that the user acts for or for the one that the filter names. */
async function showOwnPackages(deps: Deps, c: Context<Env>): Promise<Response> {
  const { user, frame } = c.var
  const filter = parseOwnFilter(c.req.query())
  const accounts = (await listAccountsToActFor(deps.db.read, user)).map(({ account }) => account)
  const chosen = accountsOf(filter, user, accounts)
  const ids = chosen.map(({ id }) => id)
  const packages = await listPackagesOwnedByAny(deps.db.read, ids)
  const requests = await listOpenRequests(deps.db.read, user, new Set(ids))
  const prefixes = await listPrefixesOwnedBy(deps.db.read, ids)
  const { published, unlisted } = listOwn(packages, filter)
  const props = {
    ...{ filter, accounts, requests, prefixes, total: packages.length },
    published: { ...published, shown: await withLatest(deps.db.read, published.shown) },
    unlisted: { ...unlisted, shown: await withLatest(deps.db.read, unlisted.shown) },
  }
  return renderPage(c, <OwnPackagesPage frame={frame} {...props} />)
}
