import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import type { RequestContext } from '../http/env.ts'
import { sendSentence } from '../http/reason-phrase.ts'
import { answerRefusal, type Refusal } from '../http/refusals.ts'
import { refuseRead } from '../http/read-gate.ts'
import { findPresentedKey, noteKeyUse, presentedSecret, refuseEndpoint, type PresentedKey } from '../keys/authorise.ts'
import type { KeyAction } from '../keys/key.ts'
import { parsePackageId, toLowerId } from '../nuget/package-id.ts'
import { parseVersion } from '../nuget/version.ts'
import { findPackage, findVersion, listVersions } from '../packages/store.ts'
import { changeListing } from './listing.ts'
import { push } from './push.ts'
import { receiveUpload } from './receive.ts'

/** How long the rest of a refused body is read and thrown away, so that the client gets to see the answer. */
const drainMs = 10_000

/**
 * `PackagePublish/2.0.0` below `/api/v2/package` and, for clients that pre-authenticate, `/v3/package`: push, unlist,
 * relist, and the V2 download address. On plain `node:http`, because a refusal is answered while the body still flows.
 * Protocol: NuGet docs, api/package-publish-resource; protocol.md 8.
 */
export type PublishRoutes = {
  /** Answers the request, or says that the path (normalized: lower case, no trailing slash) is not one of these. */
  handle(req: IncomingMessage, res: ServerResponse, context: RequestContext, path: string): Promise<boolean>
}

export function publishRoutes(deps: Deps): PublishRoutes {
  return {
    async handle(req, res, context, path) {
      const match = /^\/(?:api\/v2|v3)(\/package)?(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path)
      if (!match || (match[1] === undefined && !path.startsWith('/api/v2'))) return false
      const [, , id, version] = match.map((part) => part && decodeSegment(part))
      const request = { req, res, context }
      if (id === undefined) return pushRoute(deps, request)
      if (version !== undefined && (req.method === 'DELETE' || req.method === 'POST')) {
        return listingRoute(deps, request, { id, version, isListed: req.method === 'POST' })
      }
      if (match[1] !== undefined && (req.method === 'GET' || req.method === 'HEAD')) {
        return downloadRoute(deps, request, id, version)
      }
      return match[1] === undefined
        ? false
        : methodNotAllowed(res, version === undefined ? 'GET, HEAD' : 'GET, HEAD, DELETE, POST')
    },
  }
}

type Request = { readonly req: IncomingMessage; readonly res: ServerResponse; readonly context: RequestContext }

async function pushRoute(deps: Deps, { req, res, context }: Request): Promise<boolean> {
  if (req.method !== 'PUT' && req.method !== 'POST') return methodNotAllowed(res, 'PUT, POST')
  const secret = presentedSecret({ apiKey: header(req, 'x-nuget-apikey'), authorization: req.headers.authorization })
  const presented = await authorise(deps, secret, context, ['push', 'push-version'])
  if (!presented.ok) return refuseAndDrain(deps, { req, res, context }, presented.error)

  const upload = await receiveUpload(deps.blobs, req, deps.config.maxPackageBytes)
  if (!upload.ok) return refuseAndDrain(deps, { req, res, context }, upload.error)

  const pushed = await push(
    deps,
    { secret, presented: presented.value },
    upload.value,
    toActor(presented.value, context),
  )
  if (!pushed.ok) return refuseAndDrain(deps, { req, res, context }, pushed.error)

  sendDone(res, 201, [...pushed.value.warnings, ...presented.value.warnings])
  return true
}

async function listingRoute(
  deps: Deps,
  { req, res, context }: Request,
  change: { id: string; version: string; isListed: boolean },
): Promise<boolean> {
  const secret = presentedSecret({ apiKey: header(req, 'x-nuget-apikey'), authorization: req.headers.authorization })
  const presented = await authorise(deps, secret, context, ['unlist'])
  if (!presented.ok) return refuseAndDrain(deps, { req, res, context }, presented.error)

  const changed = await changeListing(deps, { kind: 'key', secret }, change, toActor(presented.value, context))
  if (!changed.ok) return refuseAndDrain(deps, { req, res, context }, changed.error)
  sendDone(res, 200, presented.value.warnings)
  return true
}

