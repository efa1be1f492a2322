import type { Deps } from '../deps.ts'
import type { Package, PackageVersion } from '../packages/package.ts'
import { lostFile, readPackedFile } from '../packages/packed-file.ts'
import { iconType } from '../packages/picture.ts'
import { findWrittenReadme } from '../readmes/store.ts'
import { findPackage, findVersion } from '../packages/store.ts'
import type { Freshness } from './headers.ts'
import { registrationIndex, registrationLeaf, registrationPage } from './registration.ts'
import type { PackageSnapshot } from './snapshot.ts'
import type { PackageFileKind, PackageTarget } from './target.ts'
import type { FeedBase } from './urls.ts'
import { versionsList } from './versions-list.ts'

/** What an address of a package shows, before it is encoded. `revision` is null when there is no such package. */
export type Found = { readonly revision: number | null; readonly content: Content | Missing }

export type Content = {
  readonly contentType: string
  readonly fresh: Freshness
  /** Null when the file is too large to be held in memory: then it is streamed from `file`. */
  readonly body: Buffer | null
  /** Set for what comes out of a package file. */
  readonly file: PackageFile | null
  /** What people wrote or drew: it is shown as what we say, and can run nothing. */
  readonly isUntrusted: boolean
}

/** Where a file comes from. Two answers with the same `blobKey` and kind have the same bytes. */
export type PackageFile = {
  readonly kind: PackageFileKind
  readonly blobKey: string
  readonly versionKey: number
  readonly sha512: string
  readonly sizeBytes: number
  readonly publishedAt: number
}

/** Why there is nothing, as the sentence that the client shows. */
export type Missing = { readonly missing: string }

type ContentDeps = Pick<Deps, 'db' | 'blobs'> & {
  readonly snapshotOf: (found: Package) => Promise<PackageSnapshot | null>
}

/** Nupkgs up to this size are held in memory while they are asked for often. */
export const largestHeldNupkg = 256 * 1024

const noPackage: Missing = { missing: 'This feed has no package with this ID.' }
const noVersion: Missing = { missing: 'This package has no such version here.' }

/**
 * Reads what the target shows now. The revision that comes with it is never newer than the content, so that a cache that
 * compares revisions can be out of date only towards asking again. `previous` spares reading a file that is known already.
 */
export async function findContent(
  deps: ContentDeps,
  target: PackageTarget,
  base: FeedBase,
  previous: Content | null,
): Promise<Found> {
  const found = await findPackage(deps.db.read, target.lowerId)
  if (!found) return { revision: null, content: noPackage }
  if ('lowerVersion' in target && target.kind !== 'registration-leaf') {
    const version = await findVersion(deps.db.read, found.key, target.lowerVersion)
    const content = version ? await readFile(deps, target.kind, version, previous) : noVersion
    return { revision: found.revision, content }
  }
  const snapshot = await deps.snapshotOf(found)
  if (!snapshot) return { revision: null, content: noPackage }
  return { revision: snapshot.package.revision, content: documentContent(target, base, snapshot) }
}

function documentContent(target: PackageTarget, base: FeedBase, snapshot: PackageSnapshot): Content | Missing {
  if (snapshot.versions.length === 0) return noPackage
  const document = makeDocument(target, base, snapshot)
  if (!document) return noVersion
  const body = Buffer.from(JSON.stringify(document))
  return { contentType: 'application/json', fresh: 'document', body, file: null, isUntrusted: false }
}

function makeDocument(target: PackageTarget, base: FeedBase, snapshot: PackageSnapshot): object | null {
  if (!('hive' in target)) return versionsList(snapshot.versions)
  const of = { base, hive: target.hive, package: snapshot.package, versions: snapshot.versions }
  if (target.kind === 'registration-index') return registrationIndex(of)
  return target.kind === 'registration-page' ? registrationPage(of, target) : registrationLeaf(of, target.lowerVersion)
}

async function readFile(
  deps: ContentDeps,
  kind: PackageFileKind,
  version: PackageVersion,
  previous: Content | null,
): Promise<Content | Missing> {
  if (kind === 'readme' && version.readmeWrittenAt) {
    const written = await findWrittenReadme(deps.db.read, version.key)
    if (written !== null) return writtenReadme(written)
  }
  if (previous?.file?.blobKey === version.blobKey) return previous
  const { blobKey, sha512, sizeBytes } = version
  const file = { kind, blobKey, sha512, sizeBytes, versionKey: version.key, publishedAt: version.publishedAt.getTime() }
  if (kind === 'nupkg') {
    const body = sizeBytes <= largestHeldNupkg ? await readWhole(deps, version) : null
    return { contentType: 'application/octet-stream', fresh: 'file', body, file, isUntrusted: false }
  }
  const location = version.files[kind]
  if (!location) return { missing: `This package version has no ${kind === 'license' ? 'licence file' : kind}.` }
  const body = await readPackedFile(deps.blobs, version, location)
  const contentType = kind === 'icon' ? iconType(body) : textTypes[kind]
  if (contentType === null) return { missing: 'The icon of this package version is neither PNG nor JPEG.' }
  // Owners may write another README at any time: it is asked for again, unlike what else comes out of a package.
  const fresh = kind === 'readme' ? 'document' : 'file'
  return { contentType, fresh, body, file: { ...file, sizeBytes: body.length }, isUntrusted: true }
}

function writtenReadme(markdown: string): Content {
  const body = Buffer.from(markdown)
  return { contentType: textTypes.readme, fresh: 'document', body, file: null, isUntrusted: true }
}

const textTypes = {
  nuspec: 'text/xml',
  readme: 'text/markdown; charset=utf-8',
  license: 'text/plain; charset=utf-8',
}

async function readWhole(deps: ContentDeps, version: PackageVersion): Promise<Buffer> {
  const bytes = await deps.blobs.read(version.blobKey)
  if (bytes?.length !== version.sizeBytes) throw lostFile(version)
  return bytes
}
