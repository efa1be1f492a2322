import { commitVersions, type Commission, type StoredFile } from './commit-versions.ts'
import { findPackageFiles, type FoundFile } from './find-files.ts'
import { inOrder } from './in-order.ts'
import { prepareFile, toOutcome, tryFile, type ImportDeps, type Tried } from './prepare-file.ts'
import type { ImportRefusal } from './refusal.ts'
import type { ImportProgress, ImportReport, Outcome } from './report.ts'

export type ImportOptions = Commission & {
  readonly folder: string
  /** Say what would happen, and write nothing. */
  readonly isDryRun: boolean
  /** Stops it between files: what was begun is finished, and running it again goes on. */
  readonly signal: AbortSignal
  readonly onFound?: (files: number) => void
  readonly onProgress?: (progress: ImportProgress) => void
}

/** Enough that reading, checking and syncing go on while a transaction commits; few enough to hold in memory. */
const filesAtOnce = 32

/** So many versions are worth a transaction, whose end waits for the disk. */
const fullTransaction = 24

/**
 * Publishes every package below a folder by the rules of a push, without a key and without mails. Works beside running
 * servers, can be killed at any moment, and goes on where it was when it is run again: what is here is not imported twice.
 */
export async function importFolder(deps: ImportDeps, options: ImportOptions): Promise<ImportReport> {
  const startedAt = performance.now()
  const found = await findPackageFiles(options.folder, options.onFound ?? (() => {}))
  const tally = new Tally(found.files, options)
  for (const { path, reason } of found.unreadable) tally.refuse(path, { code: 'file-unreadable', reason })
  await (options.isDryRun ? tryAll(deps, options, found.files, tally) : importAll(deps, options, found.files, tally))
  return {
    ...tally.report(),
    symbolsPackages: found.symbolsPackages,
    seconds: (performance.now() - startedAt) / 1000,
    isDryRun: options.isDryRun,
  }
}

async function importAll(
  deps: ImportDeps,
  options: ImportOptions,
  files: readonly FoundFile[],
  tally: Tally,
): Promise<void> {
  const stored: StoredFile[] = []
  async function commitUntil(left: number): Promise<void> {
    while (stored.length > left) {
      const outcomes = await commitVersions(deps, options, stored)
      for (const outcome of outcomes) tally.add(outcome)
      stored.splice(0, outcomes.length)
    }
  }

  const prepare = (file: FoundFile) => prepareFile(deps, options, file)
  for await (const prepared of inOrder(files, prepare, { atOnce: filesAtOnce, signal: options.signal })) {
    for (const one of prepared) {
      if (one.kind === 'stored') stored.push(one)
      else tally.add(one)
    }
    await commitUntil(fullTransaction)
  }
  await commitUntil(0)
}

async function tryAll(
  deps: ImportDeps,
  options: ImportOptions,
  files: readonly FoundFile[],
  tally: Tally,
): Promise<void> {
  const would = new Map<string, string>() // by ID and version: two files of the folder may be the same version
  const decide = (tried: Tried): Outcome => {
    if (tried.kind !== 'would-import') return tried
    const { file, id, version, sha512 } = tried
    const name = `${id}/${version}`.toLowerCase()
    const earlier = would.get(name)
    if (earlier === undefined) {
      would.set(name, sha512)
      return { kind: 'imported', file }
    }
    return toOutcome(file, earlier === sha512 ? 'already-here' : { code: 'version-differs', id, version })
  }
  const attempt = (file: FoundFile) => tryFile(deps, options, file)
  for await (const tried of inOrder(files, attempt, { atOnce: filesAtOnce, signal: options.signal })) {
    for (const one of tried) tally.add(decide(one))
  }
}

/** Counts outcomes and says how far it is. */
class Tally {
  readonly #totalFiles: number
  readonly #totalBytes: number
  readonly #onProgress: ImportOptions['onProgress']
  #files = 0
  #bytes = 0
  #imported = 0
  #alreadyHere = 0
  readonly #refused: { path: string; refusal: ImportRefusal }[] = []

  constructor(files: readonly FoundFile[], { onProgress }: ImportOptions) {
    this.#totalFiles = files.length
    this.#totalBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0)
    this.#onProgress = onProgress
  }

  add(outcome: Outcome): void {
    if (outcome.kind === 'refused') this.refuse(outcome.file.path, outcome.refusal)
    else if (outcome.kind === 'imported') this.#imported += 1
    else this.#alreadyHere += 1
    this.#files += 1
    this.#bytes += outcome.file.sizeBytes
    this.#onProgress?.({
      files: this.#files,
      bytes: this.#bytes,
      totalFiles: this.#totalFiles,
      totalBytes: this.#totalBytes,
    })
  }

  refuse(path: string, refusal: ImportRefusal): void {
    this.#refused.push({ path, refusal })
  }

  report(): Omit<ImportReport, 'symbolsPackages' | 'seconds' | 'isDryRun'> {
    return {
      files: this.#totalFiles,
      sizeBytes: this.#totalBytes,
      imported: this.#imported,
      alreadyHere: this.#alreadyHere,
      refused: this.#refused,
      isStopped: this.#files < this.#totalFiles,
    }
  }
}
