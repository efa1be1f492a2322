import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'
import type { Deps } from '../deps.ts'
import type { RequestContext } from '../http/env.ts'
import { parsePackageId, toLowerId } from '../nuget/package-id.ts'
import type { Package } from '../packages/package.ts'
import { findPackage, findPackagesByKey, findVersionsByKey, listVersionSummaries } from '../packages/store.ts'
import { listOwnerNames } from '../packages/owner-store.ts'
import type { SearchHit } from '../search/search.ts'
import { cachingHeaders, corsHeaders } from './headers.ts'
import { chooseEncoding } from './negotiation.ts'
import { autocompleteResponse, searchResponse, visibleVersions, type SearchResult } from './search-documents.ts'
import { impossibleType, parseSearchParameters, type SearchParameters } from './search-request.ts'
import { sendWhole, type Exchange } from './send.ts'
import type { PackageSnapshot } from './snapshot.ts'
import { mainFeed } from './urls.ts'

export type SearchRoutes = {
  query(exchange: Exchange, ctx: RequestContext): Promise<true>
  autocomplete(exchange: Exchange): Promise<true>
}

type SearchDeps = Pick<Deps, 'config' | 'db' | 'search' | 'log'> & {
  readonly snapshotOf: (found: Package) => Promise<PackageSnapshot | null>
}

/** Beyond these a reader is not looking for anything any more: nuget.org's limits, protocol.md §6.1. */
const mostSkipped = { query: 3000, autocomplete: 100_000 }

/** Search and autocomplete, answered from the index and, for what the answer shows, from the database. */
export function createSearchRoutes(deps: SearchDeps): SearchRoutes {
  const gzipInThread = promisify(gzip)

  async function answer(exchange: Exchange, work: (p: SearchParameters) => Promise<object>): Promise<true> {
    const parameters = parseSearchParameters(exchange.req.url ?? '')
    if (!parameters.ok) {
      const message = `The parameter ${parameters.error.parameter} is not valid.`
      return sendFailure(exchange, 400, message)
    }
    try {
      return await send(exchange, 200, await work(parameters.value))
    } catch (error) {
      if (exchange.res.headersSent) throw error
      deps.log.error({ error }, 'a search failed')
      return sendFailure(exchange, 503, 'Search does not answer at the moment. Try again in a minute.')
    }
  }

  function sendFailure(exchange: Exchange, status: number, message: string): Promise<true> {
    return send(exchange, status, { Success: false, Message: message }, message)
  }

  async function send(exchange: Exchange, status: number, document: object, phrase?: string): Promise<true> {
    const plain = Buffer.from(JSON.stringify(document))
    const isGzipped = chooseEncoding(exchange.req.headers['accept-encoding']) === 'gzip'
    const body = !isGzipped
      ? plain
      : plain.length < 65_536
        ? gzipSync(plain, { level: 4 })
        : await gzipInThread(plain, { level: 4 })
    const headers = [
      ...['Content-Type', 'application/json'],
      ...cachingHeaders(deps.config.reads, { fresh: status === 200 ? 'document' : 'never', isNegotiated: true }),
      ...corsHeaders,
      ...['X-Content-Type-Options', 'nosniff'],
      ...(isGzipped ? ['Content-Encoding', 'gzip'] : []),
      ...['Content-Length', String(body.length)],
    ]
    return sendWhole(exchange, status, headers, body, phrase)
  }

  async function findIds(parameters: SearchParameters): Promise<object> {
    if (parameters.packageType === impossibleType) return autocompleteResponse(0, [])
    const isBeyond = parameters.skip > mostSkipped.autocomplete
    const found = await deps.search.autocompleteIds({
      ...parameters,
      text: parameters.text ?? '',
      skip: isBeyond ? 0 : parameters.skip,
      take: isBeyond ? 0 : parameters.take,
    })
    return autocompleteResponse(found.totalHits, isBeyond ? [] : found.ids)
  }

  async function findVersionsOf(id: string, parameters: SearchParameters): Promise<object> {
    const pkg = parsePackageId(id) ? await findPackage(deps.db.read, toLowerId(id)) : null
    const snapshot = pkg && (await deps.snapshotOf(pkg))
    const versions = visibleVersions(snapshot?.versions ?? [], parameters).map(({ version }) => version.full)
    return autocompleteResponse(versions.length, versions)
  }

  return {
    query: (exchange, ctx) =>
      answer(exchange, async (parameters) => {
        const base = mainFeed(ctx.baseUrl)
        const { semVer2 } = parameters
        if (parameters.packageType === impossibleType)
          return searchResponse(base, { totalHits: 0, semVer2, results: [] })
        const isBeyond = parameters.skip > mostSkipped.query
        const found = await deps.search.query({
          ...parameters,
          text: parameters.text ?? '',
          skip: isBeyond ? 0 : parameters.skip,
          take: isBeyond ? 0 : parameters.take,
          sortBy: 'relevance',
        })
        const results = isBeyond ? [] : await loadResults(deps, found.hits, parameters)
        return searchResponse(base, { totalHits: found.totalHits, semVer2, results })
      }),
    autocomplete: (exchange) =>
      answer(exchange, (parameters) =>
        parameters.text === null && parameters.id !== null
          ? findVersionsOf(parameters.id, parameters)
          : findIds(parameters),
      ),
  }
}

/**
 * What the answer shows of the hits: one query per table, and manifests of only the latest versions. A hit that the
 * database no longer shows to such a request (the index follows a moment later) is left out.
 */
async function loadResults(
  deps: Pick<Deps, 'db'>,
  hits: readonly SearchHit[],
  filter: SearchParameters,
): Promise<readonly SearchResult[]> {
  const keys = hits.map((hit) => hit.packageKey)
  const db = deps.db.read
  const [packages, summaries, owners] = await Promise.all([
    findPackagesByKey(db, keys),
    listVersionSummaries(db, keys),
    listOwnerNames(db, keys),
  ])
  const visible = packages.map((pkg) => ({
    package: pkg,
    versions: visibleVersions(summaries.get(pkg.key) ?? [], filter),
  }))
  const latest = await findVersionsByKey(
    db,
    visible.flatMap(({ versions }) => versions.at(-1)?.key ?? []),
  )
  const latestByPackage = new Map(latest.map((version) => [version.packageKey, version]))
  const results = visible.flatMap((found) => {
    const newest = latestByPackage.get(found.package.key)
    return newest ? [{ ...found, latest: newest, owners: owners.get(found.package.key) ?? [] }] : []
  })
  const resultByKey = new Map(results.map((result) => [result.package.key, result]))
  return keys.flatMap((key) => resultByKey.get(key) ?? [])
}
