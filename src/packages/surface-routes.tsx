import { Hono, type Context } from 'hono'
import { etag } from 'hono/etag'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import { requireReader } from '../http/require-user.ts'
import { atomType, mostEntries, renderAtomFeed } from './atom-feed.ts'
import { findPackageView, hasFeed } from './package-view.ts'
import { findVersionsByKey } from './store.ts'

/** What other programs show of a package (gallery.md §7.13). */
export function surfaceRoutes(deps: Deps): Hono<Env> {
  const readable = requireReader(deps.config)

  async function sendFeed(c: Context<Env>, id: string): Promise<Response> {
    const view = await findPackageView(deps, null, id, undefined) // as strangers see it, whoever asks
    if (!view || !hasFeed(view)) return notFoundPage(c)
    const prerelease = c.req.query('prerel')?.toLowerCase() !== 'false'
    const lines = view.versions.filter(({ version }) => prerelease || !version.isPrerelease).slice(0, mostEntries)
    const found = await findVersionsByKey(
      deps.db.read,
      lines.map(({ key }) => key),
    )
    const byKey = new Map(found.map((version) => [version.key, version]))
    const versions = lines.flatMap(({ key }) => byKey.get(key) ?? [])
    if (versions.length === 0) return notFoundPage(c)
    const site = { baseUrl: c.env.lode.baseUrl, brand: deps.config.brand }
    const owners = view.owners.map(({ name }) => name)
    const feed = renderAtomFeed({ package: view.package, versions, owners, site, prerelease })
    return c.body(feed, 200, { 'Content-Type': atomType })
  }

  return new Hono<Env>().get('/packages/:id/atom.xml', readable, etag(), (c) => sendFeed(c, c.req.param('id')))
}
