import type { Deps } from '../deps.ts'
import type { Refusal } from '../http/refusals.ts'
import type { PresentedKey } from '../keys/authorise.ts'
import { fail, type Result } from '../result.ts'
import { deleteVersions } from './delete-versions.ts'
import { parseDeletionType } from './delete-request.ts'
import { changeDeprecation } from './deprecate.ts'
import { parseDeprecation } from './deprecation-request.ts'
import { authorise, presentedSecretOf, refuseAndDrain, sendDone, toActor, type Request } from './exchange.ts'
import { changeListing } from './listing.ts'
import { readFields } from './small-body.ts'

type Subject = { readonly id: string; readonly version: string }

/** `DELETE …/{id}/{version}`: unlists, or deletes where the request or the operator says so. Protocol.md §8.5. */
export function deletionRoute(deps: Deps, request: Request, { id, version }: Subject): Promise<boolean> {
  return withUnlistKey(deps, request, async (secret, presented) => {
    const { req, context } = request
    const query = new URLSearchParams((req.url ?? '').split('?')[1])
    const given = query.get('type') ?? (await readFields(req))?.get('type')?.[0] ?? null
    const type = parseDeletionType(given, deps.config.apiDelete)
    if (!type.ok) return type
    const authority = { kind: 'key', secret } as const
    const actor = toActor(presented, context)
    const versions = [version]
    if (type.value === 'unlist') return changeListing(deps, authority, { id, versions, isListed: false }, actor)
    const kind = given === null ? deps.config.ownersDeletion : 'soft' // whoever asks for SoftDelete gets that
    const deletion = { id, versions, kind, reason: null } as const
    return deleteVersions(deps, authority, deletion, actor)
  })
}

/** `POST …/{id}/{version}`: lists the version again. */
export function relistingRoute(deps: Deps, request: Request, { id, version }: Subject): Promise<boolean> {
  return withUnlistKey(deps, request, (secret, presented) => {
    const actor = toActor(presented, request.context)
    return changeListing(deps, { kind: 'key', secret }, { id, versions: [version], isListed: true }, actor)
  })
}

/** `PUT …/{id}/deprecations`: deprecates versions or takes that back, and may unlist or relist them as well. */
export function deprecationRoute(deps: Deps, request: Request, { id }: Pick<Subject, 'id'>): Promise<boolean> {
  return withUnlistKey(deps, request, async (secret, presented) => {
    if (!request.req.headers['user-agent']) return fail({ code: 'deprecation-user-agent-missing' } as const)
    const fields = await readFields(request.req)
    if (!fields) return fail({ code: 'deprecation-body-unreadable' } as const)
    const change = parseDeprecation(id, fields)
    if (!change.ok) return change
    return changeDeprecation(deps, { kind: 'key', secret }, change.value, toActor(presented, request.context))
  })
}

/** Looks whether the key may be used here at all before the body is read, and answers with what `work` comes to. */
async function withUnlistKey(
  deps: Deps,
  request: Request,
  work: (secret: string | null, presented: PresentedKey) => Promise<Result<unknown, Refusal>>,
): Promise<boolean> {
  const secret = presentedSecretOf(request.req)
  const presented = await authorise(deps, secret, request.context, ['unlist'])
  const done = presented.ok ? await work(secret, presented.value) : presented
  if (!done.ok) return refuseAndDrain(deps, request, done.error)
  sendDone(request.res, 200, presented.ok ? presented.value.warnings : [])
  return true
}
