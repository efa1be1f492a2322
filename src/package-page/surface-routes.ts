import { Hono, type Context } from 'hono'
import { etag } from 'hono/etag'
import { findAccountByName } from '../accounts/store.ts'
import type { Deps } from '../deps.ts'
import { sendText } from '../http/compress.ts'
import type { Env } from '../http/env.ts'
import { suggestions, suggestionsType } from '../http/open-search.ts'
import { requireReader } from '../http/require-user.ts'
import { listListedIds } from '../packages/list-store.ts'
import { listNewestVersionsOf } from '../packages/owner-store.ts'
import { findPackageView, hasFeed } from '../packages/package-view.ts'
import { findVersionsByKey } from '../packages/store.ts'
import { SearchUnavailable } from '../search/search.ts'
import { findLastPackageKey } from '../statistics/store.ts'
import { atomType, mostEntries, renderAtomFeed, renderOwnerFeed } from './atom-feed.ts'
import { renderBadge, shortNumber, type Badge } from './badge.ts'
import { packagesPerMap, renderSitemap, renderSitemapIndex } from './sitemap.ts'

/** Pictures are asked for by every reader of somebody's README: they may be this old. */
const badgeSeconds = 300
/** Versions in the feed of an owner. */
const mostOfOwner = 50
const mostSuggestions = 8

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
    return sendAtom(c, renderAtomFeed({ package: view.package, versions, owners, site, prerelease }))
  }

  async function sendOwnerFeed(c: Context<Env>, name: string): Promise<Response> {
    const owner = await findAccountByName(deps.db.read, name)
    if (!owner || owner.deletedAt) return noFeed(c)
    const keys = await listNewestVersionsOf(deps.db.read, owner.id, mostOfOwner)
    const found = new Map((await findVersionsByKey(deps.db.read, keys)).map((version) => [version.key, version]))
    const versions = keys.flatMap((key) => found.get(key) ?? [])
    if (versions.length === 0) return noFeed(c)
    const site = { baseUrl: c.env.lode.baseUrl, brand: config.brand }
    return sendAtom(c, renderOwnerFeed({ owner: owner.name, versions, site }))
  }

  /** For programs that find their own way: only where robots may. */
  async function sendMap(c: Context<Env>, render: () => Promise<string>): Promise<Response> {
    if (!config.allowRobots || config.reads === 'private')
      return c.text('This gallery has no map.\n', 404, plainHeaders)
    const headers = { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'public, max-age=3600' }
    return c.body(await render(), 200, { ...headers, ...plainHeaders })
  }

  async function sendMapPart(c: Context<Env>, part: string): Promise<Response> {
    const until = (/^[1-9]\d{0,5}$/.test(part) ? Number(part) : 0) * packagesPerMap
    return sendMap(c, async () => {
      const ids = await listListedIds(deps.db.read, { after: until - packagesPerMap, until })
      return renderSitemap(c.env.lode.baseUrl, ids)
    })
  }

  /** What a browser shows below its address line while somebody searches here. */
  async function sendSuggestions(c: Context<Env>): Promise<Response> {
    const text = (c.req.query('q') ?? '').slice(0, 200)
    const ids = await completeIds(text)
    return c.body(suggestions(c.env.lode.baseUrl, text, ids), 200, {
      'Content-Type': suggestionsType,
      'Cache-Control': `${config.reads}, max-age=60`,
      ...plainHeaders,
    })
  }

  async function completeIds(text: string): Promise<readonly string[]> {
    if (text.trim() === '') return []
    const usual = { skip: 0, take: mostSuggestions, prerelease: true, semVer2: true, packageType: null } as const
    try {
      return (await deps.search.autocompleteIds({ text, ...usual })).ids
    } catch (error) {
      if (error instanceof SearchUnavailable) return []
      throw error
    }
  }

  function sendAtom(c: Context<Env>, feed: string): Response {
    return sendText(c, feed, 200, {
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
    .get('/profiles/:name/atom.xml', readable, etag(), (c) => sendOwnerFeed(c, c.req.param('name')))
    .get('/opensearch/suggestions', readable, sendSuggestions)
    .get('/sitemap.xml', (c) =>
      sendMap(c, async () => renderSitemapIndex(c.env.lode.baseUrl, await findLastPackageKey(deps.db.read))),
    )
    .get('/sitemap/:part', (c) => sendMapPart(c, c.req.param('part')))
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
