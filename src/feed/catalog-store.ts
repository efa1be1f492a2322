import { randomUUID } from 'node:crypto'
import { sql, type Insertable } from 'kysely'
import type { Db } from '../db/database.ts'
import type { CatalogItemsTable } from '../db/schema.ts'
import { bumpRevision, recordCommits, type CommittedVersion } from '../packages/store.ts'

export type CatalogChange = {
  readonly kind: 'details' | 'delete'
  readonly packageKey: number
  readonly lowerId: string
  readonly id: string
  /** Null when the change is about the whole package, such as its owners. */
  readonly version: { readonly full: string; readonly lower: string } | null
  readonly now: Date
}

/** What can change of a version later, as it was at a commit. Instants in milliseconds. */
export type CatalogState = {
  readonly isListed: boolean
  readonly publishedAt: number
  readonly lastEditedAt: number | null
  /** `Deprecation` (packages/deprecation.ts), or null. */
  readonly deprecation: unknown
  readonly deletedAt: number | null
}

/**
 * Appends one change to the log that search, mirrors and other nodes follow, and raises the package's revision. Call it
 * last in the transaction, when the version's row is as it shall be: it keeps the state that it finds, and it locks the
 * one `catalog_head` row, so that commit times and numbers rise in the order of the commits. Answers the commit time in
 * microseconds.
 */
export async function appendCatalogItem(tx: Db, change: CatalogChange): Promise<number> {
  return appendCatalogItems(tx, [change])
}

/** The same for several changes, in their order; answers the last one's commit time. */
export async function appendCatalogItems(
  tx: Db,
  changes: readonly [CatalogChange, ...CatalogChange[]],
): Promise<number> {
  // Packages before the head, and in the order of their keys: two transactions never wait for each other's rows.
  const byPackage = Map.groupBy(changes, (change) => change.packageKey)
  for (const [key, own] of [...byPackage].toSorted(([a], [b]) => a - b)) await bumpRevision(tx, key, own.length)
  const { lastUs, commits } = await takeCommits(tx, changes)
  const states = await recordInVersions(tx, commits)
  await tx
    .insertInto('catalog_items')
    .values(commits.map((commit) => toRow(commit, states.get(subjectOf(commit.change)) ?? null)))
    .execute()
  return lastUs
}

/** `sequence` is null when the change is about the whole package. */
type NewCommit = {
  readonly us: number
  readonly id: string
  readonly sequence: number | null
  readonly change: CatalogChange
}

/** Takes the next commit times, none earlier than `now`, and the next numbers. */
async function takeCommits(
  tx: Db,
  changes: readonly [CatalogChange, ...CatalogChange[]],
): Promise<{ readonly lastUs: number; readonly commits: readonly NewCommit[] }> {
  const beforeUs = changes[0].now.getTime() * 1000 - 1
  const numbered = changes.filter((change) => change.version !== null).length
  const { rows } = await sql<{ committed_us: number; item_count: number }>`update catalog_head
    set committed_us = case when committed_us > ${beforeUs} then committed_us else ${beforeUs} end + ${changes.length},
        change_number = change_number + ${changes.length}, item_count = item_count + ${numbered}
    where id = 1 returning committed_us, item_count`.execute(tx)
  const [head] = rows
  if (!head) throw new Error('catalog_head has no row')
  let us = head.committed_us - changes.length
  let sequence = head.item_count - numbered
  const commits = changes.map((change) => ({
    us: ++us,
    id: randomUUID(),
    sequence: change.version ? sequence++ : null,
    change,
  }))
  return { lastUs: head.committed_us, commits }
}

/** Keeps each version's last commit in its row; answers the rows by `subjectOf`. */
async function recordInVersions(tx: Db, commits: readonly NewCommit[]): Promise<ReadonlyMap<string, CommittedVersion>> {
  const last = new Map(
    commits.flatMap(({ us, id, change }) =>
      change.version
        ? [[subjectOf(change), { us, id, packageKey: change.packageKey, lowerVersion: change.version.lower }]]
        : [],
    ),
  )
  const versions = await recordCommits(tx, [...last.values()])
  if (versions.length !== last.size) throw new Error(`no version to commit among ${[...last.keys()].join(', ')}`)
  return new Map(versions.map((version) => [`${version.package_key}/${version.lower_version}`, version]))
}

function subjectOf({ packageKey, version }: CatalogChange): string {
  return `${packageKey}/${version?.lower}`
}

function toRow(
  { us, id, sequence, change }: NewCommit,
  version: CommittedVersion | null,
): Insertable<CatalogItemsTable> {
  return {
    committed_us: us,
    commit_id: id,
    kind: change.kind,
    package_key: change.packageKey,
    lower_id: change.lowerId,
    package_id: version?.package_id ?? change.id, // a version has its ID in its own letter case
    full_version: change.version?.full ?? null,
    lower_version: change.version?.lower ?? null,
    sequence,
    state: version && JSON.stringify(toState(version)),
  }
}

function toState(version: CommittedVersion): CatalogState {
  return {
    isListed: version.listed === 1,
    publishedAt: version.published_at,
    lastEditedAt: version.last_edited_at,
    deprecation: version.deprecation === null ? null : (JSON.parse(version.deprecation) as unknown),
    deletedAt: version.deleted_at,
  }
}

/** The commit time of the newest change; 0 before the first. */
export async function findCatalogHead(db: Db): Promise<number> {
  const row = await db.selectFrom('catalog_head').select('committed_us').where('id', '=', 1).executeTakeFirst()
  return row?.committed_us ?? 0
}
