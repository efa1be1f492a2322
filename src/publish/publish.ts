import { refuseKey, type ApiKey, type KeyAction, type KeyRefusal } from '../keys/key.ts'
import { isAllowedForNewPackage, type PackageId } from '../nuget/package-id.ts'
import type { NuGetVersion } from '../nuget/version.ts'
import { refuseOwner, type OwnershipRefusal } from '../packages/ownership.ts'
import type { Package } from '../packages/package.ts'

/** Why a package that could be read may not be published. */
export type PublishRefusal =
  | KeyRefusal
  | OwnershipRefusal
  | { readonly code: 'package-id-not-allowed'; readonly id: string }
  | { readonly code: 'version-exists'; readonly id: string; readonly version: string; readonly existing: string }

/** Why a version may not be unlisted or relisted. */
export type ListingRefusal =
  | KeyRefusal
  | OwnershipRefusal
  | { readonly code: 'package-unknown'; readonly id: string }
  | { readonly code: 'version-unknown'; readonly id: string; readonly version: string }

/** What is known when a push is decided. */
export type PushFacts = {
  readonly key: ApiKey
  readonly owner: { readonly name: string; readonly owns: boolean }
  readonly package: Package | null
  /** The full version that has the same normalized version, when there is one. */
  readonly existingVersion: string | null
  readonly id: PackageId
  readonly version: NuGetVersion
  readonly now: Date
}

/** Says why this push is refused, or null. Follows gallery.md §4.6, steps 9 to 14. */
export function refusePush(facts: PushFacts): PublishRefusal | null {
  const { key, id, version, now } = facts
  return (
    (facts.package === null && !isAllowedForNewPackage(id)
      ? ({ code: 'package-id-not-allowed', id } as const)
      : null) ??
    refuseKey(key, pushAction(key, facts.package !== null), id, now) ??
    (facts.package && refuseOwner(facts.package, facts.owner)) ??
    (facts.existingVersion === null
      ? null
      : { code: 'version-exists', id, version: version.full, existing: facts.existingVersion })
  )
}

/** Either push action is enough for an existing ID; a new one needs `push`. */
function pushAction(key: ApiKey, exists: boolean): KeyAction {
  return exists && !key.actions.has('push') ? 'push-version' : 'push'
}
