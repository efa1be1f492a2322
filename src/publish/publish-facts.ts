import type { Db } from '../db/database.ts'
import { toLowerId, type PackageId } from '../nuget/package-id.ts'
import type { NuGetVersion } from '../nuget/version.ts'
import { findTaken } from '../packages/lifecycle-store.ts'
import { isOwner } from '../packages/owner-store.ts'
import { findPackage } from '../packages/store.ts'
import { listMatchingPrefixes } from '../prefixes/prefix-store.ts'
import type { PublishFacts } from './publish.ts'

/** What rows say about publishing this ID and version for `owner`. Ask again in the transaction that acts on it. */
export async function findPublishFacts(
  db: Db,
  owner: { readonly id: number; readonly name: string },
  { id, version }: { readonly id: PackageId; readonly version: NuGetVersion },
): Promise<PublishFacts> {
  const pkg = await findPackage(db, toLowerId(id))
  const taken = pkg && (await findTaken(db, pkg.key, version.lower))
  return {
    id,
    version,
    reservations: pkg ? [] : await listMatchingPrefixes(db, id),
    owner: { id: owner.id, name: owner.name, owns: pkg !== null && (await isOwner(db, pkg.key, owner.id)) },
    package: pkg,
    deletedVersion: taken?.isDeleted ? taken.fullVersion : null,
    existing: taken?.isDeleted ? null : taken,
  }
}
