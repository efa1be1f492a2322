import type { Account } from '../accounts/account.ts'
import { refuseActingFor } from '../accounts/permissions.ts'
import { findAccountById } from '../accounts/store.ts'
import type { Actor } from '../audit/audit.ts'
import { isUniqueViolation, type Db } from '../db/database.ts'
import { appendCatalogItems, type CatalogChange } from '../feed/catalog-store.ts'
import { insertNewVersion } from '../publish/insert-version.ts'
import { findPublishFacts } from '../publish/publish-facts.ts'
import { judge, toOutcome, type ImportDeps, type Prepared } from './prepare-file.ts'
import type { Outcome } from './report.ts'

export type StoredFile = Extract<Prepared, { readonly kind: 'stored' }>

export type Commission = { readonly owner: Account; readonly isListed: boolean; readonly actor: Actor }

/** The owner was locked or deleted while the import ran: it cannot go on. */
export class OwnerGone extends Error {}

/** A transaction of ours takes no further version after this time, so that pushes and other writers come in between. */
const transactionMs = 20

/**
 * Commits the first of `files`, as many as fit into one short transaction and at least one; answers what became of them.
 * Each is decided once more inside. Blobs of those that did not become versions are removed.
 */
export async function commitVersions(
  deps: ImportDeps,
  commission: Commission,
  files: readonly StoredFile[],
): Promise<readonly Outcome[]> {
  const outcomes = await commitWithRetry(deps, commission, files)
  for (const [i, outcome] of outcomes.entries()) {
    const file = files[i]
    if (file && outcome.kind !== 'imported') await deps.blobs.delete(file.stored.blobKey)
  }
  return outcomes
}

async function commitWithRetry(
  deps: ImportDeps,
  commission: Commission,
  files: readonly StoredFile[],
): Promise<readonly Outcome[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await deps.db.transaction((tx) => insertSome(tx, deps, commission, files))
    } catch (error) {
      // On PostgreSQL somebody else can commit one of these versions between the decision and the insert: decide again.
      // Each time one version fewer is new, so that this comes to an end even beside another import of the same folder.
      if (!isUniqueViolation(error) || attempt > files.length) throw error
    }
  }
}

async function insertSome(
  tx: Db,
  deps: ImportDeps,
  { owner, isListed, actor }: Commission,
  files: readonly StoredFile[],
): Promise<readonly Outcome[]> {
  const startedAt = performance.now()
  const now = deps.now()
  const present = await findAccountById(tx, owner.id)
  if (!present || refuseActingFor(present, present, null, 'push-new-id')) throw new OwnerGone(owner.name)

  const outcomes: Outcome[] = []
  const changes: CatalogChange[] = []
  for (const { file, stored } of files) {
    const verdict = judge(await findPublishFacts(tx, owner, stored.nupkg.nuspec), stored.sha512)
    if (verdict !== 'new') {
      outcomes.push(toOutcome(file, verdict))
    } else {
      const inserted = await insertNewVersion(tx, { stored, owner, isListed, writtenReadme: null, actor, now })
      if (inserted.ok) changes.push(inserted.value)
      outcomes.push(inserted.ok ? { kind: 'imported', file } : toOutcome(file, inserted.error))
    }
    if (performance.now() - startedAt > transactionMs) break
  }
  await appendCatalogItems(tx, changes)
  return outcomes
}
