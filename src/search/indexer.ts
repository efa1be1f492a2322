import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Db } from '../db/database.ts'
import { toBucket, toDocuments } from './documents.ts'
import { isNotSettled, type IndexedPackage, type IndexFile, type IndexState } from './index-file.ts'
import { createListedVersions, type ListedVersions } from './listed-versions.ts'
import {
  getCatalogHead,
  hasPosition,
  listChangesAfter,
  listDownloadsAfter,
  listPackageKeysAfter,
  listPackageSources,
  countPackages,
} from './source.ts'

const changesAtOnce = 200
const packagesAtOnce = 400

/** What one step of indexing did. */
export type Step = 'nothing-to-do' | 'progress' | 'other-process-was-faster'

/** Starts over when the index was never filled, or was filled from another database than this one. */
export async function settleIndex(file: IndexFile, db: Db): Promise<void> {
  const state = file.readState()
  if (isNotSettled(state)) await beginRebuild(file, db)
  else if (!(await hasPosition(db, state.cursor))) await beginRebuild(file, db, { dropAll: true })
}

/**
 * Marks everything to be indexed anew: the steps that follow do it, in batches. Searching goes on in what is there, and
 * changes from now on are followed as ever. What the rebuild does not meet is dropped at its end.
 */
export async function beginRebuild(file: IndexFile, db: Db, options: { dropAll?: boolean } = {}): Promise<void> {
  for (;;) {
    const state = file.readState()
    const cursor = await getCatalogHead(db)
    const next = { generation: state.generation + 1, cursor, rebuiltUpTo: 0 }
    if (await file.write(state, next, { replaced: [], packages: [], ...options })) return
  }
}

/**
 * Indexes the packages of the next commits of the catalog: pushes that came together share one step. Whoever follows for
 * long gives the same `listListed` each time.
 */
export async function followCatalog(
  file: IndexFile,
  db: Db,
  listListed: ListedVersions = createListedVersions(db),
): Promise<Step> {
  const state = file.readState()
  const changes = await listChangesAfter(db, state.cursor.committedUs, changesAtOnce)
  const last = changes.at(-1)
  if (!last) return 'nothing-to-do'
  const cursor = { committedUs: last.committedUs, commitId: last.commitId }
  const changed = new Map(changes.map((change) => [change.packageKey, change.lowerId]))
  return await indexPackages(file, { db, listListed }, changed, state, { ...state, cursor })
}

/** Indexes the next packages of a rebuild, by key. */
export async function continueRebuild(file: IndexFile, db: Db): Promise<Step> {
  const state = file.readState()
  if (state.rebuiltUpTo === null) return 'nothing-to-do'
  const keys = await listPackageKeysAfter(db, state.rebuiltUpTo, packagesAtOnce)
  const last = keys.at(-1)
  if (last === undefined) {
    const done = { ...state, rebuiltUpTo: null }
    return toStep(await file.write(state, done, { replaced: [], packages: [], dropOlderGenerations: true }))
  }
  const packages = new Map(keys.map((key) => [key, null]))
  return await indexPackages(file, withoutMemory(db), packages, state, { ...state, rebuiltUpTo: last })
}

type Source = { readonly db: Db; readonly listListed: ListedVersions }

const withoutMemory = (db: Db): Source => ({ db, listListed: createListedVersions(db) })

/** `packages`: keys, with the lower-case ID where it is known (a package row may be gone). */
async function indexPackages(
  file: IndexFile,
  { db, listListed }: Source,
  packages: ReadonlyMap<number, string | null>,
  state: IndexState,
  next: IndexState,
): Promise<Step> {
  const sources = await listPackageSources(db, listListed, [...packages.keys()])
  const known = [...packages.values()].filter((lowerId) => lowerId !== null)
  const replaced = new Set([...known, ...sources.map((source) => source.lowerId)])
  const indexed: IndexedPackage[] = []
  for (const [i, source] of sources.entries()) {
    const { key, downloads, shown } = source
    indexed.push({ key, downloads, shown, documents: toDocuments(source) })
    if (i % 20 === 19) await setImmediate() // searches go first
  }
  return toStep(await file.write(state, next, { replaced: [...replaced], packages: indexed }))
}

function toStep(wasWritten: boolean): Step {
  return wasWritten ? 'progress' : 'other-process-was-faster'
}

const comparedAtOnce = 2000

/**
 * Downloads make no catalog item: looks at the packages after `packageKey` and indexes anew those that have become so much
 * more popular that they stand in another place. Answers the key up to which it came, or null after the last package.
 */
export async function refreshPopularity(file: IndexFile, db: Db, packageKey: number): Promise<number | null> {
  const current = await listDownloadsAfter(db, packageKey, comparedAtOnce)
  const last = current.at(-1)
  if (!last) return null
  const indexed = file.listDownloads(packageKey, last.key)
  const moved = current.filter(({ key, downloads }) => {
    const before = indexed.get(key)
    return before !== undefined && toBucket(before) !== toBucket(downloads)
  })
  for (let from = 0; from < moved.length; from += packagesAtOnce) {
    const keys = moved.slice(from, from + packagesAtOnce).map(({ key }) => [key, null] as const)
    const state = file.readState()
    await indexPackages(file, withoutMemory(db), new Map(keys), state, state) // another process that was faster leaves it to the next round
  }
  return last.key
}

export type RebuildProgress = { readonly indexed: number; readonly packages: number }

/**
 * Rebuilds to the end, for the command line. Works beside a running server, which follows the same file: whoever has the
 * lease does the work, and the other one watches.
 */
export async function rebuildIndex(
  file: IndexFile,
  db: Db,
  onProgress: (progress: RebuildProgress) => void = () => {},
): Promise<RebuildProgress> {
  const holder = `rebuild ${process.pid}`
  await beginRebuild(file, db)
  const packages = await countPackages(db)
  for (;;) {
    const { rebuiltUpTo } = file.readState()
    if (rebuiltUpTo === null) break
    onProgress({ indexed: await countPackages(db, rebuiltUpTo), packages })
    if (await file.keepLease(holder)) await continueRebuild(file, db)
    else await setTimeout(200)
  }
  while ((await followCatalog(file, db)) !== 'nothing-to-do');
  return { indexed: packages, packages }
}
