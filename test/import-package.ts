import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { blobKey } from '../src/blobs/paths.ts'
import type { Db } from '../src/db/database.ts'
import type { Deps } from '../src/deps.ts'
import { appendCatalogItem } from '../src/feed/catalog-store.ts'
import { readNupkg } from '../src/nuget/nupkg.ts'
import { toLowerId } from '../src/nuget/package-id.ts'
import { toVersionMetadata } from '../src/packages/package.ts'
import { insertPackageIfNew, insertVersion, type NewVersionRow } from '../src/packages/store.ts'
import { insertOwner } from '../src/packages/owner-store.ts'

type ReadyVersion = Omit<NewVersionRow, 'packageKey'>

/** Puts a package's bytes into the store and answers what its row will hold. */
export async function storePackage(deps: Pick<Deps, 'blobs' | 'now'>, bytes: Uint8Array): Promise<ReadyVersion> {
  const path = deps.blobs.newUploadPath()
  await writeFile(path, bytes)
  const read = await readNupkg(path)
  if (!read.ok) throw new Error(`not a package: ${JSON.stringify(read.error)}`)
  const digest = createHash('sha512').update(bytes).digest()
  const key = blobKey(digest.toString('hex'))
  await deps.blobs.put(key, path)
  const { id, version, isSemVer2 } = read.value.nuspec
  const now = deps.now()
  return {
    id,
    version,
    verbatimVersion: version.original,
    isSemVer2,
    isListed: true,
    createdAt: now,
    publishedAt: now,
    lastEditedAt: null,
    pushedBy: null,
    sha512: digest.toString('base64'),
    sizeBytes: bytes.length,
    blobKey: key,
    metadata: toVersionMetadata(read.value),
    files: read.value.files,
    entries: read.value.entries,
  }
}

/** Inserts the rows that a push of this version would: without key, audit and mail. */
export async function insertReadyVersion(tx: Db, ready: ReadyVersion, ownerId: number | null): Promise<void> {
  const now = ready.createdAt
  const lowerId = toLowerId(ready.id)
  const { package: pkg, isNew } = await insertPackageIfNew(tx, { id: ready.id, lowerId, now })
  if (isNew && ownerId !== null) await insertOwner(tx, pkg.key, ownerId, now)
  await insertVersion(tx, { ...ready, packageKey: pkg.key })
  await appendCatalogItem(tx, {
    kind: 'details',
    packageKey: pkg.key,
    lowerId,
    id: ready.id,
    version: { full: ready.version.full, lower: ready.version.lower },
    now,
  })
}

/** Publishes without HTTP, key or owner: for tests that need packages and are not about pushing them. */
export async function importPackage(deps: Pick<Deps, 'db' | 'blobs' | 'now'>, bytes: Uint8Array): Promise<void> {
  const ready = await storePackage(deps, bytes)
  await deps.db.transaction((tx) => insertReadyVersion(tx, ready, null))
}
