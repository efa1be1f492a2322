import { Hono, type Context } from 'hono'
import { listAccountsToActFor } from '../accounts/membership-store.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import { renderPage } from '../http/layout.tsx'
import { requireConfirmed, requireReader } from '../http/require-user.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { parseVersion } from '../nuget/version.ts'
import { listOpenRequests } from '../owners/open-requests.ts'
import { listPrefixesOwnedBy } from '../prefixes/prefix-store.ts'
import { SearchUnavailable } from '../search/search.ts'
import type { GalleryFigures } from '../statistics/figures.ts'
import { createSixWeeks } from '../statistics/package-statistics.ts'
import { DeletedPage } from './deleted-page.tsx'
import type { DeletedVersion } from './deletion.ts'
import { DetailsPage } from './details-page.tsx'
import { HomePage, type HomeProps } from './home-page.tsx'
import { packageHref } from './icon.tsx'
import { findLatest, type LatestOf } from './latest.ts'
import { LicensePage } from './license-page.tsx'
import { pictureHref } from './links.tsx'
import { findDeletedVersion, findLastDeleted } from './lifecycle-store.ts'
import { manageRoutes } from './manage-routes.tsx'
import { OwnPackagesPage } from './own-packages-page.tsx'
import type { PackageVersion } from './package.ts'
import { summarizePackages } from './package-summary.ts'
import { findPackageView } from './package-view.ts'
import { readPackageText } from './packed-file.ts'
import { parsePageSearch, toSearchRequest, type PageSearch } from './page-search.ts'
import { renderReadme } from './readme.ts'
import { createReadmes } from './readmes.ts'
import { SearchPage } from './search-page.tsx'
import { findPackage, findPackagesByLowerId } from './store.ts'
import { listPackagesOwnedByAny } from './owner-store.ts'
import { accountsOf, parseOwnFilter, sortOwn } from './own-filter.ts'
import { findUsedBy } from './used-by.ts'
import { chooseVersions, parseVersionFilter } from './version-filter.ts'
import { findVersionDownloads, type VersionLine } from './version-line-store.ts'

/** How long the home page waits for what is counted for the first time. */
const patienceMs = 250

/** Home, search, the pages about packages, and their management (gallery.md §1.2, §1.3). */
export function packageRoutes(deps: Deps, figures: GalleryFigures): Hono<Env> {
  const readReadme = createReadmes(deps, ({ id, version }, path) => pictureHref(id, version.normalized, path))
  const readSixWeeks = createSixWeeks(deps)
  const readable = requireReader(deps.config)

  async function showPackage(c: Context<Env>, id: string, version: string | undefined): Promise<Response> {
    const view = await findPackageView(deps, c.var.account, id, version)
    if (!view || view.missingVersion !== null) {
      const deleted = await findDeleted(deps.db.read, id, version)
      if (deleted) {
        const { id, fullVersion } = deleted
        const page = <DeletedPage frame={c.var.frame} id={id} version={fullVersion} hasOthers={view !== null} />
        return renderPage(c, page, 410)
      }
    }
    if (!view) return notFoundPage(c)
    const normalized = version === undefined ? null : (parseVersion(version)?.lower ?? null)
    if (version !== undefined && normalized !== null && normalized !== version && view.missingVersion === null) {
      const { search } = new URL(c.req.url)
      return c.redirect(packageHref(view.package.id, view.version.version.normalized) + search, 301)
    }
    const filter = parseVersionFilter(c.req.query())
    const chosen = chooseVersions(view.versions, filter)
    const { read } = deps.db
    const [readme, usedBy, here, downloads, sixWeeks] = await Promise.all([
      readReadme(view.version),
      findUsedBy(deps, view),
      findDependenciesHere(read, view.version),
      findVersionDownloads(read, chosen.rows.map(({ key }) => key)), // prettier-ignore
      readSixWeeks(view.package.key, nameOfVersion(view.versions)),
    ])
    const props = { view, readme, filter, usedBy, here, sixWeeks, table: { ...chosen, downloads } }
    return renderPage(c, <DetailsPage frame={c.var.frame} {...props} />, view.missingVersion === null ? 200 : 404)
  }

  async function showLatest(c: Context<Env>, of: LatestOf): Promise<Response> {
    const id = c.req.param('id') ?? ''
    const view = await findPackageView(deps, c.var.account, id, undefined)
    const latest = view && findLatest(view.versions, of)
    if (!latest && typeof of !== 'string') return notFoundPage(c)
    return showPackage(c, id, latest?.version.lower)
  }

  return new Hono<Env>()
    .get('/', readable, async (c) => renderPage(c, <HomePage frame={c.var.frame} {...await readHome(figures)} />))
    .get('/packages', readable, (c) => showSearch(deps, c, parsePageSearch(c.req.queries())))
    .get('/account/packages', requireConfirmed(), (c) => showOwnPackages(deps, c))
    .route('/', manageRoutes(deps))
    .get('/packages/:id/:version/license', readable, async (c) => {
      const view = await findPackageView(deps, c.var.account, c.req.param('id'), c.req.param('version'))
      if (!view || view.missingVersion !== null || view.isContentHidden) return notFoundPage(c)
      const text = await readPackageText(deps.blobs, view.version, view.version.files.license)
      if (text === null && view.version.metadata.license === null) return notFoundPage(c)
      const isMarkdown = /\.md$/i.test(view.version.files.license?.name ?? '')
      const html = text !== null && isMarkdown ? renderReadme(text).html : null
      return renderPage(c, <LicensePage frame={c.var.frame} view={view} text={text} html={html} />)
    })
    .get('/packages/:id/latest', readable, (c) => showLatest(c, 'stable'))
    .get('/packages/:id/latest/prerelease', readable, (c) => showLatest(c, 'any'))
    .get('/packages/:id/latest/prerelease/:suffix', readable, (c) =>
      showLatest(c, { labelStart: c.req.param('suffix') }),
    )
    .get('/packages/:id/absolutelatest', readable, (c) => showLatest(c, 'any'))
    .get('/packages/:id', readable, (c) => showPackage(c, c.req.param('id'), undefined))
    .get('/packages/:id/:version', readable, (c) => showPackage(c, c.req.param('id'), c.req.param('version')))
}

