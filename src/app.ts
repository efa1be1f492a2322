import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { accountRoutes } from './accounts/routes.tsx'
import { adminRoutes } from './admin/routes.tsx'
import { auditRoutes } from './audit/routes.tsx'
import { contactRoutes } from './contact/routes.tsx'
import { contentsRoutes } from './contents/routes.tsx'
import { isDiskFull } from './db/database.ts'
import { dependencyRoutes } from './dependencies/routes.tsx'
import type { Deps } from './deps.ts'
import { createFeed } from './feed/serve.ts'
import { searchRoutes } from './finding/routes.tsx'
import { helpRoutes } from './help/routes.tsx'
import { devRoutes } from './http/dev-routes.tsx'
import { errorPage, notFoundPage } from './http/error-pages.tsx'
import type { Env, RequestContext } from './http/env.ts'
import { pageContext } from './http/frame.ts'
import { fileRoutes, frameRoutes } from './http/frame-routes.tsx'
import { sendSentence } from './http/reason-phrase.ts'
import { limitPages } from './http/rate-limits.ts'
import { refuseWhileReadOnly } from './http/read-only.ts'
import { refuseRead } from './http/read-gate.ts'
import { readRequestContext } from './http/request-context.ts'
import { readRequestTarget } from './http/request-target.ts'
import { keyRoutes } from './keys/routes.tsx'
import { loggablePath } from './log.ts'
import { addressSubject, isBlocked } from './limits/limit.ts'
import { takeRate } from './limits/take.ts'
import { manageRoutes } from './manage/routes.tsx'
import { organizationRoutes } from './organizations/routes.tsx'
import { ownerRoutes } from './owners/routes.tsx'
import { packageRoutes } from './package-page/routes.tsx'
import { surfaceRoutes } from './package-page/surface-routes.ts'
import { pictureHref } from './packages/links.tsx'
import { prefixRoutes } from './prefixes/routes.tsx'
import { refuseAndDrain } from './publish/exchange.ts'
import { publishRoutes } from './publish/routes.ts'
import { createReadmes } from './readmes/readmes.ts'
import { readmeRoutes } from './readmes/routes.tsx'
import { sponsorRoutes } from './sponsors/routes.tsx'
import { createGalleryFigures } from './statistics/figures.ts'
import { statisticsRoutes } from './statistics/routes.tsx'
import { readUploadsWhole, uploadRoutes } from './upload/routes.tsx'

/** The whole of Lode's HTTP: what `node:http` calls for each request. */
export type App = (req: IncomingMessage, res: ServerResponse) => void

/**
 * Wires every route. The protocol (feed documents, downloads, publishing) is answered on plain `node:http`, where reads
 * come straight from memory and refusals set the reason phrase; everything else is pages, through Hono.
 */
export function createApp(deps: Deps): App {
  const feed = createFeed(deps)
  const publish = publishRoutes(deps)
  const contexts = new WeakMap<IncomingMessage, RequestContext>()
  const pages = createPages(deps)
  const pageListener = getRequestListener(
    (request, bindings) => {
      const env = bindings as { incoming: IncomingMessage; outgoing: ServerResponse }
      return pages.fetch(request, { ...env, lode: contexts.get(env.incoming) })
    },
    { overrideGlobalObjects: false },
  )

  async function answer(req: IncomingMessage, res: ServerResponse, context: RequestContext): Promise<void> {
    const path = normalizePath(req.url ?? '/')
    if (healthPaths.includes(path)) return answerHealth(deps, res)
    const limited = await takeRate(deps, 'address', addressSubject(context.address))
    if (limited) return void (await refuseAndDrain(deps, { req, res, context }, limited))
    if (/^\/(?:api|v3)(?:\/|$)/.test(path)) {
      if (await publish.handle(req, res, context, path)) return
      return answerNothing(deps, req, res, context)
    }
    contexts.set(req, context)
    await pageListener(req, res)
  }

  return (req, res) => {
    const startedAt = performance.now()
    if (!readRequestTarget(req)) {
      if (req.method === 'OPTIONS' && req.url === '*') res.writeHead(204, { Allow: everyMethod }).end()
      else sendSentence(res, 400, 'The target of this request is not an address.')
      return
    }
    const context = readRequestContext(deps.config, req)
    if (!context) {
      sendSentence(res, 400, 'The Host header of this request is not a valid host name.')
      return
    }
    if (deps.config.accessLog) res.on('close', () => logRequest(deps, req, res, context, startedAt))
    if (isBlocked(deps.config.blockedAddresses, context.address)) {
      void refuseAndDrain(deps, { req, res, context }, { code: 'address-blocked' })
      return
    }
    const fail = (error: unknown) => {
      if (!res.headersSent) res.setHeader('X-Request-Id', context.id)
      answerError(deps, res, context, error)
    }
    try {
      // First and without promises: an answer from memory takes less time than finding out what else it could be.
      const answered = feed.handle(req, res, context)
      if (answered === true) return
      if (answered) return void answered.catch(fail)
    } catch (error) {
      return fail(error)
    }
    res.setHeader('X-Request-Id', context.id)
    answer(req, res, context).catch(fail)
  }
}

