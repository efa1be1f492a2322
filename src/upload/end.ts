import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { stagedLifetimeMs, type Staged, type StagedRefusal } from './staged.ts'
import { deleteStaged, findStaged, listStagedUntil } from './store.ts'

type EndDeps = Pick<Deps, 'blobs' | 'db'>

/** Throws away what the user has staged, if it is still the one with this token: the next upload may begin. */
export async function cancelUpload(
  deps: EndDeps,
  userId: number,
  token: string,
): Promise<Result<Staged, StagedRefusal>> {
  const staged = await findStaged(deps.db.read, userId)
  return staged?.token === token && (await endStaged(deps, staged)) ? ok(staged) : fail({ code: 'upload-gone' })
}

/** Removes row and file; false when somebody else did or it was published, whose file it is then. */
export async function endStaged(deps: EndDeps, staged: Staged): Promise<boolean> {
  const isOurs = await deps.db.transaction((tx) => deleteStaged(tx, staged))
  if (isOurs) await deps.blobs.delete(staged.blobKey) // after the commit: a crash leaves at most an unreferenced file
  return isOurs
}

const batchSize = 50

/** Removes what has waited for more than a day. */
export async function endOldUploads(deps: EndDeps & Pick<Deps, 'now'>): Promise<void> {
  const until = new Date(deps.now().getTime() - stagedLifetimeMs)
  for (;;) {
    const old = await listStagedUntil(deps.db.read, until, batchSize)
    for (const staged of old) await endStaged(deps, staged)
    if (old.length < batchSize) return
  }
}
