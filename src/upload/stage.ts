import { randomBytes } from 'node:crypto'
import type { Account } from '../accounts/account.ts'
import type { Actor } from '../audit/audit.ts'
import { blobKey } from '../blobs/paths.ts'
import { isDiskFull } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { readNupkg, type NupkgRefusal } from '../nuget/nupkg.ts'
import { auditForeignPush } from '../publish/push.ts'
import { discardUpload, type Upload } from '../publish/receive.ts'
import type { RowRefusal } from '../publish/judge.ts'
import { fail, ok, type Result } from '../result.ts'
import { listChoices } from './choices.ts'
import type { Staged, StagedRefusal } from './staged.ts'
import { findStaged, insertStaged } from './store.ts'

type StageDeps = Pick<Deps, 'blobs' | 'config' | 'db' | 'now'>

/**
 * Puts a file aside that a user has uploaded, until they publish it or throw it away: one for each user. What none of the
 * accounts that they act for could publish is refused at once, with everything that is against it, and leaves no row and no
 * file; the upload is used up either way.
 */
export async function stageUpload(
  deps: StageDeps,
  user: Account,
  upload: Upload,
  actor: Actor,
): Promise<Result<Staged, readonly (NupkgRefusal | RowRefusal | StagedRefusal)[]>> {
  const key = blobKey(upload.sha512Hex)
  const checked = await check(deps, user, upload, actor)
  if (!checked.ok) {
    await discardUpload(upload)
    return checked
  }
  const staged: Staged = {
    ...{ userId: user.id, token: randomBytes(16).toString('hex'), ...checked.value },
    ...{ sha512: upload.sha512, sizeBytes: upload.sizeBytes, blobKey: key, createdAt: deps.now() },
  }
  await deps.blobs.put(key, upload.content) // before the row, as in a push: a crash leaves at most an unreferenced file
  const isFirst = await deps.db
    .transaction((tx) => insertStaged(tx, staged))
    .catch(async (error: unknown) => {
      if (isDiskFull(error)) await deps.blobs.delete(key)
      throw error
    })
  if (isFirst) return ok(staged)
  await deps.blobs.delete(key)
  const waiting = await findStaged(deps.db.read, user.id)
  return fail([waiting ? toWaiting(waiting) : { code: 'upload-gone' }])
}

export function toWaiting(staged: Staged): StagedRefusal {
  return { code: 'upload-waiting', id: staged.id, version: staged.fullVersion }
}

async function check(
  deps: StageDeps,
  user: Account,
  upload: Upload,
  actor: Actor,
): Promise<Result<Pick<Staged, 'id' | 'fullVersion'>, readonly (NupkgRefusal | RowRefusal)[]>> {
  const read = await readNupkg(upload.content, deps.now(), deps.config.packageRules)
  if (!read.ok) return fail([read.error])
  const { refusals } = await listChoices(deps.db.read, deps, user, read.value)
  if (refusals.length === 0) return ok({ id: read.value.nuspec.id, fullVersion: read.value.nuspec.version.full })
  for (const refusal of refusals) await auditForeignPush(deps, actor, read.value, refusal)
  return fail(refusals)
}
