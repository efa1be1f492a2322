import { Hono, type Context } from 'hono'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { findNear } from '../finding/search-view.ts'
import type { Env } from '../http/env.ts'
import { errorPage, notFoundPage } from '../http/error-pages.tsx'
import { renderPage } from '../http/layout.tsx'
import { requireReader } from '../http/require-user.ts'
import { parsePackageId, toLowerId } from '../nuget/package-id.ts'
import { parseVersion } from '../nuget/version.ts'
import type { DeletedVersion } from '../packages/deletion.ts'
import { packageHref } from '../packages/icon.tsx'
import { findDeletedVersion, findLastDeleted } from '../packages/lifecycle-store.ts'
import { findPackageView } from '../packages/package-view.ts'
import type { PackageVersion } from '../packages/package.ts'
import { readPackageText } from '../packages/packed-file.ts'
import { findPackage, findPackagesByLowerId } from '../packages/store.ts'
import { findVersionDownloads, type VersionLine } from '../packages/version-line-store.ts'
import { longestShown, renderReadme } from '../readmes/readme.ts'
import type { Readmes } from '../readmes/readmes.ts'
import { listSponsorLinks } from '../sponsors/store.ts'
import { maySeeStatisticsOf } from '../statistics/access.ts'
import { createSixWeeks } from '../statistics/package-statistics.ts'
import { DeletedPage } from './deleted-page.tsx'
import { DetailsPage } from './details-page.tsx'
import { messages } from './messages.ts'
import { findLatest, type LatestOf } from './latest.ts'
import { LicensePage } from './license-page.tsx'
import { MissingPage } from './missing-page.tsx'
import { findUsedBy } from './used-by.ts'
import { chooseVersions, parseVersionFilter } from './version-filter.ts'

/** The pages about packages, with the addresses that stand for their latest versions (gallery.md §1.2). */
export function packageRoutes(deps: Deps, readmes: Readmes): Hono<Env> {
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
      return errorPage(c, 404, t(messages.noSuchPrerelease, { id: view.package.id, label: of.labelStart }))
    }
    return showPackage(c, id, latest?.version.lower)
  }

  return new Hono<Env>()
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
