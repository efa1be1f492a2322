import { Hono, type Context } from 'hono'
import { etag } from 'hono/etag'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { requireReader } from '../http/require-user.ts'
import { atomType, mostEntries, renderAtomFeed } from './atom-feed.ts'
import { renderBadge, shortNumber, type Badge } from './badge.ts'
import { findPackageView, hasFeed } from './package-view.ts'
import { findVersionsByKey } from './store.ts'

/** Pictures are asked for by every reader of somebody's README: they may be this old. */
const badgeSeconds = 300

/**
 * What other programs show of a package (gallery.md §7.13): the same for every reader. On a public gallery they need no
 * session, so mount them before `pageContext` there: whoever shows a badge gets no cookie.
 */
export function surfaceRoutes(deps: Deps): Hono<Env> {
  const { config } = deps
  const readable = requireReader(config)

  async function sendFeed(c: Context<Env>, id: string): Promise<Response> {
    const view = await findPackageView(deps, null, id, undefined) // as strangers see it, whoever asks
    if (!view || !hasFeed(view)) return noFeed(c)
    const prerelease = c.req.query('prerel')?.toLowerCase() !== 'false'
    const lines = view.versions.filter(({ version }) => prerelease || !version.isPrerelease).slice(0, mostEntries)
    const found = await findVersionsByKey(
      deps.db.read,
      lines.map(({ key }) => key),
    )
    const byKey = new Map(found.map((version) => [version.key, version]))
    const versions = lines.flatMap(({ key }) => byKey.get(key) ?? [])
    if (versions.length === 0) return noFeed(c)
    const site = { baseUrl: c.env.lode.baseUrl, brand: config.brand }
    const owners = view.owners.map(({ name }) => name)
    const feed = renderAtomFeed({ package: view.package, versions, owners, site, prerelease })
    return c.body(feed, 200, {
      'Content-Type': atomType,
      'Cache-Control': `${config.reads}, no-cache`,
      ...plainHeaders,
    })
  }

  async function findBadge(c: Context<Env>, id: string): Promise<Badge | null> {
    const view = await findPackageView(deps, null, id, undefined)
    if (!view || view.versions.length === 0) return null
    if (c.req.query('show')?.toLowerCase() === 'downloads') {
      return { label: 'downloads', value: shortNumber(view.package.downloads), tone: 'gold' }
    }
    const prerelease = c.req.query('prerel')?.toLowerCase() === 'true'
    const { version } = view.versions.find((line) => prerelease || !line.version.isPrerelease) ?? view.versions[0] ?? {}
    if (!version) return null
    return { label: config.brand, value: `v${version.normalized}`, tone: version.isPrerelease ? 'quiet' : 'gold' }
  }

  async function sendBadge(c: Context<Env>, id: string): Promise<Response> {
    const badge = await findBadge(c, id)
    // Pictures that are not there say so themselves: a browser would show a broken one.
    const svg = renderBadge(badge ?? { label: config.brand, value: 'not found', tone: 'quiet' })
    return c.body(svg, badge ? 200 : 404, {
      'Content-Type': 'image/svg+xml',
      'Cache-Control': `${config.reads}, max-age=${badgeSeconds}`,
      ...plainHeaders,
    })
  }

  return new Hono<Env>()
    .get('/packages/:id/atom.xml', readable, etag(), (c) => sendFeed(c, c.req.param('id')))
    .get('/packages/:id/badge.svg', readable, etag(), (c) => sendBadge(c, c.req.param('id')))
}

/** Opened on their own they run nothing. */
const plainHeaders = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
}

function noFeed(c: Context<Env>): Response {
  return c.text('This gallery has no such feed.\n', 404, plainHeaders)
}
