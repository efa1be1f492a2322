import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { parseVersion } from '../nuget/version.ts'
import { refuseDeprecation, type Deprecation, type DeprecationRefusal } from '../packages/deprecation.ts'
import { updateDeprecation } from '../packages/lifecycle-store.ts'
import { findPackage, findVersion, hasListedVersions } from '../packages/store.ts'
import { fail, ok, type Result } from '../result.ts'
import { findChangeable, type Authority, type ChangeRefusal, type VersionsNamed } from './authority.ts'
import { auditVersions, changeVersions, type ChangeDeps, type Changed } from './change-versions.ts'
import { applyListing } from './listing.ts'

export type DeprecationChange = {
  readonly id: string
  readonly versions: VersionsNamed
  /** Null takes the deprecation back. */
  readonly deprecation: Deprecation | null
  /** What becomes of the versions in search; null leaves it as it is. */
  readonly isListed: boolean | null
}

/**
 * Deprecates versions, or takes that back: pages, search and `dotnet list package --deprecated` say so at once, and
 * restores go on. Versions that are so already do not change. Source: protocol.md §8.5.
 */
export async function changeDeprecation(
  deps: ChangeDeps,
  authority: Authority,
  { id, versions, deprecation: given, isListed }: DeprecationChange,
  actor: Actor,
): Promise<Result<Changed, ChangeRefusal | DeprecationRefusal>> {
  return changeVersions<ChangeRefusal | DeprecationRefusal>(deps, async (tx, now) => {
    const found = await findChangeable(tx, deps, authority, { id, versions })
    if (!found.ok) return found
    const all = found.value.versions
    const lowerVersions = all.map(({ version }) => version.lower)
    const subject = { lowerId: found.value.package.lowerId, lowerVersions }
    const checked = await checkDeprecation(tx, given, subject)
    if (!checked.ok) return checked
    const deprecation = checked.value

    const deprecated = all.filter((version) => !isDeepStrictEqual(version.deprecation, deprecation))
    if (deprecated.length > 0) {
      const keys = deprecated.map(({ key }) => key)
      await updateDeprecation(tx, keys, deprecation, now)
      const act = deprecation ? { action: 'Deprecate', detail: { deprecation } } : { action: 'Undeprecate' }
      await auditVersions(tx, { at: now, actor, ...act }, found.value, deprecated)
    }
    const relisted = isListed === null ? [] : await applyListing(tx, found.value, isListed, actor, now)
    const changed = all.filter((version) => deprecated.includes(version) || relisted.includes(version))
    return ok({ ...found.value, changed, kind: 'details' as const })
  })
}

/** The deprecation with its alternate as this gallery writes it, or why these versions may not be deprecated like this. */
export async function checkDeprecation(
  tx: Db,
  given: Deprecation | null,
  subject: { readonly lowerId: string; readonly lowerVersions: readonly string[] },
): Promise<Result<Deprecation | null, DeprecationRefusal>> {
  if (!given) return ok(null)
  const alternate = given.alternate && (await findAlternate(tx, given.alternate))
  const deprecation = { ...given, alternate: alternate ?? given.alternate }
  const refusal = refuseDeprecation(deprecation, subject, { exists: alternate !== null })
  return refusal ? fail(refusal) : ok(deprecation)
}

/** What is recommended instead, in display form; null when this gallery has nothing listed of it. */
async function findAlternate(tx: Db, named: NonNullable<Deprecation['alternate']>): Promise<Deprecation['alternate']> {
  const pkg = await findPackage(tx, toLowerId(named.id))
  if (!pkg) return null
  if (named.version === null) return (await hasListedVersions(tx, pkg.key)) ? { id: pkg.id, version: null } : null
  const parsed = parseVersion(named.version)
  const version = parsed && (await findVersion(tx, pkg.key, parsed.lower))
  return version?.isListed ? { id: pkg.id, version: version.version.normalized } : null
}