/** Every page route, in the order in which they are tried. */
export function createPages(deps: Deps): Hono<Env> {
  const pages = new Hono<Env>({ getPath: (request) => normalizePath(new URL(request.url).pathname) })
  pages.route('/', fileRoutes(deps)) // the same for every reader: before the session is looked up
  const isPublic = deps.config.reads === 'public'
  if (isPublic) pages.route('/', surfaceRoutes(deps))
  pages.use('/packages/manage/upload', readUploadsWhole())
  pages.use(pageContext(deps))
  pages.use(limitPages(deps))
  pages.use(refuseWhileReadOnly())
  if (!isPublic) pages.route('/', surfaceRoutes(deps))
  const account = [accountRoutes, auditRoutes, organizationRoutes, keyRoutes]
  const aboutPackages = [
    ...[ownerRoutes, prefixRoutes, sponsorRoutes, uploadRoutes],
    ...[contactRoutes, contentsRoutes, dependencyRoutes, manageRoutes],
  ]
  for (const routes of [frameRoutes, adminRoutes, ...account, ...aboutPackages, helpRoutes]) {
    pages.route('/', routes(deps))
  }
  const figures = createGalleryFigures(deps) // the home page shows what the statistics count
  for (const routes of [statisticsRoutes, searchRoutes]) pages.route('/', routes(deps, figures))
  const readmes = createReadmes(deps, ({ id, version }, path) => pictureHref(id, version.normalized, path))
  for (const routes of [readmeRoutes, packageRoutes]) pages.route('/', routes(deps, readmes))
  if (deps.config.devPages) pages.route('/', devRoutes())
  pages.notFound((c) => notFoundPage(c))
  pages.onError((error, c) => {
    deps.log.error({ error, requestId: c.env.lode.id }, 'a request failed')
    return errorPage(c, isDiskFull(error) ? 507 : 500)
  })
  return pages
}

/** Where it is asked whether the gallery is up, whatever the limits of its address. */
export const healthPaths: readonly string[] = ['/api/status', '/health']

const everyMethod = 'GET, HEAD, POST, PUT, DELETE, OPTIONS'

/** Routes are in lower case: addresses are the same in any case, with doubled and trailing slashes. */
function normalizePath(url: string): string {
  const path = url.split('?', 1)[0] ?? '/'
  return path
    .replace(/\/{2,}/g, '/')
    .replace(/(?<=.)\/$/, '')
    .toLowerCase()
}

/** Programs ask below `/v3` and `/api`: they get a sentence, not a page. */
async function answerNothing(
  deps: Deps,
  req: IncomingMessage,
  res: ServerResponse,
  context: RequestContext,
): Promise<void> {
  const gate = await refuseRead(deps, req, context)
  if (gate) sendSentence(res, gate.status, gate.message, gate.headers)
  else sendSentence(res, 404, 'This gallery has nothing at this address.')
}

async function answerHealth(deps: Deps, res: ServerResponse): Promise<void> {
  await deps.db.changeNumber()
  res.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  res.end('{"status":"ok"}')
}

/** The one place where an unexpected error of the protocol is logged and answered; pages have their own (`onError`). */
function answerError(deps: Deps, res: ServerResponse, context: RequestContext, error: unknown): void {
  deps.log.error({ error, requestId: context.id }, 'a request failed')
  if (res.headersSent || res.destroyed) {
    res.destroy() // a reset is honest; a short answer that looks whole is not
    return
  }
  if (isDiskFull(error)) {
    sendSentence(
      res,
      507,
      'The disk of this gallery is full. Nothing was kept: tell its administrator and try again.',
      { Connection: 'close' },
    )
  } else {
    sendSentence(res, 500, `Something went wrong here. Tell the administrator this request ID: ${context.id}.`, {
      Connection: 'close',
    })
  }
}

function logRequest(
  deps: Deps,
  req: IncomingMessage,
  res: ServerResponse,
  context: RequestContext,
  startedAt: number,
): void {
  deps.log.info(
    {
      requestId: context.id,
      method: req.method,
      path: loggablePath((req.url ?? '').split('?', 1)[0] ?? ''),
      status: res.statusCode,
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
      address: context.address,
      aborted: res.writableFinished ? undefined : true,
    },
    'request',
  )
}
