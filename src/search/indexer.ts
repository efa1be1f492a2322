import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Db } from '../db/database.ts'
import { toDocuments } from './documents.ts'
import { isNotSettled, type IndexFile, type IndexState } from './index-file.ts'
import { getCatalogHead, hasPosition, listChangesAfter, listPackageKeysAfter, listPackageSources } from './source.ts'

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
    if (await file.write(state, next, { replaced: [], documents: [], ...options })) return
  }
}

/** Indexes the packages of the next commits of the catalog: pushes that came together share one step. */
export async function followCatalog(file: IndexFile, db: Db): Promise<Step> {
  const state = file.readState()
  const changes = await listChangesAfter(db, state.cursor.committedUs, changesAtOnce)
  const last = changes.at(-1)
  if (!last) return 'nothing-to-do'
  const cursor = { committedUs: last.committedUs, commitId: last.commitId }
  const changed = new Map(changes.map((change) => [change.packageKey, change.lowerId]))
  return await indexPackages(file, db, changed, state, { ...state, cursor })
}

/** Indexes the next packages of a rebuild, by key. */
export async function continueRebuild(file: IndexFile, db: Db): Promise<Step> {
  const state = file.readState()
  if (state.rebuiltUpTo === null) return 'nothing-to-do'
  const keys = await listPackageKeysAfter(db, state.rebuiltUpTo, packagesAtOnce)
  const last = keys.at(-1)
  if (last === undefined) {
    const done = { ...state, rebuiltUpTo: null }
    return toStep(await file.write(state, done, { replaced: [], documents: [], dropOlderGenerations: true }))
  }
  return await indexPackages(file, db, new Map(keys.map((key) => [key, null])), state, { ...state, rebuiltUpTo: last })
}

/** `packages`: keys, with the lower-case ID where it is known (a package row may be gone). */
async function indexPackages(
  file: IndexFile,
  db: Db,
  packages: ReadonlyMap<number, string | null>,
  state: IndexState,
  next: IndexState,
): Promise<Step> {
  const sources = await listPackageSources(db, [...packages.keys()])
  const known = [...packages.values()].filter((lowerId) => lowerId !== null)
  const replaced = new Set([...known, ...sources.map((source) => source.lowerId)])
  const documents = []
  for (const [i, source] of sources.entries()) {
    documents.push(...toDocuments(source))
    if (i % 20 === 19) await setImmediate() // searches go first
  }
  return toStep(await file.write(state, next, { replaced: [...replaced], documents }))
}

function toStep(wasWritten: boolean): Step {
  return wasWritten ? 'progress' : 'other-process-was-faster'
}

export type RebuildProgress = { readonly upToPackageKey: number }

/** Rebuilds to the end, for the command line. Works beside a running server, which follows the same file. */
export async function rebuildIndex(
  file: IndexFile,
  db: Db,
  onProgress: (progress: RebuildProgress) => void = () => {},
): Promise<void> {
  await beginRebuild(file, db)
  for (;;) {
    const step = await continueRebuild(file, db)
    if (step === 'nothing-to-do') break
    if (step === 'other-process-was-faster') await setTimeout(10 + Math.random() * 40)
    onProgress({ upToPackageKey: file.readState().rebuiltUpTo ?? 0 })
  }
  while ((await followCatalog(file, db)) !== 'nothing-to-do');
  while (file.mergeSome()) await setImmediate()
}
