import type { Blobs } from '../blobs/blobs.ts'
import { decodeEntryName, entryKey } from '../nuget/entry-names.ts'
import type { PackageEntry, PackageVersion } from '../packages/package.ts'
import { readPackedFile } from '../packages/packed-file.ts'
import { readPicture } from '../packages/picture.ts'
import type { ReadmeImage } from './readme.ts'

/** A file is inflated to see that it is a picture. */
export const largestPictureBytes = 4 * 1024 * 1024
const mostPictures = 40

/** The path in the package that an image of the README at `readmePath` means, as a key; null when it means none. */
export function packedPath(source: string, readmePath: string): string | null {
  if (/^[a-z][a-z0-9+.-]*:|^[/\\]{2}|^#/i.test(source)) return null
  const base = `http://local.invalid/${readmePath.split(/[\\/]/).map(encodeURIComponent).join('/')}`
  if (!URL.canParse(source, base)) return null
  const { pathname, host } = new URL(source, base)
  if (host !== 'local.invalid') return null
  try {
    return entryKey(decodeURIComponent(pathname.slice(1)))
  } catch {
    return null // a percent sign that escapes nothing
  }
}

/** An image on one of these hosts (`*.` before a host stands for all below it), over https; null on any other. */
export function imageOnHost(source: string, hosts: readonly string[]): ReadmeImage | null {
  if (!/^(https?:)?\/\//i.test(source) || !URL.canParse(source, 'https://local.invalid')) return null
  const url = new URL(source, 'https://local.invalid')
  const isAllowed = hosts.some((host) =>
    host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host,
  )
  if (!isAllowed || url.port !== '' || url.username !== '') return null
  url.protocol = 'https:'
  return { src: url.href, size: null }
}

type Sources = {
  /** As the README writes them. */
  readonly sources: readonly string[]
  readonly entries: readonly PackageEntry[]
  /** Hosts of images that the operator lets pages load. */
  readonly hosts: readonly string[]
  /** Where a picture in the package is asked for. */
  readonly hrefOf: (path: string) => string
}

/** Those of these images that may be shown: pictures in the package itself, and what lies on allowed hosts. */
export async function findReadmeImages(
  blobs: Pick<Blobs, 'read'>,
  version: PackageVersion,
  { sources, entries, hosts, hrefOf }: Sources,
): Promise<ReadonlyMap<string, ReadmeImage>> {
  const found = new Map<string, ReadmeImage>()
  const byKey = new Map(entries.map((entry) => [entryKey(entry.name), entry]))
  for (const source of sources.slice(0, mostPictures)) {
    const key = packedPath(source, version.metadata.readmeFile ?? '')
    const entry = key === null ? undefined : byKey.get(key)
    const image = entry ? await packedImage(blobs, version, entry, hrefOf) : imageOnHost(source, hosts)
    if (image) found.set(source, image)
  }
  return found
}

/** Null when the file is no picture. */
async function packedImage(
  blobs: Pick<Blobs, 'read'>,
  version: PackageVersion,
  { name, location, sizeBytes }: PackageEntry,
  hrefOf: (path: string) => string,
): Promise<ReadmeImage | null> {
  if (!location || sizeBytes > largestPictureBytes) return null
  const picture = readPicture(await readPackedFile(blobs, version, location))
  return picture && { src: hrefOf(decodeEntryName(name)), size: picture.size }
}
