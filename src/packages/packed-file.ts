import type { Blobs } from '../blobs/blobs.ts'
import { readEntry, type EntryLocation } from '../nuget/nupkg.ts'

/** What names a nupkg in the storage: the row of its version, for one. */
type Stored = { readonly blobKey: string }

/** The bytes of a file inside the nupkg: one read of its range. Null when the storage does not have the nupkg. */
export async function findPackedFile(
  blobs: Pick<Blobs, 'read'>,
  nupkg: Stored,
  location: EntryLocation,
): Promise<Buffer | null> {
  const end = location.dataOffset + location.compressedBytes
  const packed = await blobs.read(nupkg.blobKey, { start: location.dataOffset, end })
  return packed && readEntry(packed, location)
}

/** The same of a nupkg that a row says is there. */
export async function readPackedFile(
  blobs: Pick<Blobs, 'read'>,
  nupkg: Stored,
  location: EntryLocation,
): Promise<Buffer> {
  const bytes = await findPackedFile(blobs, nupkg, location)
  if (!bytes) throw lostFile(nupkg)
  return bytes
}

/** Text of a file inside the nupkg (README, licence), or null when the package has none. */
export async function readPackageText(
  blobs: Pick<Blobs, 'read'>,
  nupkg: Stored,
  location: EntryLocation | null,
): Promise<string | null> {
  return location && new TextDecoder().decode(await readPackedFile(blobs, nupkg, location))
}

/** For the log: the client reads that something went wrong here, and tries again. */
export function lostFile({ blobKey }: Stored): Error {
  return new Error(`the file ${blobKey} is missing or not whole in the storage: run \`lode verify\``)
}
