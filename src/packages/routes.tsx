import { Hono, type Context } from 'hono'
import { listAccountsToActFor } from '../accounts/membership-store.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { errorPage, notFoundPage } from '../http/error-pages.tsx'
import { renderPage } from '../http/layout.tsx'
import { requireConfirmed, requireReader } from '../http/require-user.ts'
import { parsePackageId, toLowerId } from '../nuget/package-id.ts'
import { parseVersion } from '../nuget/version.ts'
import { listOpenRequests } from '../owners/open-requests.ts'
import { listPrefixesOwnedBy } from '../prefixes/prefix-store.ts'
import { listSponsorLinks } from '../sponsors/store.ts'
import { maySeeStatisticsOf } from '../statistics/access.ts'
import type { GalleryFigures } from '../statistics/figures.ts'
import { createSixWeeks } from '../statistics/package-statistics.ts'
import { DeletedPage } from './deleted-page.tsx'
import type { DeletedVersion } from './deletion.ts'
import { DetailsPage } from './details-page.tsx'
import { messages as texts } from './find-messages.ts'
import { packageHref } from './icon.tsx'
import { findLatest, type LatestOf } from './latest.ts'
import { LicensePage } from './license-page.tsx'
import { pictureHref } from './links.tsx'
import { findDeletedVersion, findLastDeleted } from './lifecycle-store.ts'
import { manageRoutes } from './manage-routes.tsx'
import { MissingPage } from './missing-page.tsx'
import { OwnPackagesPage } from './own-packages-page.tsx'
import type { PackageVersion } from './package.ts'
import { findPackageView } from './package-view.ts'
import { readPackageText } from './packed-file.ts'
import { longestShown, renderReadme } from './readme.ts'
import { createReadmes } from './readmes.ts'
import { searchRoutes } from './search-routes.tsx'
import { findNear } from './search-view.ts'
import { findPackage, findPackagesByLowerId } from './store.ts'
import { listPackagesOwnedByAny, withLatest } from './owner-store.ts'
import { accountsOf, listOwn, parseOwnFilter } from './own-filter.ts'
import { findUsedBy } from './used-by.ts'
import { chooseVersions, parseVersionFilter } from './version-filter.ts'
import { findVersionDownloads, type VersionLine } from './version-line-store.ts'

/** Home, search, the pages about packages, and their management (gallery.md §1.2, §1.3). */
export function packageRoutes(deps: Deps, figures: GalleryFigures): Hono<Env> {
  const readmes = createReadmes(deps, ({ id, version }, path) => pictureHref(id, version.normalized, path))
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
    if (!view) return showMissing(deps, c)
    const normalized = version === undefined ? null : (parseVersion(version)?.lower ?? null)
    if (version !== undefined && normalized !== null && normalized !== version && view.missingVersion === null) {
      const { search } = new URL(c.req.url)
      return c.redirect(packageHref(view.package.id, view.version.version.normalized) + search, 301)
    }
    const filter = parseVersionFilter(c.req.query())
    const chosen = chooseVersions(view.versions, filter)
    const { read } = deps.db
    const [readme, usedBy, here, downloads, sixWeeks, sponsors] = await Promise.all([
      readmes.find(view.version),
      findUsedBy(deps, view),
      findDependenciesHere(read, view.version),
      findVersionDownloads(read, chosen.rows.map(({ key }) => key)), // prettier-ignore
      maySeeStatisticsOf(deps.config, c.var.account, view)
        ? readSixWeeks(view.package.key, nameOfVersion(view.versions))
        : null,
      listSponsorLinks(read, view.package.key),
    ])
    const props = { view, readme, filter, usedBy, here, sixWeeks, sponsors, table: { ...chosen, downloads } }
    return renderPage(c, <DetailsPage frame={c.var.frame} {...props} />, view.missingVersion === null ? 200 : 404)
  }

  async function showLatest(c: Context<Env>, of: LatestOf): Promise<Response> {
    const id = c.req.param('id') ?? ''
    const view = await findPackageView(deps, c.var.account, id, undefined)
    const latest = view && findLatest(view.versions, of)
    if (view && !latest && typeof of !== 'string') {
      const { t } = c.var.frame
      return errorPage(c, 404, t(texts.noSuchPrerelease, { id: view.package.id, label: of.labelStart }))
    }
    return showPackage(c, id, latest?.version.lower)
  }

  return new Hono<Env>()
    .route('/', searchRoutes(deps, figures))
    .get('/account/packages', requireConfirmed(), (c) => showOwnPackages(deps, c))
    .route('/', manageRoutes(deps, readmes))
    .get('/packages/:id/:version/license', readable, async (c) => {
      const view = await findPackageView(deps, c.var.account, c.req.param('id'), c.req.param('version'))
      if (!view || view.missingVersion !== null || view.isContentHidden) return notFoundPage(c)
      const text = await readPackageText(deps.blobs, view.version, view.version.files.license)
      if (text === null && view.version.metadata.license === null) return notFoundPage(c)
      const isMarkdown = /\.md$/i.test(view.version.files.license?.name ?? '')
      // Nothing of a licence is left out: one that is too long to be rendered is shown as it is.
      const html = text !== null && isMarkdown && text.length <= longestShown ? renderReadme(text).html : null
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

/** The ID in the letter case of the address: paths are matched in lower case. */
async function showMissing(deps: Deps, c: Context<Env>): Promise<Response> {
  const { frame } = c.var
  const [, , written = ''] = new URL(frame.path, frame.baseUrl).pathname.split('/')
  const id = written.includes('%') ? (c.req.param('id') ?? '') : written
  if (parsePackageId(id) === null) return notFoundPage(c)
  return renderPage(c, <MissingPage frame={frame} id={id} near={await findNear(deps, id)} />, 404)
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