/** Names of versions by their keys; the list is gone through when the first is asked for. */
function nameOfVersion(versions: readonly VersionLine[]): (key: number) => string | undefined {
  let names: ReadonlyMap<number, string> | null = null
  return (key) => {
    names ??= new Map(versions.map((line) => [line.key, line.version.normalized]))
    return names.get(key)
  }
}

/** Which of its dependencies this gallery has, as lower-case IDs: the others are not links. */
async function findDependenciesHere(db: Db, { metadata }: PackageVersion): Promise<ReadonlySet<string>> {
  const ids = metadata.dependencyGroups.flatMap(({ dependencies }) => dependencies.map(({ id }) => toLowerId(id)))
  return new Set((await findPackagesByLowerId(db, [...new Set(ids)])).map(({ lowerId }) => lowerId))
}

/** What the home page counts and lists. On a large gallery that has just started it does not wait for all of it. */
async function readHome(figures: GalleryFigures): Promise<Omit<HomeProps, 'frame'>> {
  const [totals, recent, top] = await Promise.all([
    figures.totals.within(patienceMs),
    figures.recent.within(patienceMs),
    figures.topRecently.within(patienceMs),
  ])
  return { totals: totals?.value ?? null, recent: recent?.value ?? [], top: top?.value.packages ?? [] }
}

/** A softly deleted version at this address; for the ID alone, the one that was deleted last. Hard ones leave nothing. */
async function findDeleted(db: Db, id: string, version: string | undefined): Promise<DeletedVersion | null> {
  const pkg = await findPackage(db, toLowerId(id))
  const parsed = version === undefined ? null : parseVersion(version)
  const deleted =
    pkg &&
    (version === undefined
      ? await findLastDeleted(db, pkg.key)
      : parsed && (await findDeletedVersion(db, pkg.key, parsed.lower)))
  return deleted?.kind === 'soft' ? deleted : null
}

/** Manage Packages, for all accounts that the user acts for or for the one that the filter names. */
async function showOwnPackages(deps: Deps, c: Context<Env>): Promise<Response> {
  const { user, frame } = c.var
  const filter = parseOwnFilter(c.req.query())
  const accounts = (await listAccountsToActFor(deps.db.read, user)).map(({ account }) => account)
  const chosen = accountsOf(filter, user, accounts)
  const ids = chosen.map(({ id }) => id)
  const packages = sortOwn(await listPackagesOwnedByAny(deps.db.read, ids), filter.sort)
  const requests = await listOpenRequests(deps.db.read, user, new Set(ids))
  const prefixes = await listPrefixesOwnedBy(deps.db.read, ids)
  return renderPage(c, <OwnPackagesPage frame={frame} {...{ filter, accounts, packages, requests, prefixes }} />)
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
      <SearchPage
        frame={frame}
        search={search}
        totalHits={answer.totalHits}
        results={results}
        isCorrected={answer.isCorrected ?? false}
        problem={problem}
      />
    )
    return renderPage(c, page, problem ? 400 : 200)
  } catch (error) {
    if (!(error instanceof SearchUnavailable)) throw error
    return renderPage(
      c,
      <SearchPage frame={frame} search={search} totalHits={0} results={[]} isCorrected={false} problem="unavailable" />,
      503,
    )
  }
}
