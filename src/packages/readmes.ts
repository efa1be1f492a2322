import { createByteCache } from '../byte-cache.ts'
import type { Deps } from '../deps.ts'
import { findVersionWithEntries } from './commit-store.ts'
import type { PackageVersion } from './package.ts'
import { readPackageText } from './packed-file.ts'
import { findReadmeImages, packedPath } from './readme-images.ts'
import { listReadmeImages, renderReadme, type ReadmeImages, type RenderedReadme } from './readme.ts'

/** Characters take one or two bytes. */
const keptBytes = 24 * 1024 * 1024

/**
 * READMEs as pages show them, null for a version without one. A file never changes, so what was rendered lately is kept by
 * it. `hrefOf` says where a picture in a version is asked for.
 */
export function createReadmes(
  deps: Pick<Deps, 'db' | 'blobs' | 'config'>,
  hrefOf: (version: PackageVersion, path: string) => string,
): (version: PackageVersion) => Promise<RenderedReadme | null> {
  const kept = createByteCache<RenderedReadme>(keptBytes)

  async function findImages(version: PackageVersion, text: string): Promise<ReadmeImages> {
    const sources = listReadmeImages(text)
    if (sources.length === 0) return new Map()
    const mayBePacked = sources.some((source) => packedPath(source, '') !== null)
    const found = mayBePacked
      ? await findVersionWithEntries(deps.db.read, version.packageKey, version.version.lower)
      : null
    return findReadmeImages(deps.blobs, version, {
      sources,
      entries: found?.entries ?? [],
      hosts: deps.config.imageHosts,
      hrefOf: (path) => hrefOf(version, path),
    })
  }

  return async (version) => {
    const known = kept.get(version.blobKey)
    if (known) return known
    const text = await readPackageText(deps.blobs, version, version.files.readme)
    if (text === null) return null
    const rendered = renderReadme(text, await findImages(version, text))
    kept.set(version.blobKey, rendered, 2 * rendered.html.length)
    return rendered
  }
}
