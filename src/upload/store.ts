import type { Selectable } from 'kysely'
import type { Db } from '../db/database.ts'
import type { StagedUploadsTable } from '../db/tables/packages.ts'
import type { Staged } from './staged.ts'

export async function findStaged(db: Db, userId: number): Promise<Staged | null> {
  const row = await db.selectFrom('staged_uploads').selectAll().where('user_id', '=', userId).executeTakeFirst()
  return row ? toStaged(row) : null
}

/** False when the user has one already. */
export async function insertStaged(tx: Db, staged: Staged): Promise<boolean> {
  const row = await tx
    .insertInto('staged_uploads')
    .values({
      user_id: staged.userId,
      token: staged.token,
      package_id: staged.id,
      full_version: staged.fullVersion,
      sha512: staged.sha512,
      size_bytes: staged.sizeBytes,
      blob_key: staged.blobKey,
      created_at: staged.createdAt.getTime(),
    })
    .onConflict((conflict) => conflict.column('user_id').doNothing())
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Takes the row away; false when it is not there any more, so that only one of two takes the file with it. */
export async function deleteStaged(tx: Db, { userId, token }: Pick<Staged, 'userId' | 'token'>): Promise<boolean> {
  const row = await tx
    .deleteFrom('staged_uploads')
    .where('user_id', '=', userId)
    .where('token', '=', token)
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Takes away what this user has staged; answers the key of the file, which nobody needs any more, or null. */
export async function deleteStagedOf(tx: Db, userId: number): Promise<string | null> {
  const row = await tx
    .deleteFrom('staged_uploads')
    .where('user_id', '=', userId)
    .returning('blob_key')
    .executeTakeFirst()
  return row?.blob_key ?? null
}

/** Those of `keys` that wait to be published. */
export async function listStagedBlobs(db: Db, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set()
  const rows = await db.selectFrom('staged_uploads').select('blob_key').where('blob_key', 'in', keys).execute()
  return new Set(rows.map((row) => row.blob_key))
}

/** Those that were staged at `until` or before, oldest first. */
export async function listStagedUntil(db: Db, until: Date, limit: number): Promise<readonly Staged[]> {
  const rows = await db
    .selectFrom('staged_uploads')
    .selectAll()
    .where('created_at', '<=', until.getTime())
    .orderBy('created_at')
    .limit(limit)
    .execute()
  return rows.map(toStaged)
}

function toStaged(row: Selectable<StagedUploadsTable>): Staged {
  return {
    userId: row.user_id,
    token: row.token,
    id: row.package_id,
    fullVersion: row.full_version,
    sha512: row.sha512,
    sizeBytes: row.size_bytes,
    blobKey: row.blob_key,
    createdAt: new Date(row.created_at),
  }
}
