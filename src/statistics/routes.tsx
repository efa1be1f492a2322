import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { toCsv } from '../csv.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import { renderPage } from '../http/layout.tsx'
import { requireReader } from '../http/require-user.ts'
import { findPackageView } from '../packages/package-view.ts'
import { maySeeStatistics, maySeeStatisticsOf } from './access.ts'
import type { GalleryFigures } from './figures.ts'
import { GalleryPage } from './gallery-page.tsx'
import { PackagePage } from './package-page.tsx'
import { createPackageStatistics, type PackageStatistics } from './package-statistics.ts'
import { dayOf, isoDay, parsePeriod, type AskedPeriod } from './period.ts'
import { columns as allColumns, parseColumns, pivot, type Column, type PivotRow } from './pivot.ts'
import { findBeginning, type Beginning } from './store.ts'
import { TopPage, type TopSpan } from './top-page.tsx'

/** What was counted: pages, the same as CSV (`?format=csv`), and JSON below `/stats/reports` (gallery.md §1.6, §13). */
export function statisticsRoutes(deps: Deps, figures: GalleryFigures): Hono<Env> {
  const readable = requireReader(deps.config)
  const ofGallery = requireStatistics()
  const readPackage = createPackageStatistics(deps)

  async function showGallery(c: Context<Env>): Promise<Response> {
    const usage = (await figures.usage.get()).value
    if (isCsv(c) && c.req.query('table') === 'clients') {
      const rows = usage.clients.map(({ name, version, downloads }) => [name, version, downloads])
      return sendCsv(deps, c, 'clients', ['client', 'clientVersion', 'downloads'], rows)
    }
    if (isCsv(c)) {
      const rows = usage.weeks.map(({ firstDay, downloads }) => [isoDay(firstDay), downloads])
      return sendCsv(deps, c, 'weeks', ['weekFrom', 'downloads'], rows)
    }
    const totals = (await figures.totals.get()).value
    const top = await figures.topRecently.get()
    return renderPage(c, <GalleryPage frame={c.var.frame} totals={totals} usage={usage} top={top} />)
  }

  async function showTop(c: Context<Env>, what: 'packages' | 'packageversions'): Promise<Response> {
    const span: TopSpan = c.req.query('period') === 'all' ? 'all' : 'six-weeks'
    const top = await (span === 'all' ? figures.topEver : figures.topRecently).get()
    if (!isCsv(c)) return renderPage(c, <TopPage frame={c.var.frame} what={what} span={span} top={top} />)
    const { packages, versions } = top.value
    return what === 'packages'
      ? sendCsv(
          deps,
          c,
          `packages-${span}`,
          ['package', 'downloads'],
          packages.map((row) => [row.id, row.downloads]),
        )
      : sendCsv(
          deps,
          c,
          `packageversions-${span}`,
          ['package', 'version', 'downloads'],
          versions.map((row) => [row.id, row.version, row.downloads]),
        )
  }

  async function readAsked(c: Context<Env>): Promise<Asked | null> {
    const view = await findPackageView(deps, c.var.account, c.req.param('id') ?? '', c.req.param('version'))
    if (!view || view.missingVersion !== null || view.isContentHidden) return null
    if (!maySeeStatisticsOf(deps.config, c.var.account, view)) return null
    const { package: pkg, versions } = view
    const isOne = c.req.param('version') !== undefined
    const names = new Map(versions.map(({ key, version }) => [key, version.normalized]))
    if (isOne) names.set(view.version.key, view.version.version.normalized)
    const counted = { packageKey: pkg.key, versionKey: isOne ? view.version.key : null }
    const beginning = await findBeginning(deps.db.read, counted)
    const asked = parsePeriod(c.req.query(), deps.now(), beginning.firstDay)
    const { value: statistics, madeAt } = await readPackage(counted, asked.period, (key) => names.get(key))
    const offered = isOne ? allColumns.filter((column) => column !== 'version') : allColumns
    const wanted = (c.req.queries('by') ?? []).filter((name) => !isOne || name !== 'version')
    const columns = parseColumns(wanted, isOne ? ['client', 'client-version'] : ['version'])
    return {
      id: pkg.id,
      version: isOne ? view.version.version.normalized : null,
      asked,
      beginning,
      offered,
      columns,
      statistics,
      madeAt,
      rows: pivot(statistics.rows, columns, (key) => names.get(key)),
      allRows: pivot(statistics.rows, offered, (key) => names.get(key)),
    }
  }

  async function showPackage(c: Context<Env>): Promise<Response> {
    const asked = await readAsked(c)
    if (!asked) return notFoundPage(c)
    const { rows, columns } = asked
    if (!isCsv(c)) return renderPage(c, <PackagePage frame={c.var.frame} {...asked} />)
    const name = [asked.id, asked.version].filter(Boolean).join('-')
    const heads = [...columns.map((column) => fieldNames[column]), 'downloads']
    return sendCsv(
      deps,
      c,
      name,
      heads,
      rows.map(({ cells, downloads }) => [...cells, downloads]),
    )
  }

  async function sendReport(c: Context<Env>): Promise<Response> {
    const asked = await readAsked(c)
    if (!asked) return c.json({ error: 'There is no such package or version.' }, 404)
    const { first, last } = asked.statistics.period
    return c.json(
      {
        id: asked.id,
        version: asked.version,
        from: isoDay(first),
        to: isoDay(last),
        updatedAt: asked.madeAt.toISOString(),
        downloads: asked.statistics.total,
        rows: asked.allRows.map((row) => ({ ...toFields(asked.offered, row), downloads: row.downloads })),
      },
      200,
      { 'Cache-Control': 'max-age=60' },
    )
  }

  return new Hono<Env>()
    .get('/stats', readable, ofGallery, (c) => showGallery(c))
    .get('/stats/totals', readable, ofGallery, async (c) =>
      c.json((await figures.totals.get()).value, 200, { 'Cache-Control': 'max-age=60' }),
    )
    .get('/stats/packages', readable, ofGallery, (c) => showTop(c, 'packages'))
    .get('/stats/packageversions', readable, ofGallery, (c) => showTop(c, 'packageversions'))
    .get('/stats/packages/:id', readable, (c) => showPackage(c))
    .get('/stats/packages/:id/:version', readable, (c) => showPackage(c))
    .get('/stats/reports/packages/:id', readable, (c) => sendReport(c))
    .get('/stats/reports/packages/:id/:version', readable, (c) => sendReport(c))
}

