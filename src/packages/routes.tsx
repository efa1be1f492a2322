import { Hono, type Context } from 'hono'
import type { Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { errorPage, notFoundPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { seeOther } from '../http/redirect.ts'
import { requireConfirmed, requireReader, requireUser } from '../http/require-user.ts'
import { parseVersion } from '../nuget/version.ts'
import { changeListing } from '../publish/listing.ts'
import { SearchUnavailable } from '../search/search.ts'
import { DetailsPage } from './details-page.tsx'
import { HomePage } from './home-page.tsx'
import { packageHref } from './icon.tsx'
import { LicensePage } from './license-page.tsx'
import { ManagePage } from './manage-page.tsx'
import { messages } from './messages.ts'
import { OwnPackagesPage } from './own-packages-page.tsx'
import { summarizePackages } from './package-summary.ts'
import { findPackageView, readPackageText, type PackageView } from './package-view.ts'
import { parsePageSearch, toSearchRequest, type PageSearch } from './page-search.ts'
import { createReadmeCache } from './readme.ts'
import { SearchPage } from './search-page.tsx'
import { countTotals, listPushers } from './store.ts'
import { listPackagesOwnedBy } from './owner-store.ts'
import { createTotalsCache } from './totals.ts'

/** Home, search, the pages about packages, and their management (gallery.md §1.2, §1.3). */
export function packageRoutes(deps: Deps): Hono<Env> {
  const renderReadme = createReadmeCache()
  const totals = createTotalsCache(() => countTotals(deps.db.read), deps.now)
  const readable = requireReader(deps.config)

  async function showPackage(c: Context<Env>, id: string, version: string | undefined): Promise<Response> {
    const view = await findPackageView(deps, c.var.account, id, version)
    if (!view) return notFoundPage(c)
    const normalized = version === undefined ? null : (parseVersion(version)?.lower ?? null)
    if (version !== undefined && normalized !== null && normalized !== version && view.missingVersion === null) {
      return c.redirect(packageHref(view.package.id, view.version.version.normalized), 301)
    }
    const text = await readPackageText(deps.blobs, view.version, view.version.files.readme)
    const readme = text === null ? null : renderReadme(text)
    const allVersions = c.req.query('versions') === 'all'
    const status = view.missingVersion === null ? 200 : 404
    return renderPage(
      c,
      <DetailsPage frame={c.var.frame} view={view} readme={readme} allVersions={allVersions} />,
      status,
    )
  }

  async function showManage(c: Context<Env>, view: PackageView, error: string | null): Promise<Response> {
    const pushers = await listPushers(deps.db.read, view.package.key)
    return renderPage(
      c,
      <ManagePage frame={c.var.frame} view={view} pushers={pushers} error={error} />,
      error === null ? 200 : 403,
    )
  }

  return new Hono<Env>()
    .get('/', readable, async (c) => renderPage(c, <HomePage frame={c.var.frame} totals={await totals()} />))
    .get('/stats/totals', readable, async (c) => c.json(await totals(), 200, { 'Cache-Control': 'max-age=60' }))
    .get('/packages', readable, (c) => showSearch(deps, c, parsePageSearch(c.req.queries())))
    .get('/account/packages', requireConfirmed(), async (c) => {
      const packages = await listPackagesOwnedBy(deps.db.read, c.var.user.id)
      return renderPage(c, <OwnPackagesPage frame={c.var.frame} packages={packages} />)
    })
    .get('/packages/:id/manage', requireConfirmed(), (c) => managed(c, c.req.param('id'), undefined))
    .get('/packages/:id/:version/manage', requireConfirmed(), (c) =>
      managed(c, c.req.param('id'), c.req.param('version')),
    )
    .post('/packages/:id/:version/updatelisted', requireUser(), checkedForm(), async (c) => {
      const { id } = c.req.param()
      const view = await findPackageView(deps, c.var.user, id, c.req.param('version'))
      if (!view || view.missingVersion !== null) return notFoundPage(c)
      const { t } = c.var.frame
      const isListed = c.var.form.text('listed') === 'true'
      const version = view.version.version.normalized
      const change = { id: view.package.id, versions: [version], isListed }
      const changed = await changeListing(deps, { kind: 'user', user: c.var.user }, change, toActor(c))
      if (changed.ok) {
        flash(c, 'ok', t(isListed ? messages.wasRelisted : messages.wasUnlisted, { id: changed.value.id, version }))
        return seeOther(c, `${packageHref(view.package.id)}/Manage`)
      }
      switch (changed.error.code) {
        case 'user-locked':
          return showManage(c, view, t(messages.youAreLocked))
        case 'package-locked':
          return showManage(c, view, t(messages.lockedBanner))
        case 'package-unknown':
        case 'version-unknown':
          return notFoundPage(c)
        default:
          return errorPage(c, 403, t(messages.notYours, { id: view.package.id }))
      }
    })
    .get('/packages/:id/:version/license', readable, async (c) => {
      const view = await findPackageView(deps, c.var.account, c.req.param('id'), c.req.param('version'))
      if (!view || view.missingVersion !== null) return notFoundPage(c)
      const text = await readPackageText(deps.blobs, view.version, view.version.files.license)
      if (text === null && view.version.metadata.license === null) return notFoundPage(c)
      const isMarkdown = /\.md$/i.test(view.version.files.license?.name ?? '')
      const html = text !== null && isMarkdown ? renderReadme(text).html : null
      return renderPage(c, <LicensePage frame={c.var.frame} view={view} text={text} html={html} />)
    })
    .get('/packages/:id', readable, (c) => showPackage(c, c.req.param('id'), undefined))
    .get('/packages/:id/:version', readable, (c) => showPackage(c, c.req.param('id'), c.req.param('version')))

  async function managed(c: Context<Env>, id: string, version: string | undefined): Promise<Response> {
    const view = await findPackageView(deps, c.var.user, id, version)
    if (!view) return notFoundPage(c)
    if (!view.isOwner) return errorPage(c, 403, c.var.frame.t(messages.notYours, { id: view.package.id }))
    return showManage(c, view, null)
  }
}

async function showSearch(deps: Deps, c: Context<Env>, search: PageSearch): Promise<Response> {
  const { frame } = c.var
  try {
    const answer = await deps.search.query(toSearchRequest(search))
    const results = await summarizePackages(
      deps.db.read,
      answer.hits.map((hit) => hit.packageKey),
      search,
    )
    const problem = answer.refusal ? 'refused' : null
    const page = (
      <SearchPage frame={frame} search={search} totalHits={answer.totalHits} results={results} problem={problem} />
    )
    return renderPage(c, page, problem ? 400 : 200)
  } catch (error) {
    if (!(error instanceof SearchUnavailable)) throw error
    return renderPage(
      c,
      <SearchPage frame={frame} search={search} totalHits={0} results={[]} problem="unavailable" />,
      503,
    )
  }
}

function toActor(c: Context<Env>): Actor {
  return { account: c.var.user, through: 'page', address: c.env.lode.address }
}
