import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Deps } from '../deps.ts'
import type { RequestContext } from '../http/env.ts'
import { refuseRead } from '../http/read-gate.ts'
import { toDownloadClient } from '../packages/download-client.ts'
import { createAnswers } from './answers.ts'
import { createCopyBuffers } from './copy-file.ts'
import { createSearchRoutes } from './serve-search.ts'
import { sendAnswer, sendMethodNotAllowed, sendPreflight, sendRefusal, type Exchange } from './send.ts'
import { rememberTargets, type Target } from './target.ts'

/** What clients read, on plain `node:http`, before Hono. */
export type Feed = {
  /**
   * Answers a request below `/v3/`, whatever its method, and says true; false means that the path is not the feed's
   * (the publish address, for one) and nothing was done. Rejects when something unexpected happened. It writes every
   * header itself, the request ID included: set none before.
   */
  handle(req: IncomingMessage, res: ServerResponse, ctx: RequestContext): boolean | Promise<true>
}

/** The gallery's main feed. */
export function createFeed(deps: Deps): Feed {
  const findTarget = rememberTargets()
  const answers = createAnswers(deps)
  const search = createSearchRoutes({ ...deps, snapshotOf: answers.snapshotOf })
  const sender = {
    blobs: deps.blobs,
    buffers: createCopyBuffers(),
    onDownload: (file: { versionKey: number }, req: IncomingMessage) =>
      deps.downloads.count(file.versionKey, toDownloadClient(req.headers['user-agent'])),
  }

  function answer(exchange: Exchange, ctx: RequestContext, target: Target): true | Promise<true> {
    if (target.kind === 'query') return search.query(exchange, ctx)
    if (target.kind === 'autocomplete') return search.autocomplete(exchange)
    const found = answers.find(target, ctx.baseUrl, exchange.req.headers['accept-encoding'])
    if (!(found instanceof Promise)) return sendAnswer(sender, exchange, found)
    return found.then((late) => sendAnswer(sender, exchange, late))
  }

  return {
    handle(req, res, ctx) {
      const target = findTarget(req.url ?? '/')
      if (!target) return false
      const exchange = { req, res, requestId: ctx.id }
      if (req.method === 'OPTIONS') return sendPreflight(exchange)
      if (req.method !== 'GET' && req.method !== 'HEAD') return sendMethodNotAllowed(exchange)
      const gate = refuseRead(deps, req, ctx)
      if (!gate) return answer(exchange, ctx, target)
      return gate.then((refusal) => (refusal ? sendRefusal(exchange, refusal) : answer(exchange, ctx, target)))
    },
  }
}
