/** `soft` keeps the file out of everybody's reach and can be undone by an administrator; `hard` removes it for good. */
export type DeletionKind = 'soft' | 'hard'

/** How long after publishing owners may delete a version themselves: the setting LODE_OWNERS_DELETE. */
export type OwnersDelete = 'never' | 'always' | { readonly withinHours: number }

/** A version that is gone. Its ID and version stay taken. */
export type DeletedVersion = {
  readonly key: number
  readonly id: string
  readonly fullVersion: string
  readonly kind: DeletionKind
  readonly deletedAt: Date
}

export type DeletionRefusal =
  | { readonly code: 'deletion-not-allowed' }
  | { readonly code: 'deletion-too-late'; readonly version: string; readonly withinHours: number }

const hourMs = 3_600_000

/**
 * Says why an owner may not delete a version that was published at `publishedAt`, or null. Administrators are not
 * asked. Source: gallery.md §7.8 ("Lode: owners may delete never, within N hours, always").
 */
export function refuseOwnersDeletion(
  rule: OwnersDelete,
  version: { readonly version: string; readonly publishedAt: Date },
  now: Date,
): DeletionRefusal | null {
  if (rule === 'always') return null
  if (rule === 'never') return { code: 'deletion-not-allowed' }
  const isInTime = now.getTime() - version.publishedAt.getTime() <= rule.withinHours * hourMs
  return isInTime ? null : { code: 'deletion-too-late', version: version.version, withinHours: rule.withinHours }
}
