import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { CatalogChange } from '../feed/catalog-store.ts'
import type { Nupkg } from '../nuget/nupkg.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { insertOwner, isOwner } from '../packages/owner-store.ts'
import type { OwnershipRefusal } from '../packages/ownership.ts'
import { toVersionMetadata } from '../packages/package.ts'
import { saveWrittenReadme } from '../readmes/store.ts'
import { insertPackageIfNew, insertVersion } from '../packages/store.ts'
import { holdReservations, refreshMarks } from '../prefixes/marks.ts'
import { listMatchingPrefixes } from '../prefixes/prefix-store.ts'
import { ownsAny } from '../prefixes/prefix.ts'
import { fail, ok, type Result } from '../result.ts'

/** A package that was read and whose file is in the blob store: it lacks nothing but its rows. */
export type StoredNupkg = {
  readonly nupkg: Nupkg
  /** SHA-512 of the file, base64. */
  readonly sha512: string
  readonly sizeBytes: number
  readonly blobKey: string
}

export type NewVersion = {
  readonly stored: StoredNupkg
  /** Becomes the owner of a new ID, and must be one of an ID that somebody else made meanwhile. */
  readonly owner: { readonly id: number; readonly name: string }
  readonly isListed: boolean
  /** Markdown that is shown as its README, for a package that has none; null for nothing. */
  readonly writtenReadme: string | null
  readonly actor: Actor
  readonly now: Date
}

/**
 * Inserts every row of a version but its catalog item, and its package and owner when the ID is new. The one way in, for
 * pushes and imports. Call it when the version was decided in the same transaction, and append the change that it answers
 * to the catalog as the transaction's last step.
 */
export async function insertNewVersion(tx: Db, added: NewVersion): Promise<Result<CatalogChange, OwnershipRefusal>> {
  const { owner, actor, now } = added
  const { nupkg, ...file } = added.stored
  const { id, version, isSemVer2 } = nupkg.nuspec
  const lowerId = toLowerId(id)
  const { package: pkg, isNew } = await insertPackageIfNew(tx, { id, lowerId, now })
  if (isNew) {
    await insertOwner(tx, pkg.key, owner.id, now)
    await holdReservations(tx)
    if (ownsAny(await listMatchingPrefixes(tx, id), [owner.id])) {
      await refreshMarks(tx, { packageKey: pkg.key }, actor, now) // shown by the version's own catalog item
    }
  } else if (!(await isOwner(tx, pkg.key, owner.id))) {
    // Somebody else made the ID between the decision and this insert.
    return fail({ code: 'not-package-owner', id: pkg.id, owner: owner.name })
  }

  const versionKey = await insertVersion(tx, {
    ...file,
    packageKey: pkg.key,
    id,
    version,
    verbatimVersion: version.original,
    isSemVer2,
    isListed: added.isListed,
    createdAt: now,
    publishedAt: now,
    lastEditedAt: null,
    pushedBy: actor.account?.id ?? null,
    metadata: toVersionMetadata(nupkg),
    files: nupkg.files,
    entries: nupkg.entries,
  })
  const { writtenReadme } = added
  if (writtenReadme !== null) await saveWrittenReadme(tx, versionKey, writtenReadme, now)
  await appendAudit(tx, {
    ...{ at: now, actor, action: 'Create', accountId: owner.id, packageId: id, version: version.normalized },
    ...(writtenReadme !== null && { detail: { readmeBytes: Buffer.byteLength(writtenReadme) } }),
  })
  return ok({ kind: 'details', packageKey: pkg.key, lowerId, id, version, now })
}
