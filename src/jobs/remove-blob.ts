import type { Deps } from '../deps.ts'
import { isBlobOfHardDeleted } from '../packages/lifecycle-store.ts'
import { JobIsHopeless } from './job.ts'

/** Removes the file of a version that was deleted for good. Downloads that are under way end whole: they hold it open. */
export async function removeBlob(deps: Pick<Deps, 'blobs' | 'db'>, payload: unknown): Promise<void> {
  const blobKey = (payload as { readonly blobKey?: unknown } | null)?.blobKey
  if (typeof blobKey !== 'string') throw new JobIsHopeless('the job does not name a file')
  if (await isBlobOfHardDeleted(deps.db.read, blobKey)) await deps.blobs.delete(blobKey)
}
