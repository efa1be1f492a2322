import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'
import type { Deps } from '../deps.ts'
import type { RequestContext } from '../http/env.ts'
import { parsePackageId, toLowerId } from '../nuget/package-id.ts'
import type { Package } from '../packages/package.ts'
import { findPackage } from '../packages/store.ts'
import type { SearchRefusal } from '../search/search.ts'
import { cachingHeaders, corsHeaders } from './headers.ts'
import { chooseEncoding } from '../accepted-encoding.ts'
import { autocompleteResponse, searchResponse, visibleVersions } from './search-documents.ts'
import { impossibleType, parseSearchParameters, type SearchParameters } from './search-request.ts'
import { createSearchItems } from './search-items.ts'
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

const sentences: Readonly<Record<SearchRefusal['code'], string>> = {
  'search-too-many-clauses': 'This search has more than 1024 words. Use fewer.',
  'search-term-too-long': 'A word of this search is longer than 32 KB. Shorten it.',
}

const complete = (totalHits: number, data: readonly string[]) => JSON.stringify(autocompleteResponse(totalHits, data))

/** Search and autocomplete, answered from the index and, for what the answer shows, from the database. */
export function createSearchRoutes(deps: SearchDeps): SearchRoutes {
  const gzipInThread = promisify(gzip)
  const renderItems = createSearchItems(deps.db.read)

  /** `work` answers the JSON of the document, or why there is none. */
  async function answer(
    exchange: Exchange,
    work: (p: SearchParameters) => Promise<string | SearchRefusal>,
  ): Promise<true> {
    const parameters = parseSearchParameters(exchange.req.url ?? '')
    if (!parameters.ok) {
      const message = `The parameter ${parameters.error.parameter} is not valid.`
      return sendFailure(exchange, 400, message)
    }
    try {
      const document = await work(parameters.value)
      if (typeof document === 'string') return await send(exchange, 200, document)
      return sendFailure(exchange, 400, sentences[document.code])
    } catch (error) {
      if (exchange.res.headersSent) throw error
      deps.log.error({ error }, 'a search failed')
      return sendFailure(exchange, 503, 'Search does not answer at the moment. Try again in a minute.')
    }
  }

  function sendFailure(exchange: Exchange, status: number, message: string): Promise<true> {
    return send(exchange, status, JSON.stringify({ Success: false, Message: message }), message)
  }

  async function send(exchange: Exchange, status: number, document: string, phrase?: string): Promise<true> {
    const plain = Buffer.from(document)
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

  async function findIds(parameters: SearchParameters): Promise<string | SearchRefusal> {
    if (parameters.packageType === impossibleType) return complete(0, [])
    const isBeyond = parameters.skip > mostSkipped.autocomplete
    const found = await deps.search.autocompleteIds({
      ...parameters,
      text: parameters.text ?? '',
      skip: isBeyond ? 0 : parameters.skip,
      take: isBeyond ? 0 : parameters.take,
    })
    return found.refusal ?? complete(found.totalHits, isBeyond ? [] : found.ids)
  }

  async function findVersionsOf(id: string, parameters: SearchParameters): Promise<string> {
    const pkg = parsePackageId(id) ? await findPackage(deps.db.read, toLowerId(id)) : null
    const snapshot = pkg && (await deps.snapshotOf(pkg))
    const versions = visibleVersions(snapshot?.versions ?? [], parameters).map(({ version }) => version.full)
    return complete(versions.length, versions)
  }

  return {
    query: (exchange, ctx) =>
      answer(exchange, async (parameters) => {
        const base = mainFeed(ctx.baseUrl)
        if (parameters.packageType === impossibleType) return searchResponse(base, parameters, 0, [])
        const isBeyond = parameters.skip > mostSkipped.query
        const found = await deps.search.query({
          ...parameters,
          text: parameters.text ?? '',
          skip: isBeyond ? 0 : parameters.skip,
          take: isBeyond ? 0 : parameters.take,
        })
        if (found.refusal) return found.refusal
        return searchResponse(base, parameters, found.totalHits, await renderItems(base, found.hits, parameters))
      }),
    autocomplete: (exchange) =>
      answer(exchange, (parameters) =>
        parameters.text === null && parameters.id !== null
          ? findVersionsOf(parameters.id, parameters)
          : findIds(parameters),
      ),
  }
}
