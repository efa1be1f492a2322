import type { Db } from '../db/database.ts'
import type { DeletedVersion, DeletionKind } from './deletion.ts'
import type { Deprecation } from './deprecation.ts'

/** A deleted version with this lower-case normalized text, or null. Every other look-up leaves deleted ones out. */
export async function findDeletedVersion(
  db: Db,
  packageKey: number,
  lowerVersion: string,
): Promise<DeletedVersion | null> {
  const deleted = await selectDeleted(db, packageKey).where('lower_version', '=', lowerVersion).executeTakeFirst()
  return deleted ? toDeletedVersion(deleted) : null
}

/** What has this ID and version, deleted or not, without its manifest: it is taken. */
export async function findTaken(
  db: Db,
  packageKey: number,
  lowerVersion: string,
): Promise<{ readonly fullVersion: string; readonly sha512: string; readonly isDeleted: boolean } | null> {
  const row = await db
    .selectFrom('versions')
    .select(['full_version', 'sha512', 'deleted_at'])
    .where('package_key', '=', packageKey)
    .where('lower_version', '=', lowerVersion)
    .executeTakeFirst()
  return row ? { fullVersion: row.full_version, sha512: row.sha512, isDeleted: row.deleted_at !== null } : null
}

/** The version that was deleted last, or null. */
export async function findLastDeleted(db: Db, packageKey: number): Promise<DeletedVersion | null> {
  const deleted = await selectDeleted(db, packageKey).orderBy('deleted_at', 'desc').limit(1).executeTakeFirst()
  return deleted ? toDeletedVersion(deleted) : null
}

function selectDeleted(db: Db, packageKey: number) {
  return db
    .selectFrom('versions')
    .select(['id', 'package_id', 'full_version', 'deletion', 'deleted_at'])
    .where('package_key', '=', packageKey)
    .where('deleted_at', 'is not', null)
}

function toDeletedVersion(row: {
  readonly id: number
  readonly package_id: string
  readonly full_version: string
  readonly deletion: DeletionKind | null
  readonly deleted_at: number | null
}): DeletedVersion {
  if (row.deletion === null || row.deleted_at === null) throw new Error(`version row ${row.id} is not deleted`)
  const { id: key, package_id: id, full_version: fullVersion, deletion: kind } = row
  return { key, id, fullVersion, kind, deletedAt: new Date(row.deleted_at) }
}

/** Hides the versions from every reader. They are unlisted too, so that one that comes back is seen by nobody at first. */
export async function updateDeleted(tx: Db, versionKeys: readonly number[], kind: DeletionKind, now: Date) {
  await tx
    .updateTable('versions')
    .set({ deletion: kind, deleted_at: now.getTime(), listed: 0 })
    .where('id', 'in', versionKeys)
    .execute()
}

/** Notes that something about these versions was edited that is no part of their packages. */
export async function updateEdited(tx: Db, versionKeys: readonly number[], now: Date): Promise<void> {
  await tx.updateTable('versions').set({ last_edited_at: now.getTime() }).where('id', 'in', versionKeys).execute()
}

/** Brings a softly deleted version back, unlisted. */
export async function updateRestored(tx: Db, versionKey: number, now: Date): Promise<void> {
  await tx
    .updateTable('versions')
    .set({ deletion: null, deleted_at: null, last_edited_at: now.getTime() })
    .where('id', '=', versionKey)
    .execute()
}

/** Whether a version needs this file: one that was deleted for good does not. */
export async function isBlobOfVersion(db: Db, blobKey: string): Promise<boolean> {
  const row = await db
    .selectFrom('versions')
    .select('id')
    .where('blob_key', '=', blobKey)
    .where((version) => version.or([version('deletion', 'is', null), version('deletion', '!=', 'hard')]))
    .executeTakeFirst()
  return row !== undefined
}

export async function updateDeprecation(
  tx: Db,
  versionKeys: readonly number[],
  deprecation: Deprecation | null,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('versions')
    .set({ deprecation: deprecation && JSON.stringify(deprecation), last_edited_at: now.getTime() })
    .where('id', 'in', versionKeys)
    .execute()
}

/** Until the transaction ends nobody else changes versions of this package: two deletions of one version are one. */
export async function holdPackage(tx: Db, packageKey: number): Promise<void> {
  await tx
    .updateTable('packages')
    .set((set) => ({ revision: set.ref('revision') }))
    .where('id', '=', packageKey)
    .execute()
}

/** Locked packages take no change from anybody but administrators. */
export async function updateLocked(tx: Db, packageKey: number, lockedAt: Date | null): Promise<void> {
  await tx
    .updateTable('packages')
    .set({ locked_at: lockedAt?.getTime() ?? null })
    .where('id', '=', packageKey)
    .execute()
}
