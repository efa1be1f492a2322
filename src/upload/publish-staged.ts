import type { Account } from '../accounts/account.ts'
import type { Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import type { NupkgRefusal } from '../nuget/nupkg.ts'
import type { RowRefusal } from '../publish/judge.ts'
import { auditForeignPush, commitVersion, isReached } from '../publish/push.ts'
import { fail, ok, type Result } from '../result.ts'
import { readStaged } from './read-staged.ts'
import type { StagedRefusal } from './staged.ts'
import { deleteStaged, findStaged } from './store.ts'

/** What the user chose beside the file. */
export type PublishChoice = {
  /** Of the upload that the form showed. */
  readonly token: string
  /** Counts for a new ID; null means themselves. */
  readonly ownerName: string | null
  readonly isListed: boolean
  /** Markdown for a package that has no README of its own; null for none. */
  readonly writtenReadme: string | null
}

export type PublishedUpload = {
  readonly id: string
  readonly version: string
  /** False when the search index takes longer; it can be restored all the same. */
  readonly isSearchable: boolean
}

/**
 * Publishes what the user has staged, by the transaction of a push: everything is asked again in it, and the staged upload
 * ends with it. A refusal leaves it waiting, except where the file cannot be read any more.
 */
export async function publishStaged(
  deps: Pick<Deps, 'blobs' | 'config' | 'db' | 'now' | 'search'>,
  user: Account,
  { token, ownerName, isListed, ...choice }: PublishChoice,
  actor: Actor,
): Promise<Result<PublishedUpload, NupkgRefusal | RowRefusal | StagedRefusal>> {
  const staged = await findStaged(deps.db.read, user.id)
  if (staged?.token !== token) return fail({ code: 'upload-gone' })
  const read = await readStaged(deps, staged)
  if (!read.ok) return read
  const nupkg = read.value
  const { sha512, sizeBytes, blobKey } = staged

  const publisher = { kind: 'user', userId: user.id, ownerName } as const
  const writtenReadme = nupkg.files.readme ? null : choice.writtenReadme
  const publication = { stored: { nupkg, sha512, sizeBytes, blobKey }, isListed, writtenReadme, actor }
  const committed = await commitVersion<StagedRefusal>(deps, publisher, publication, async (tx) =>
    (await deleteStaged(tx, staged)) ? ok() : fail({ code: 'upload-gone' }),
  )
  if (!committed.ok) {
    if (committed.error.code !== 'upload-gone' && committed.error.code !== 'upload-waiting') {
      await auditForeignPush(deps, actor, nupkg, committed.error)
    }
    return committed
  }
  const { id, version } = nupkg.nuspec
  return ok({ id, version: version.normalized, isSearchable: await isReached(deps, committed.value) })
}
