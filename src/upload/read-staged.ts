import type { Deps } from '../deps.ts'
import { readNupkg, type Nupkg, type NupkgRefusal } from '../nuget/nupkg.ts'
import { fail, type Result } from '../result.ts'
import { endStaged } from './end.ts'
import type { Staged, StagedRefusal } from './staged.ts'

/**
 * Reads a staged package from the store, piece by piece. What is not there or cannot be read any more, by rules that have
 * become stricter for one, is thrown away (gallery.md §7.16).
 */
export async function readStaged(
  deps: Pick<Deps, 'blobs' | 'config' | 'db' | 'now'>,
  staged: Staged,
): Promise<Result<Nupkg, NupkgRefusal | StagedRefusal>> {
  const opened = await deps.blobs.open(staged.blobKey)
  const read = opened
    ? await readNupkg({ ...opened, sizeBytes: staged.sizeBytes }, deps.now(), deps.config.packageRules)
    : fail({ code: 'upload-gone' })
  if (!read.ok) await endStaged(deps, staged)
  return read
}
