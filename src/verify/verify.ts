import type { StoredBlob } from '../blobs/blobs.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { listMarkChanges } from '../prefixes/mark-store.ts'
import { checkVersion } from './check-version.ts'
import { listWrongSums } from '../statistics/sums.ts'
import { listStagedBlobs } from '../upload/store.ts'
import type { Problem, UnreferencedFile, VerifyReport } from './report.ts'
import { listReferencedBlobs, listRowProblems, listVersionRows } from './store.ts'

export type VerifyOptions = {
  /** Remove unreferenced files that are older than `olderThanMs`. Nothing else is ever repaired by itself. */
  readonly repair: boolean
  /** A push that is under way has a file before it has a row: only age tells it from an abandoned one. */
  readonly olderThanMs: number
  readonly onProgress?: (checkedVersions: number) => void
}

type VerifyDeps = Pick<Deps, 'db' | 'blobs' | 'now'>

const batchSize = 200

/** Compares every row with what it says about other rows and about files. Works beside running servers. */
export async function verify(deps: VerifyDeps, options: VerifyOptions): Promise<VerifyReport> {
  const problems: Problem[] = []
  let versions = 0
  let blobBytes = 0
  let afterKey = 0
  for (;;) {
    const rows = await listVersionRows(deps.db.read, afterKey, batchSize)
    if (rows.length === 0) break
    for (const row of rows) {
      problems.push(...(await checkVersion(deps.blobs, row)))
      versions += 1
      blobBytes += row.size_bytes
      afterKey = row.id
    }
    options.onProgress?.(versions)
  }
  problems.push(...(await listRowProblems(deps.db)), ...(await listWrongMarks(deps.db.read)))
  problems.push(...(await listWrongDownloads(deps.db.read)))
  return { versions, blobBytes, problems, unreferenced: await findUnreferenced(deps, options) }
}

/** A mark that says too much lets a package pass for its prefix owner's. */
async function listWrongMarks(db: Db): Promise<readonly Problem[]> {
  return (await listMarkChanges(db, 'all')).map(({ id, isVerified }) => ({
    code: 'mark-wrong',
    subject: id,
    message: isVerified
      ? 'It lacks the verified mark, although an owner owns a prefix of its ID.'
      : 'It has the verified mark, although no owner owns a prefix of its ID.',
  }))
}

/** What pages show of downloads would contradict itself. */
async function listWrongDownloads(db: Db): Promise<readonly Problem[]> {
  return (await listWrongSums(db)).map(({ subject, missing, of }) => ({
    code: 'downloads-disagree',
    subject,
    message: `Its ${of === 'day' ? 'downloads of that day are' : 'total is'} ${Math.abs(missing)} too ${missing > 0 ? 'low' : 'high'}: run "lode rebuild statistics".`,
  }))
}

async function findUnreferenced(deps: VerifyDeps, options: VerifyOptions): Promise<readonly UnreferencedFile[]> {
  const oldest = deps.now().getTime() - options.olderThanMs
  const found: UnreferencedFile[] = []

  async function note(kind: UnreferencedFile['kind'], file: StoredBlob): Promise<void> {
    const isRemoved = options.repair && kind !== 'staged' && file.modifiedAt.getTime() <= oldest
    if (isRemoved) await (kind === 'blob' ? deps.blobs.delete(file.key) : deps.blobs.deleteUpload(file.key))
    found.push({ kind, name: file.key, sizeBytes: file.sizeBytes, modifiedAt: file.modifiedAt, isRemoved })
  }
  async function noteUnreferenced(batch: readonly StoredBlob[]): Promise<void> {
    const keys = batch.map((blob) => blob.key)
    // Asked after the files were listed: a row that came meanwhile counts. And first for what is staged: published between
    // the two questions, it counts as both; the other way round it would count as neither.
    const staged = await listStagedBlobs(deps.db.read, keys)
    const referenced = await listReferencedBlobs(deps.db.read, keys)
    for (const blob of batch) {
      if (!referenced.has(blob.key)) await note(staged.has(blob.key) ? 'staged' : 'blob', blob)
    }
  }

  let batch: StoredBlob[] = []
  for await (const blob of deps.blobs.list()) {
    batch.push(blob)
    if (batch.length < batchSize) continue
    await noteUnreferenced(batch)
    batch = []
  }
  await noteUnreferenced(batch)
  for await (const upload of deps.blobs.listUploads()) await note('upload', upload)
  return found
}
