import type { Deps } from '../deps.ts'
import { isBlobOfVersion } from '../packages/lifecycle-store.ts'
import { listStagedBlobs } from '../upload/store.ts'
import { JobIsHopeless } from './job.ts'

/**
 * Removes a file that lost its row: of a version that was deleted for good, or of an upload that waited for somebody who is
 * gone. Downloads that are under way end whole: they hold it open.
 */
export async function removeBlob(deps: Pick<Deps, 'blobs' | 'db'>, payload: unknown): Promise<void> {
  const blobKey = (payload as { readonly blobKey?: unknown } | null)?.blobKey
  if (typeof blobKey !== 'string') throw new JobIsHopeless('the job does not name a file')
  const isStaged = (await listStagedBlobs(deps.db.read, [blobKey])).has(blobKey)
  if (!isStaged && !(await isBlobOfVersion(deps.db.read, blobKey))) await deps.blobs.delete(blobKey)
}
