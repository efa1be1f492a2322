import type { Deprecation, DeprecationReason, DeprecationRefusal } from '../packages/deprecation.ts'
import { fail, ok, type Result } from '../result.ts'
import type { DeprecationChange } from './deprecate.ts'
import type { Fields } from './small-body.ts'

export type DeprecationRequestRefusal =
  | { readonly code: 'deprecation-user-agent-missing' }
  | { readonly code: 'deprecation-body-unreadable' }
  | { readonly code: 'deprecation-versions-missing' }
  | { readonly code: 'deprecation-listed-verb-unknown' }

const reasonFields: readonly (readonly [string, DeprecationReason])[] = [
  ['islegacy', 'Legacy'],
  ['hascriticalbugs', 'CriticalBugs'],
  ['isother', 'Other'],
]

/** Reads the fields of `PUT …/deprecations`, from the publish address and from the manage page. Protocol.md §8.5. */
export function parseDeprecation(
  id: string,
  fields: Fields,
): Result<DeprecationChange, DeprecationRequestRefusal | DeprecationRefusal> {
  const text = (name: string) => fields.get(name)?.[0] || null
  const versions = (fields.get('versions') ?? []).filter(Boolean)
  if (versions.length === 0) return fail({ code: 'deprecation-versions-missing' })
  const listing = parseListedVerb(text('listedverb'))
  if (listing === undefined) return fail({ code: 'deprecation-listed-verb-unknown' })

  const reasons = reasonFields.flatMap(([name, reason]) => (isTrue(text(name)) ? [reason] : []))
  const alternateId = text('alternatepackageid')
  const alternateVersion = text('alternatepackageversion')
  if (alternateVersion !== null && alternateId === null) return fail({ code: 'deprecation-alternate-incomplete' })
  const alternate = alternateId === null ? null : { id: alternateId, version: alternateVersion }
  const deprecation: Deprecation | null =
    reasons.length === 0 ? null : { reasons, message: text('message') || text('custommessage'), alternate }
  return ok({ id, versions, deprecation, isListed: listing })
}

function isTrue(text: string | null): boolean {
  return text !== null && /^(true|on|1)$/i.test(text)
}

/** Null leaves the listing as it is; undefined is no such verb. */
function parseListedVerb(text: string | null): boolean | null | undefined {
  switch (text?.toLowerCase() ?? 'unchanged') {
    case 'unchanged':
      return null
    case 'unlist':
      return false
    case 'relist':
      return true
    default:
      return undefined
  }
}
