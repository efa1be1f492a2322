import { inBatches } from '../db/in-batches.ts'
import type { Deps } from '../deps.ts'
import { appendCatalogItems, type CatalogChange } from '../feed/catalog-store.ts'
import {
  listImportedTotals,
  listImportedVersions,
  replaceImported,
  type ImportedTotals,
} from '../packages/download-store.ts'
import { toBucket } from '../search/documents.ts'
import { parseRecord, splitRecords, type DownloadsRecord } from './downloads-file.ts'

export type DownloadsReport = {
  /** IDs in the file, and how many of them are here. */
  readonly ids: number
  readonly known: number
  /** Those of the known whose counts are others than before. */
  readonly changed: number
  /** Versions of known IDs in the file, and how many of them are here. */
  readonly versions: number
  readonly knownVersions: number
  /** Entries that are not `["ID",["1.0.0",1],…]`: they were skipped. The first few are shown. */
  readonly invalid: number
  readonly invalidExamples: readonly string[]
  readonly seconds: number
  readonly isStopped: boolean
}

export type DownloadsOptions = {
  /** The bytes of a `downloads.v1.json`. */
  readonly chunks: AsyncIterable<Uint8Array>
  readonly signal: AbortSignal
  readonly onProgress?: (progress: { readonly ids: number; readonly bytes: number }) => void
}

type DownloadsDeps = Pick<Deps, 'db' | 'now'>

const recordsAtOnce = 500
const versionsPerTransaction = 500
const packagesPerTransaction = 100
const examplesShown = 5

/**
 * Makes the counts of nuget.org, or of another gallery, the base of those counted here. An ID's base becomes what the file
 * says of all its versions together, a version's base what it says of that one; what was imported before is replaced, so
 * that importing twice is the same as once. IDs that are not in the file keep theirs. Memory does not grow with the file.
 */
export async function importDownloads(deps: DownloadsDeps, options: DownloadsOptions): Promise<DownloadsReport> {
  const startedAt = performance.now()
  const tally = { ids: 0, known: 0, changed: 0, versions: 0, knownVersions: 0, invalid: 0 }
  const invalidExamples: string[] = []
  let bytes = 0
  let batch = new Map<string, DownloadsRecord>()

  async function flush(): Promise<void> {
    const applied = await applyRecords(deps, batch)
    for (const name of ['known', 'changed', 'versions', 'knownVersions'] as const) tally[name] += applied[name]
    batch = new Map()
    options.onProgress?.({ ids: tally.ids, bytes })
  }

  async function take(text: string): Promise<void> {
    const record = parseRecord(text)
    if (record) {
      tally.ids += 1
      batch.set(record.lowerId, record)
    } else {
      tally.invalid += 1
      if (invalidExamples.length < examplesShown) invalidExamples.push(text.slice(0, 100))
    }
    if (batch.size >= recordsAtOnce) await flush()
  }

  try {
    for await (const texts of splitRecords(counted(options.chunks, (length) => (bytes += length)))) {
      if (options.signal.aborted) break
      for (const text of texts) await take(text)
    }
  } finally {
    await flush() // what came before a cut counts
  }
  const seconds = (performance.now() - startedAt) / 1000
  return { ...tally, invalidExamples, seconds, isStopped: options.signal.aborted }
}

async function* counted(chunks: AsyncIterable<Uint8Array>, onBytes: (length: number) => void) {
  for await (const chunk of chunks) {
    onBytes(chunk.length)
    yield chunk
  }
}

type Applied = Pick<DownloadsReport, 'known' | 'changed' | 'versions' | 'knownVersions'>

/** Writes only what differs, in short transactions. A process that is killed in between does the rest when run again. */
async function applyRecords(deps: DownloadsDeps, records: ReadonlyMap<string, DownloadsRecord>): Promise<Applied> {
  const known = await listImportedTotals(deps.db.read, [...records.keys()])
  const recordOf = new Map(known.map((pkg) => [pkg.key, records.get(pkg.lowerId)]))
  const versions = await listImportedVersions(deps.db.read, [...recordOf.keys()])
  let knownVersions = 0
  const changedVersions: (readonly [key: number, imported: number])[] = []
  const changedKeys = new Set<number>()
  for (const { key, packageKey, lowerVersion, importedDownloads } of versions) {
    const count = recordOf.get(packageKey)?.versions.get(lowerVersion)
    if (count !== undefined) knownVersions += 1
    if ((count ?? 0) === importedDownloads) continue
    changedVersions.push([key, count ?? 0])
    changedKeys.add(packageKey)
  }
  const changed = known.flatMap((pkg) => {
    const total = recordOf.get(pkg.key)?.total ?? 0
    return total === pkg.importedDownloads && !changedKeys.has(pkg.key) ? [] : [{ ...pkg, total }]
  })

  for (const batch of inBatches(changedVersions, versionsPerTransaction)) {
    await deps.db.transaction((tx) => replaceImported(tx, 'versions', batch))
  }
  for (const batch of inBatches(changed, packagesPerTransaction)) await replaceTotals(deps, batch)
  return {
    known: known.length,
    changed: changed.length,
    versions: [...recordOf.values()].reduce((sum, record) => sum + (record?.versions.size ?? 0), 0),
    knownVersions,
  }
}

/**
 * Search looks at popularity every few minutes; after an import it hears at once, through the catalog, of those that move
 * in its order. It hears as well of those that only share their total out anew: nothing else says that they changed.
 */
async function replaceTotals(
  { db, now }: DownloadsDeps,
  packages: readonly (ImportedTotals & { readonly total: number })[],
): Promise<void> {
  const moved = packages
    .filter(({ downloads, importedDownloads, total }) => {
      const isMoved = toBucket(downloads) !== toBucket(downloads - importedDownloads + total)
      return isMoved || total === importedDownloads
    })
    .map(({ key, lowerId, id }): CatalogChange => {
      return { kind: 'details', packageKey: key, lowerId, id, version: null, now: now() }
    })
  await db.transaction(async (tx) => {
    await replaceImported(
      tx,
      'packages',
      packages.map(({ key, total }) => [key, total]),
    )
    await appendCatalogItems(tx, moved)
  })
}
