import { randomUUID } from 'node:crypto'
import { sql, type Insertable, type Selectable } from 'kysely'
import type { Db } from '../db/database.ts'
import { inBatches } from '../db/in-batches.ts'
import type { CatalogItemsTable } from '../db/tables/packages.ts'
import { recordCommits, type CommittedVersion } from '../packages/commit-store.ts'
import type { Deprecation } from '../packages/deprecation.ts'
import type { Commit } from '../packages/package.ts'
import { bumpRevision } from '../packages/store.ts'
import { itemsPerPage, type CatalogItem } from './catalog.ts'

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
  readonly deprecation: Deprecation | null
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

/** SQLite takes 32,766 values in a statement, and an item has ten. */
const commitsAtOnce = 1000

/** The same for several changes, in their order; answers the last one's commit time, 0 for no change. */
export async function appendCatalogItems(tx: Db, changes: readonly CatalogChange[]): Promise<number> {
  const [first] = changes
  if (!first) return 0
  // Packages before the head, and in the order of their keys: two transactions never wait for each other's rows.
  const byPackage = Map.groupBy(changes, (change) => change.packageKey)
  for (const [key, own] of [...byPackage].toSorted(([a], [b]) => a - b)) await bumpRevision(tx, key, own.length)
  const { lastUs, commits } = await takeCommits(tx, changes, first.now)
  for (const batch of inBatches(commits, commitsAtOnce)) {
    const states = await recordInVersions(tx, batch)
    await tx
      .insertInto('catalog_items')
      .values(batch.map((commit) => toRow(commit, states.get(subjectOf(commit.change)) ?? null)))
      .execute()
  }
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
  changes: readonly CatalogChange[],
  now: Date,
): Promise<{ readonly lastUs: number; readonly commits: readonly NewCommit[] }> {
  const beforeUs = now.getTime() * 1000 - 1
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
    deprecation: version.deprecation === null ? null : (JSON.parse(version.deprecation) as Deprecation),
    deletedAt: version.deleted_at,
  }
}

/** The commit time of the newest change; 0 before the first. */
export async function findCatalogHead(db: Db): Promise<number> {
  const row = await db.selectFrom('catalog_head').select('committed_us').where('id', '=', 1).executeTakeFirst()
  return row?.committed_us ?? 0
}

/** An item's number, from 0 without gaps in the order of commits. */
export type NumberedCommit = { readonly sequence: number; readonly commit: Commit }

/** The newest item about a version, or null. All items before it are there to be read. */
export async function findNewestItem(db: Db): Promise<NumberedCommit | null> {
  const row = await db
    .selectFrom('catalog_items')
    .select(['sequence', 'committed_us', 'commit_id'])
    .where('sequence', 'is not', null)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? toNumberedCommit(row) : null
}

/** The last items of full pages, from item number `from` on. */
export async function listPageEnds(db: Db, from: number): Promise<readonly NumberedCommit[]> {
  const rows = await db
    .selectFrom('catalog_items')
    .select(['sequence', 'committed_us', 'commit_id'])
    // Written out as the index `catalog_items_page_ends` has it: a parameter would not match.
    .where(sql<boolean>`sequence % ${sql.lit(itemsPerPage)} = ${sql.lit(itemsPerPage - 1)}`)
    .where('sequence', '>=', from)
    .orderBy('sequence')
    .execute()
  return rows.map(toNumberedCommit)
}

/** The items numbered `from` to `from + count - 1`, as far as there are any. */
export async function listItems(
  db: Db,
  { from, count }: { readonly from: number; readonly count: number },
): Promise<readonly CatalogItem[]> {
  const rows = await db
    .selectFrom('catalog_items')
    .selectAll()
    .where('sequence', '>=', from)
    .where('sequence', '<', from + count)
    .orderBy('sequence')
    .execute()
  return rows.map(toItem)
}

/** The item about a version with this commit time, and its state where it was kept; or null. */
export async function findItem(
  db: Db,
  us: number,
): Promise<(CatalogItem & { readonly state: CatalogState | null }) | null> {
  const row = await db
    .selectFrom('catalog_items')
    .selectAll()
    .where('committed_us', '=', us)
    .where('sequence', 'is not', null)
    .executeTakeFirst()
  return row ? { ...toItem(row), state: row.state === null ? null : (JSON.parse(row.state) as CatalogState) } : null
}

function toNumberedCommit(
  row: Pick<Selectable<CatalogItemsTable>, 'sequence' | 'committed_us' | 'commit_id'>,
): NumberedCommit {
  return { sequence: row.sequence ?? 0, commit: { us: row.committed_us, id: row.commit_id } }
}

function toItem(row: Selectable<CatalogItemsTable>): CatalogItem {
  return {
    commit: { us: row.committed_us, id: row.commit_id },
    kind: row.kind,
    packageKey: row.package_key,
    lowerId: row.lower_id,
    id: row.package_id,
    version: { full: row.full_version ?? '', lower: row.lower_version ?? '' },
  }
}
