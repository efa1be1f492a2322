import { setTimeout as delay } from 'node:timers/promises'
import type { Actor } from '../audit/audit.ts'
import { appendAudit } from '../audit/audit.ts'
import { blobKey } from '../blobs/paths.ts'
import { isDiskFull, isUniqueViolation, type Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { appendCatalogItem } from '../feed/catalog-store.ts'
import type { AuthorisationRefusal, PresentedKey } from '../keys/authorise.ts'
import { describeNupkgWarning, readNupkg, type Nupkg, type NupkgRefusal } from '../nuget/nupkg.ts'
import { fail, ok, type Result } from '../result.ts'
import { insertNewVersion, type NewVersion } from './insert-version.ts'
import { listRowRefusals, listWarnings, type RowRefusal } from './judge.ts'
import { queuePublishedMails } from './mails.ts'
import { findPublisher, type Publisher } from './publisher.ts'
import type { PublishRefusal } from './publish.ts'
import { discardUpload, type Upload } from './receive.ts'

export type PushRefusal = NupkgRefusal | AuthorisationRefusal | PublishRefusal

export type Pushed = {
  readonly id: string
  readonly version: string
  /** Sentences for the publisher, one `X-NuGet-Warning` each. */
  readonly warnings: readonly string[]
}

/** How long a push waits for the search index before it answers 201 without it. */
const searchWaitMs = 2000

/** The key that a push came with: found once before the body was read, and by its secret again in the transaction. */
export type PushKey = { readonly secret: string | null; readonly presented: PresentedKey }

/**
 * Publishes a received .nupkg. When it resolves with ok, the version is restorable. A refusal leaves no row, no file and
 * no queued work behind; the upload is used up either way.
 */
export async function push(
  deps: Pick<Deps, 'config' | 'db' | 'blobs' | 'search' | 'now'>,
  { secret, presented }: PushKey,
  upload: Upload,
  actor: Actor,
): Promise<Result<Pushed, PushRefusal>> {
  const read = await readNupkg(upload.content, deps.now(), deps.config.packageRules)
  if (!read.ok) return withoutUpload(upload, read)
  const [early] = await listRowRefusals(deps.db.read, deps.now(), presented, read.value) // spares a refused package the disk
  if (early) {
    await auditForeignPush(deps, actor, read.value, early)
    return withoutUpload(upload, fail(early))
  }

  const nupkg = read.value
  const warnings = await listWarnings(deps.db.read, nupkg)
  const key = blobKey(upload.sha512Hex)
  await deps.blobs.put(key, upload.content) // before the commit: a crash leaves at most an unreferenced file
  const stored = { nupkg, sha512: upload.sha512, sizeBytes: upload.sizeBytes, blobKey: key }
  const publisher = { kind: 'key', secret } as const
  const committed = await commitVersion(deps, publisher, { stored, isListed: true, writtenReadme: null, actor }).catch(
    async (error: unknown) => {
      // Any other error may hide a commit that took place: then the blob is needed, and `lode verify` names it otherwise.
      if (isDiskFull(error)) await deps.blobs.delete(key)
      throw error
    },
  )
  if (!committed.ok) {
    await deps.blobs.delete(key)
    await auditForeignPush(deps, actor, nupkg, committed.error)
    return committed
  }

  const { id, version } = nupkg.nuspec
  const late = `${id} ${version.normalized} can be restored, but the search index has not reached it yet.`
  const sentences = warnings.map(describeNupkgWarning)
  const isSearchable = await isReached(deps, committed.value)
  return ok({ id, version: version.normalized, warnings: isSearchable ? sentences : [...sentences, late] })
}

/** Waits until search shows what was committed then; false when that takes too long. */
export function isReached(deps: Pick<Deps, 'search'>, committedUs: number): Promise<boolean> {
  return deps.search.reached(committedUs, searchWaitMs).catch(() => false)
}

/** Owners of a package or of a prefix must be able to see who tried to publish: gallery.md §4.6, step 10. */
export async function auditForeignPush(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  { nuspec }: Nupkg,
  refusal: PushRefusal,
): Promise<void> {
  if (refusal.code !== 'not-package-owner' && refusal.code !== 'id-reserved') return
  const { id, version } = nuspec
  const detail = refusal.code === 'id-reserved' ? { owner: refusal.owner, reserved: refusal.pattern } : {}
  const entry = { actor, action: 'PackagePushAttemptByNonOwner', packageId: id, version: version.normalized, detail }
  await deps.db.transaction((tx) => appendAudit(tx, { at: deps.now(), ...entry }))
}

async function withoutUpload<T>(upload: Upload, refusal: T): Promise<T> {
  await discardUpload(upload)
  return refusal
}

/** What is published, and as what. The actor's account and owner are replaced by those of the moment. */
export type NewPublication = Pick<NewVersion, 'stored' | 'isListed' | 'writtenReadme' | 'actor'>

/**
 * The one transaction in which people publish, by key or in a browser; answers the catalog's commit time. Loses every race
 * with a refusal, never with an error. `first` runs before everything else in it and may refuse by itself.
 */
export async function commitVersion<E = never>(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  publisher: Publisher,
  { actor, ...publication }: NewPublication,
  first: ((tx: Db) => Promise<Result<unknown, E>>) | null = null,
): Promise<Result<number, RowRefusal | E>> {
  const { nupkg } = publication.stored
  const { id, version } = nupkg.nuspec
  for (let attempt = 0; ; attempt++) {
    try {
      return await deps.db.sharedTransaction(async (tx) => {
        const begun = (await first?.(tx)) ?? null
        if (begun && !begun.ok) return begun
        const now = deps.now() // the world may have changed: key, people, owners and versions are looked at anew
        const present = await findPublisher(tx, deps.config, publisher, id, now)
        if (!present.ok) return present
        const [refusal] = await listRowRefusals(tx, now, present.value, nupkg)
        if (refusal) return fail(refusal)

        const { owner, user } = present.value
        const by = { ...actor, account: user, ownerId: owner.id } // the key may have moved while the body was on its way
        const inserted = await insertNewVersion(tx, { ...publication, owner, actor: by, now })
        if (!inserted.ok) return inserted
        const { packageKey } = inserted.value
        await queuePublishedMails(tx, deps, { packageKey, id, version: version.normalized, pushedBy: user })
        return ok(await appendCatalogItem(tx, inserted.value))
      })
    } catch (error) {
      // On PostgreSQL two transactions can both find the version free; the unique index lets one commit.
      if (!isUniqueViolation(error)) throw error
      if (attempt > 0) return fail({ code: 'version-exists', id, version: version.full, existing: version.full })
      await delay(1)
    }
  }
}
