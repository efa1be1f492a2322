import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Account } from '../accounts/account.ts'
import { blobKey } from '../blobs/paths.ts'
import type { Deps } from '../deps.ts'
import { readNupkg } from '../nuget/nupkg.ts'
import { findPackage, findVersion } from '../packages/store.ts'
import type { StoredNupkg } from '../publish/insert-version.ts'
import { findPublishFacts } from '../publish/publish-facts.ts'
import { listImportRefusals, type PublishFacts } from '../publish/publish.ts'
import { copyHashing, type FileHash } from './copy-hashing.ts'
import type { FoundFile } from './find-files.ts'
import type { ImportRefusal } from './refusal.ts'
import type { Outcome } from './report.ts'

/** What is known of a file before its transaction: how it ended, or what lacks only its rows. */
export type Prepared = Outcome | { readonly kind: 'stored'; readonly file: FoundFile; readonly stored: StoredNupkg }

export type ImportDeps = Pick<Deps, 'config' | 'db' | 'blobs' | 'now'>
export type ImportSource = { readonly folder: string; readonly owner: Account }

/**
 * Reads, checks and stores one file, so that only its rows lack. What is refused or already here leaves no file. A crash
 * leaves at most an upload or a blob that no version refers to.
 */
export async function prepareFile(deps: ImportDeps, source: ImportSource, file: FoundFile): Promise<Prepared> {
  if (await isAlreadyHere(deps, source, file)) return { kind: 'already-here', file }

  const upload = deps.blobs.newUploadPath()
  let isMoved = false
  try {
    const copied = await copyHashing(join(source.folder, file.path), upload, deps.config.maxPackageBytes)
    if (!copied.ok) return { kind: 'refused', file, refusal: copied.error }
    const read = await readNupkg(upload, deps.now())
    if (!read.ok) return { kind: 'refused', file, refusal: read.error }
    const nupkg = read.value
    const { sizeBytes, sha512, sha512Hex } = copied.value
    const verdict = judge(await findPublishFacts(deps.db.read, source.owner, nupkg.nuspec), sha512)
    if (verdict !== 'new') return toOutcome(file, verdict)

    const key = blobKey(sha512Hex)
    await deps.blobs.put(key, upload) // before the commit, as in a push
    isMoved = true
    return { kind: 'stored', file, stored: { nupkg, sha512, sizeBytes, blobKey: key } }
  } finally {
    if (!isMoved) await rm(upload, { force: true })
  }
}

/** Says what would become of the file. Nothing is written. */
export async function tryFile(deps: ImportDeps, source: ImportSource, file: FoundFile): Promise<Tried> {
  const from = join(source.folder, file.path)
  const hashed = await copyHashing(from, null, deps.config.maxPackageBytes)
  if (!hashed.ok) return { kind: 'refused', file, refusal: hashed.error }
  const read = await readNupkg(from, deps.now())
  if (!read.ok) return { kind: 'refused', file, refusal: read.error }
  const { id, version } = read.value.nuspec
  const verdict = judge(await findPublishFacts(deps.db.read, source.owner, { id, version }), hashed.value.sha512)
  if (verdict !== 'new') return toOutcome(file, verdict)
  return { kind: 'would-import', file, id, version: version.normalized, sha512: hashed.value.sha512 }
}

export type Tried =
  | Outcome
  | {
      readonly kind: 'would-import'
      readonly file: FoundFile
      readonly id: string
      readonly version: string
      readonly sha512: string
    }

export type Verdict = 'new' | 'already-here' | ImportRefusal

/** Whether these bytes may become a version. Asked before they are stored, and again in the transaction. */
export function judge(facts: PublishFacts, sha512: string): Verdict {
  if (facts.existing?.sha512 === sha512) return 'already-here'
  const [refusal] = listImportRefusals(facts)
  if (refusal?.code !== 'version-exists') return refusal ?? 'new'
  return { code: 'version-differs', id: facts.id, version: facts.version.normalized }
}

export function toOutcome(file: FoundFile, verdict: Exclude<Verdict, 'new'>): Outcome {
  return verdict === 'already-here' ? { kind: 'already-here', file } : { kind: 'refused', file, refusal: verdict }
}

/**
 * The short way when an import goes on: the version that the path names has this size and hash, so the file holds that
 * very package and need be neither read nor copied.
 */
async function isAlreadyHere(deps: ImportDeps, source: ImportSource, file: FoundFile): Promise<boolean> {
  const pkg = file.guess && (await findPackage(deps.db.read, file.guess.lowerId))
  const version = pkg && (await findVersion(deps.db.read, pkg.key, file.guess.lowerVersion))
  if (version?.sizeBytes !== file.sizeBytes) return false
  const hashed = await hashOf(deps, join(source.folder, file.path))
  return hashed?.sha512 === version.sha512
}

async function hashOf(deps: ImportDeps, path: string): Promise<FileHash | null> {
  const hashed = await copyHashing(path, null, deps.config.maxPackageBytes)
  return hashed.ok ? hashed.value : null
}
