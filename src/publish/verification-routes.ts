import type { Deps } from '../deps.ts'
import { parseVerificationSecret } from '../keys/verification-key.ts'
import { apiKeyOf, authorise, presentedSecretOf, refuseAndDrain, sendDone, toActor, type Request } from './exchange.ts'
import { createVerificationKey, verifyKey } from './verification.ts'

/**
 * `POST …/package/create-verification-key/{id}/{version?}`: with such a key a symbol server finds out whether a publisher
 * owns a package. Protocol.md §8.7.
 */
export async function makeVerificationKeyRoute(
  deps: Deps,
  request: Request,
  { id }: { readonly id: string },
): Promise<boolean> {
  const { req, res, context } = request
  const presented = await authorise(deps, presentedSecretOf(req), context, ['push', 'push-version'])
  if (!presented.ok) return refuseAndDrain(deps, request, presented.error)
  const made = await createVerificationKey(deps, presented.value, id, toActor(presented.value, context))
  if (!made.ok) return refuseAndDrain(deps, request, made.error)
  const { secret, expiresAt } = made.value
  const document = { Key: secret, Expires: expiresAt.toISOString().replace('Z', '0000Z') }
  sendDone(res, 200, presented.value.warnings, document)
  return true
}

/** `GET …/verifykey/{id}/{version?}`: what the symbol server asks. */
export async function verifyRoute(
  deps: Deps,
  request: Request,
  { id, version }: { readonly id: string; readonly version: string | undefined },
): Promise<boolean> {
  const { res, context } = request
  const subject = { id, version: version ?? null }
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