type Asked = {
  readonly id: string
  readonly version: string | null
  readonly asked: AskedPeriod
  readonly beginning: Beginning
  readonly offered: readonly Column[]
  readonly columns: readonly Column[]
  readonly statistics: PackageStatistics
  readonly madeAt: Date
  readonly rows: readonly PivotRow[]
  /** Told apart by everything there is. */
  readonly allRows: readonly PivotRow[]
}

/** Where statistics are private, their pages are not there for others than administrators. */
function requireStatistics(): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { account, frame } = c.var
    if (!maySeeStatistics(frame.config, account)) return notFoundPage(c)
    await next()
  }
}

/** What programs call the columns. */
const fieldNames: Readonly<Record<Column, string>> = {
  version: 'version',
  client: 'client',
  'client-version': 'clientVersion',
}

function toFields(columns: readonly Column[], { cells }: PivotRow): Readonly<Record<string, string>> {
  return Object.fromEntries(columns.map((column, i) => [fieldNames[column], cells[i] ?? '']))
}

function isCsv(c: Context<Env>): boolean {
  return c.req.query('format') === 'csv'
}

function sendCsv(
  { now }: Deps,
  c: Context<Env>,
  name: string,
  heads: readonly string[],
  rows: readonly (readonly unknown[])[],
): Response {
  const file = `downloads-${name.replace(/[^\w.-]+/g, '-')}-${isoDay(dayOf(now()))}.csv`
  return c.body(toCsv(heads, rows), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${file}"`,
  })
}
