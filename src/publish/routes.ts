import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Deps } from '../deps.ts'
import type { RequestContext } from '../http/env.ts'
import { refuseRead } from '../http/read-gate.ts'
import { sendSentence } from '../http/reason-phrase.ts'
import { answerRefusal } from '../http/refusals.ts'
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
import { reportPush, toReportDocument } from './push-report.ts'
import { push, type PushKey } from './push.ts'
import { discardUpload, receiveUpload, type Upload } from './receive.ts'
import { makeVerificationKeyRoute, verifyRoute } from './verification-routes.ts'
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
      const found = findPublishAct(req.method ?? 'GET', path)
      if (found === null) return false
      if ('allow' in found) return methodNotAllowed(res, found.allow)
      return acts[found.act].answer(deps, { req, res, context }, found)
    },
  }
}

/** ID and version in the address, as far as there are any. */
type Subject = { readonly id: string; readonly version: string | undefined }
type Answer = (deps: Deps, request: Request, subject: Subject) => Promise<boolean>

/** Every request that is answered here. */
const acts = {
  push: { route: 'PUT /api/v2/package', answer: pushRoute },
  download: { route: 'GET /api/v2/package/:id/:version', answer: downloadRoute },
  delete: { route: 'DELETE /api/v2/package/:id/:version', answer: withVersion(deletionRoute) },
  relist: { route: 'POST /api/v2/package/:id/:version', answer: withVersion(relistingRoute) },
  deprecate: { route: 'PUT /api/v2/package/:id/deprecations', answer: deprecationRoute },
  'make-verification-key': {
    route: 'POST /api/v2/package/create-verification-key/:id/:version',
    answer: makeVerificationKeyRoute,
  },
  verify: { route: 'GET /api/v2/verifykey/:id/:version', answer: verifyRoute },
} as const satisfies Readonly<Record<string, { readonly route: string; readonly answer: Answer }>>

/** Their addresses below `/api/v2/package`; each is answered below `/v3/package` as well. */
export const publishAddresses: readonly string[] = Object.values(acts).map(({ route }) => route)

type Found = (Subject & { readonly act: keyof typeof acts }) | { readonly allow: string }

/** What this request is, the methods that its address has, or null where nothing is published. */
function findPublishAct(method: string, path: string): Found | null {
  const verification = /^\/(?:api\/v2|v3)\/(package\/create-verification-key|verifykey)\/([^/]+)(?:\/([^/]+))?$/.exec(
    path,
  )
  if (verification) {
    const [, place, id = '', version] = verification
    const subject = toSubject(id, version)
    if (place === 'verifykey') return method === 'GET' ? { act: 'verify', ...subject } : { allow: 'GET' }
    return method === 'POST' ? { act: 'make-verification-key', ...subject } : { allow: 'POST' }
  }
  const match = /^\/(?:api\/v2|v3)(\/package)?(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path)
  if (!match || (match[1] === undefined && !path.startsWith('/api/v2'))) return null
  const [, folder, id, version] = match
  const subject = toSubject(id ?? '', version)
  if (id === undefined)
    return method === 'PUT' || method === 'POST' ? { act: 'push', ...subject } : { allow: 'PUT, POST' }
  if (version === 'deprecations' && method === 'PUT') return { act: 'deprecate', ...subject }
  if (version !== undefined && method === 'DELETE') return { act: 'delete', ...subject }
  if (version !== undefined && method === 'POST') return { act: 'relist', ...subject }
  if (folder === undefined) return null
  if (method === 'GET' || method === 'HEAD') return { act: 'download', ...subject }
  return { allow: version === undefined ? 'GET, HEAD' : 'GET, HEAD, DELETE, POST' }
}

function toSubject(id: string, version: string | undefined): Subject {
  return { id: decodeSegment(id), version: version === undefined ? undefined : decodeSegment(version) }
}

/** For what is asked about a version: `findPublishAct` has seen that there is one. */
function withVersion(
  answer: (
    deps: Deps,
    request: Request,
    subject: { readonly id: string; readonly version: string },
  ) => Promise<boolean>,
): Answer {
  return (deps, request, { id, version = '' }) => answer(deps, request, { id, version })
}

/** Asking a verification key uses it up. */
function isRead(req: IncomingMessage, path: string): boolean {
  return (req.method === 'GET' || req.method === 'HEAD') && !path.includes('/verifykey/')
}

/**
 * A push, or with `?dryRun=true` what would become of it: 200 with the report as JSON, and nothing is changed. Whoever may not
 * publish at all, or sends no package, is answered as in a push.
 */
async function pushRoute(deps: Deps, { req, res, context }: Request): Promise<boolean> {
  const secret = presentedSecretOf(req)
  const presented = await authorise(deps, secret, context, ['push', 'push-version'])
  if (!presented.ok) return refuseAndDrain(deps, { req, res, context }, presented.error)

  const upload = await receiveUpload(deps.blobs, req, deps.config.maxPackageBytes)
  if (!upload.ok) return refuseAndDrain(deps, { req, res, context }, upload.error)

  if (isDryRun(req)) {
    return dryRunRoute(deps, { req, res, context }, { secret, presented: presented.value }, upload.value)
  }

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

async function dryRunRoute(
  deps: Deps,
  { res, context }: Request,
  { secret, presented }: PushKey,
  upload: Upload,
): Promise<boolean> {
  try {
    const report = await reportPush(deps, { kind: 'key', secret }, upload)
    const about = { host: new URL(context.baseUrl).host, isPrivate: deps.config.reads === 'private' }
    const document = toReportDocument(report, (refusal) => answerRefusal(refusal, about), presented.warnings)
    sendDone(res, 200, [], document)
    return true
  } finally {
    await discardUpload(upload)
  }
}

/** Whatever its value, unless that says no: somebody who asks for a dry run in other words must not have published. */
function isDryRun(req: IncomingMessage): boolean {
  const query = new URLSearchParams((req.url ?? '').split('?').slice(1).join('?'))
  const values = [...query].filter(([name]) => name.toLowerCase() === 'dryrun').map(([, value]) => value.toLowerCase())
  return values.some((value) => value !== 'false' && value !== '0')
}

/** The V2 download address: forwards to the flat container. Without a version: the latest stable, listed one. */
async function downloadRoute(deps: Deps, { req, res, context }: Request, { id, version }: Subject): Promise<boolean> {
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
