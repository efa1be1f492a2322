import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Deps } from '../deps.ts'
import type { RequestContext } from '../http/env.ts'
import { refuseRead } from '../http/read-gate.ts'
import { sendSentence } from '../http/reason-phrase.ts'
import { parsePackageId, toLowerId } from '../nuget/package-id.ts'
import { parseVersion } from '../nuget/version.ts'
import { findPackage, findVersion, listVersions } from '../packages/store.ts'
import { findSite } from '../site/store.ts'
import {
  authorise,
  decodeSegment,
  methodNotAllowed,
  presentedSecretOf,
  refuseAndDrain,
  sendDone,
  toActor,
  type Request,
} from './exchange.ts'
import { push } from './push.ts'
import { receiveUpload } from './receive.ts'
import { verificationRoute } from './verification-routes.ts'
import { deletionRoute, deprecationRoute, relistingRoute } from './version-routes.ts'

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
      if (!isRead(req, path) && (await findSite(deps.db.read)).isReadOnly) {
        return refuseAndDrain(deps, { req, res, context }, { code: 'read-only' })
      }
      const verification = verificationRoute(deps, { req, res, context }, path)
      if (verification) return verification
      const match = /^\/(?:api\/v2|v3)(\/package)?(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path)
      if (!match || (match[1] === undefined && !path.startsWith('/api/v2'))) return false
      const [, , id, version] = match.map((part) => part && decodeSegment(part))
      const request = { req, res, context }
      if (id === undefined) return pushRoute(deps, request)
      if (version === 'deprecations' && req.method === 'PUT') return deprecationRoute(deps, request, id)
      if (version !== undefined && req.method === 'DELETE') return deletionRoute(deps, request, { id, version })
      if (version !== undefined && req.method === 'POST') return relistingRoute(deps, request, { id, version })
      if (match[1] !== undefined && (req.method === 'GET' || req.method === 'HEAD')) {
        return downloadRoute(deps, request, id, version)
      }
      return match[1] === undefined
        ? false
        : methodNotAllowed(res, version === undefined ? 'GET, HEAD' : 'GET, HEAD, DELETE, POST')
    },
  }
}

/** Asking a verification key uses it up. */
function isRead(req: IncomingMessage, path: string): boolean {
  return (req.method === 'GET' || req.method === 'HEAD') && !path.includes('/verifykey/')
}

async function pushRoute(deps: Deps, { req, res, context }: Request): Promise<boolean> {
  if (req.method !== 'PUT' && req.method !== 'POST') return methodNotAllowed(res, 'PUT, POST')
  const secret = presentedSecretOf(req)
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
