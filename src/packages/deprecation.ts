import { toLowerId } from '../nuget/package-id.ts'

/** Why a version should not be used any more. The words are the protocol's (protocol.md §5.8). */
export type DeprecationReason = 'Legacy' | 'CriticalBugs' | 'Other'

export const deprecationReasons: readonly DeprecationReason[] = ['Legacy', 'CriticalBugs', 'Other']

/** What its owners say of a version that should not be used any more. At least one reason. */
export type Deprecation = {
  readonly reasons: readonly DeprecationReason[]
  readonly message: string | null
  /** What to use instead; a null version means any. */
  readonly alternate: { readonly id: string; readonly version: string | null } | null
}

export const maxDeprecationMessage = 1000

export type DeprecationRefusal =
  | { readonly code: 'deprecation-message-missing' }
  | { readonly code: 'deprecation-message-too-long'; readonly limit: number }
  | { readonly code: 'deprecation-alternate-incomplete' }
  | { readonly code: 'deprecation-alternate-unknown'; readonly id: string; readonly version: string | null }
  | { readonly code: 'deprecation-alternate-itself'; readonly id: string }

/** What rows say of the alternate: does this gallery have it, with a version that people can find? */
export type AlternateFacts = { readonly exists: boolean }

/**
 * Says why these versions of `lowerId` may not be deprecated like this, or null. `lowerVersions` are lower-case
 * normalized versions. Source: protocol.md §8.5.
 */
export function refuseDeprecation(
  deprecation: Deprecation,
  subject: { readonly lowerId: string; readonly lowerVersions: readonly string[] },
  alternate: AlternateFacts,
): DeprecationRefusal | null {
  const { message, reasons } = deprecation
  if (reasons.includes('Other') && message === null) return { code: 'deprecation-message-missing' }
  if (message !== null && message.length > maxDeprecationMessage) {
    return { code: 'deprecation-message-too-long', limit: maxDeprecationMessage }
  }
  if (!deprecation.alternate) return null
  const { id, version } = deprecation.alternate
  const isItself =
    toLowerId(id) === subject.lowerId && (version === null || subject.lowerVersions.includes(version.toLowerCase()))
  if (isItself) return { code: 'deprecation-alternate-itself', id }
  return alternate.exists ? null : { code: 'deprecation-alternate-unknown', id, version }
}

/** `deprecation` of registration, search and catalog; `range` is `*` for any version. Protocol.md §5.8. */
export function deprecationDocument({ reasons, message, alternate }: Deprecation): object {
  return {
    reasons,
    ...(message !== null && { message }),
    ...(alternate && {
      alternatePackage: { id: alternate.id, range: alternate.version === null ? '*' : `[${alternate.version}, )` },
    }),
  }
}
