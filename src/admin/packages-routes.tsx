import { Hono, type Context } from 'hono'
import { isRecentlyConfirmed } from '../accounts/confirmation.ts'
import { provenForm } from '../accounts/proven-form.ts'
import { pageActor } from '../accounts/request-origin.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { errorPage, notFoundPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { seeOther } from '../http/redirect.ts'
import { requireAdmin } from '../http/require-user.ts'
import { answerRefusal, type Refusal } from '../http/refusals.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { listPackages, listRestorable } from '../packages/list-store.ts'
import { packageStates } from '../packages/package-state.ts'
import { listOwnerNames } from '../packages/owner-store.ts'
import type { Package } from '../packages/package.ts'
import { findPackage, listVersions } from '../packages/store.ts'
import { deleteVersions, restoreVersion } from '../publish/delete-versions.ts'
import { lockPackage } from '../publish/lock-package.ts'
import { ok, type Result } from '../result.ts'
import { messages as adminMessages } from './messages.ts'
import { messages } from './package-messages.ts'
import { PackageAdminPage, PackagesPage } from './packages-page.tsx'

const perPage = 50

/** `/admin/packages`: find, lock, delete and restore packages whoever owns them. */
export function packageAdminRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .get('/admin/packages', requireAdmin(), (c) => showPackages(deps, c))
    .post('/admin/packages', requireAdmin(), checkedForm(), provenForm(deps), (c) => postChosen(deps, c))
    .get('/admin/packages/:id', requireAdmin(), async (c) => {
      const pkg = await findPackage(deps.db.read, toLowerId(c.req.param('id')))
      return pkg ? showPackage(deps, c, pkg, null) : notFoundPage(c)
    })
    .post('/admin/packages/:id', requireAdmin(), checkedForm(), provenForm(deps), async (c) => {
      const pkg = await findPackage(deps.db.read, toLowerId(c.req.param('id')))
      return pkg ? postAct(deps, c, pkg) : notFoundPage(c)
    })
}

async function showPackages(deps: Deps, c: Context<Env>): Promise<Response> {
  const text = (c.req.query('q') ?? '').trim().slice(0, 128)
  const state = packageStates.find((known) => known === c.req.query('state')) ?? null
  const after = c.req.query('after') ?? null
  const found = await listPackages(deps.db.read, { text, state, after, limit: perPage + 1 })
  const shown = found.slice(0, perPage)
  const owners = await listOwnerNames(
    deps.db.read,
    shown.map(({ key }) => key),
  )
  const packages = shown.map((pkg) => ({ ...pkg, owners: owners.get(pkg.key) ?? [] }))
  const next = found.length > perPage ? (shown.at(-1)?.lowerId ?? null) : null
  const mayAct = isRecentlyConfirmed(c.var.session, c.var.frame.now)
  const view = { text, state, packages, mayAct, isFirstPage: after === null, after: next }
  return renderPage(c, <PackagesPage frame={c.var.frame} view={view} />)
}

/** What is done to several packages at once; each is an act of its own. */
async function postChosen(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, frame } = c.var
  const [act, ids] = [form.text('act'), form.all('ids').slice(0, perPage)]
  if (!['lock', 'unlock', 'owners'].includes(act)) return errorPage(c, 400)
  if (ids.length === 0) {
    flash(c, 'warn', frame.t(adminMessages.nothingChosen))
    return seeOther(c, frame.path)
  }
  if (act === 'owners')
    return seeOther(c, `/admin/ownership?${new URLSearchParams(ids.map((id) => ['id', id])).toString()}`)
  const isLocked = act === 'lock'
  let count = 0
  for (const id of ids) if ((await lockPackage(deps, { id, isLocked }, pageActor(c))).ok) count += 1
  flash(c, 'ok', frame.t(isLocked ? messages.wereLocked : messages.wereUnlocked, { count }))
  return seeOther(c, frame.path)
}

async function showPackage(deps: Deps, c: Context<Env>, pkg: Package, error: string | null): Promise<Response> {
  const { read } = deps.db
  const view = {
    package: pkg,
    owners: (await listOwnerNames(read, [pkg.key])).get(pkg.key) ?? [],
    versions: (await listVersions(read, pkg.key)).toReversed(),
    restorable: await listRestorable(read, pkg.key),
    error,
  }
  return renderPage(c, <PackageAdminPage frame={c.var.frame} view={view} />, error === null ? 200 : 400)
}

async function postAct(deps: Deps, c: Context<Env>, pkg: Package): Promise<Response> {
  const { form, frame } = c.var
  const act = form.text('act')
  if (act === 'delete' && form.all('versions').length === 0) {
    return showPackage(deps, c, pkg, frame.t(messages.nothingChosen))
  }
  const done = await runAct(deps, c, pkg, act)
  if (done === null) return errorPage(c, 400)
  if (!done.ok) {
    const answer = answerRefusal(done.error, { host: '', isPrivate: false })
    return showPackage(deps, c, pkg, answer.message)
  }
  flash(c, 'ok', done.value)
  return seeOther(c, `/admin/packages/${encodeURIComponent(pkg.id)}`)
}

/** What was done, in words; null for an act that is none. */
async function runAct(
  deps: Deps,
  c: Context<Env>,
  { id }: Package,
  act: string,
): Promise<Result<string, Refusal> | null> {
  const { form, frame } = c.var
  const actor = pageActor(c)
  if (act === 'lock' || act === 'unlock') {
    const locked = await lockPackage(deps, { id, isLocked: act === 'lock' }, actor)
    return locked.ok ? ok(frame.t(act === 'lock' ? messages.wasLocked : messages.wasUnlocked, { id })) : locked
  }
  if (act === 'delete') {
    const kind = form.text('kind') === 'hard' ? 'hard' : 'soft'
    const reason = form.text('reason').slice(0, 500) || null
    const deletion = { id, versions: form.all('versions'), kind, reason } as const
    const deleted = await deleteVersions(deps, { kind: 'administrator' }, deletion, actor)
    return deleted.ok ? ok(frame.t(messages.wereDeleted, { id, count: deleted.value.versions.length })) : deleted
  }
  if (act === 'restore') {
    const version = form.text('version')
    const restored = await restoreVersion(deps, { id, version }, actor)
    return restored.ok ? ok(frame.t(messages.wasRestored, { version })) : restored
  }
  return null
}
