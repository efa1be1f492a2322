import { listKeyRefusals, type ApiKey, type KeyAction, type KeyRefusal } from '../keys/key.ts'
import { isAllowedForNewPackage, type PackageId } from '../nuget/package-id.ts'
import type { NuGetVersion } from '../nuget/version.ts'
import { refuseOwner, type OwnershipRefusal } from '../packages/ownership.ts'
import type { Package } from '../packages/package.ts'
import { refuseReservedId, type ReservedIdRefusal, type ReservedPrefix } from '../prefixes/prefix.ts'

/** Why a package that could be read may not be published. */
export type PublishRefusal = KeyRefusal | VersionRefusal | ReservedIdRefusal

/** The part of it that does not come from a key: pushes and imports have it in common. */
export type VersionRefusal =
  | OwnershipRefusal
  | { readonly code: 'package-id-not-allowed'; readonly id: string }
  | { readonly code: 'version-exists'; readonly id: string; readonly version: string; readonly existing: string }
  | { readonly code: 'version-deleted'; readonly id: string; readonly version: string }

/** Why a version may not be unlisted or relisted. */
export type ListingRefusal =
  | KeyRefusal
  | OwnershipRefusal
  | { readonly code: 'package-unknown'; readonly id: string }
  | { readonly code: 'version-unknown'; readonly id: string; readonly version: string }

/** What is known of an ID and version when publishing it is decided. */
export type PublishFacts = {
  readonly id: PackageId
  readonly version: NuGetVersion
  readonly owner: { readonly id: number; readonly name: string; readonly owns: boolean }
  /** The reservations that a new ID belongs to; what stands already needs none. */
  readonly reservations: readonly ReservedPrefix[]
  readonly package: Package | null
  /** What has the same normalized version, when there is something. */
  readonly existing: { readonly fullVersion: string; readonly sha512: string } | null
  /** The full version that was deleted under this normalized version: it stays taken. */
  readonly deletedVersion: string | null
}

/**
 * Everything that is against this push, in the order of gallery.md §4.6, steps 9 to 14: a push is told the first, a dry run
 * and the upload page all of them. `key` is null for somebody who is signed in.
 */
export function listPushRefusals(facts: PublishFacts, key: ApiKey | null, now: Date): readonly PublishRefusal[] {
  return [
    refuseNewId(facts),
    ...(key ? listKeyRefusals(key, pushAction(key, facts.package !== null), facts.id, now) : []),
    facts.package ? null : refuseReservedId(facts.id, facts.owner, facts.reservations),
    ...listVersionRefusals(facts),
  ].filter((refusal) => refusal !== null)
}

/** The same for the operator, who publishes in somebody's name: neither keys nor reservations are in the way. */
export function listImportRefusals(facts: PublishFacts): readonly VersionRefusal[] {
  return [refuseNewId(facts), ...listVersionRefusals(facts)].filter((refusal) => refusal !== null)
}

function refuseNewId({ id, package: pkg }: PublishFacts): VersionRefusal | null {
  return pkg === null && !isAllowedForNewPackage(id) ? { code: 'package-id-not-allowed', id } : null
}

function listVersionRefusals(facts: PublishFacts): readonly (VersionRefusal | null)[] {
  const { id, version, owner, package: pkg, existing, deletedVersion } = facts
  return [
    pkg && refuseOwner(pkg, owner),
    deletedVersion === null ? null : { code: 'version-deleted', id, version: deletedVersion },
    existing && { code: 'version-exists', id, version: version.full, existing: existing.fullVersion },
  ]
}

/** Either push action is enough for an existing ID; a new one needs `push`. */
export function pushAction(key: ApiKey, exists: boolean): KeyAction {
  return exists && !key.actions.has('push') ? 'push-version' : 'push'
}