/** The V2 download address: forwards to the flat container. Without a version: the latest stable, listed one. */
async function downloadRoute(
  deps: Deps,
  { req, res, context }: Request,
  id: string,
  version: string | undefined,
): Promise<boolean> {
  const gate = await refuseRead(deps, req, context)
  if (gate) {
    sendSentence(res, gate.status, gate.message, gate.headers)
    return true
  }
  const parsedVersion = version === undefined ? null : parseVersion(version)
  if (!parsePackageId(id) || (version !== undefined && !parsedVersion)) {
    sendSentence(res, 400, 'This is not a package ID and version.')
    return true
  }
  const pkg = await findPackage(deps.db.read, toLowerId(id))
  const found =
    pkg &&
    (parsedVersion
      ? await findVersion(deps.db.read, pkg.key, parsedVersion.lower)
      : ((await listVersions(deps.db.read, pkg.key)).findLast((v) => v.isListed && !v.version.isPrerelease) ?? null))
  if (!pkg || !found) {
    sendSentence(res, 404, 'There is no such package version.')
    return true
  }
  const lower = found.version.lower
  res.writeHead(302, {
    Location: `${context.baseUrl}/v3/flat/${pkg.lowerId}/${lower}/${pkg.lowerId}.${lower}.nupkg`,
    'Content-Length': 0,
  })
  res.end()
  return true
}

/** §4.6 steps 1 to 6, before any of the body is read. */
async function authorise(deps: Deps, secret: string | null, context: RequestContext, anyOf: readonly KeyAction[]) {
  const presented = await findPresentedKey(deps.db.read, secret, deps.now(), deps.config)
  if (!presented.ok) return presented
  noteKeyUse(deps, presented.value, context.address)
  const refusal = refuseEndpoint(presented.value, anyOf)
  return refusal ? ({ ok: false, error: refusal } as const) : presented
}

function toActor(presented: PresentedKey, context: RequestContext): Actor {
  const { user, visibleId } = presented
  return { account: user, through: 'key', address: context.address, keyVisibleId: visibleId }
}

/**
 * Sends the refusal at once and reads on until the body ends, for at most 10 seconds. The .NET client sends its whole
 * body before it looks for an answer: a server that closes early shows its user "Broken pipe" (protocol.md 8.2).
 */
async function refuseAndDrain(deps: Deps, { req, res, context }: Request, refusal: Refusal): Promise<boolean> {
  const answer = answerRefusal(refusal, {
    host: new URL(context.baseUrl).host,
    isPrivate: deps.config.reads === 'private',
  })
  deps.log.info({ requestId: context.id, code: refusal.code }, 'refused')
  const isWhole =
    req.complete || (req.headers['content-length'] === undefined && req.headers['transfer-encoding'] === undefined)
  if (isWhole || req.destroyed) {
    sendSentence(res, answer.status, answer.message, answer.headers)
    return true
  }
  sendSentence(res, answer.status, answer.message, { ...answer.headers, Connection: 'close' }, { until: drained(req) })
  return true
}

function drained(req: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, drainMs)
    function done(): void {
      clearTimeout(timer)
      resolve()
    }
    req.once('end', done)
    req.once('close', done)
    req.resume()
  })
}

function sendDone(res: ServerResponse, status: 200 | 201, warnings: readonly string[]): void {
  if (warnings.length > 0) res.setHeader('X-NuGet-Warning', [...warnings])
  res.writeHead(status, { 'Content-Length': 0, 'Cache-Control': 'no-store' })
  res.end()
}

function methodNotAllowed(res: ServerResponse, allow: string): boolean {
  sendSentence(res, 405, `This address answers ${allow} only.`, { Allow: allow, Connection: 'close' })
  return true
}

function header(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name]
  return typeof value === 'string' ? value : value?.[0]
}

function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
