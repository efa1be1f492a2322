import type { Deps } from '../deps.ts'
import { parseVerificationSecret } from '../keys/verification-key.ts'
import {
  apiKeyOf,
  authorise,
  decodeSegment,
  methodNotAllowed,
  presentedSecretOf,
  refuseAndDrain,
  sendDone,
  toActor,
  type Request,
} from './exchange.ts'
import { createVerificationKey, verifyKey } from './verification.ts'

/**
 * `POST …/package/create-verification-key/{id}/{version?}` and `GET …/verifykey/{id}/{version?}`, with which a symbol
 * server finds out whether a publisher owns a package; null when the path is neither. Protocol.md §8.7.
 */
export function verificationRoute(deps: Deps, request: Request, path: string): Promise<boolean> | null {
  const match = /^\/(?:api\/v2|v3)\/(package\/create-verification-key|verifykey)\/([^/]+)(?:\/([^/]+))?$/.exec(path)
  const [, place, id, version] = match ?? []
  if (place === undefined || id === undefined) return null
  const subject = { id: decodeSegment(id), version: version === undefined ? null : decodeSegment(version) }
  return place === 'verifykey' ? verifyRoute(deps, request, subject) : createRoute(deps, request, subject.id)
}

async function createRoute(deps: Deps, request: Request, id: string): Promise<boolean> {
  const { req, res, context } = request
  if (req.method !== 'POST') return methodNotAllowed(res, 'POST')
  const presented = await authorise(deps, presentedSecretOf(req), context, ['push', 'push-version'])
  if (!presented.ok) return refuseAndDrain(deps, request, presented.error)
  const made = await createVerificationKey(deps, presented.value, id, toActor(presented.value, context))
  if (!made.ok) return refuseAndDrain(deps, request, made.error)
  const { secret, expiresAt } = made.value
  const document = { Key: secret, Expires: expiresAt.toISOString().replace('Z', '0000Z') }
  sendDone(res, 200, presented.value.warnings, document)
  return true
}

async function verifyRoute(
  deps: Deps,
  request: Request,
  subject: { readonly id: string; readonly version: string | null },
): Promise<boolean> {
  const { req, res, context } = request
  if (req.method !== 'GET') return methodNotAllowed(res, 'GET')
  const verified = await verifyKey(deps, presentedVerificationSecret(request), subject, context.address)
  if (!verified.ok) return refuseAndDrain(deps, request, verified.error)
  sendDone(res, 200, verified.value.warnings)
  return true
}

/** A verification key in the header counts even where Basic credentials come along, as a private gallery wants them. */
function presentedVerificationSecret({ req }: Request): string | null {
  const apiKey = apiKeyOf(req)
  return apiKey !== undefined && parseVerificationSecret(apiKey) !== null ? apiKey : presentedSecretOf(req)
}
