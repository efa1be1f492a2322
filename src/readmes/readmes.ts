import { createByteCache } from '../byte-cache.ts'
import type { Deps } from '../deps.ts'
import { findVersionWithEntries } from '../packages/commit-store.ts'
import type { PackageVersion } from '../packages/package.ts'
import { readPackageText } from '../packages/packed-file.ts'
import { findReadmeImages, packedPath } from './readme-images.ts'
import { findWrittenReadme } from './store.ts'
import { listReadmeImages, renderReadme, type ReadmeImages, type RenderedReadme } from './readme.ts'

/** Characters take one or two bytes. */
const keptBytes = 24 * 1024 * 1024

/** READMEs as pages show them. */
export type Readmes = {
  /** Null for a version without one. */
  find(version: PackageVersion): Promise<RenderedReadme | null>
  /** How the page of this version would show `markdown`. */
  render(version: PackageVersion, markdown: string): Promise<RenderedReadme>
}

/**
 * A file never changes, and what owners write changes with a commit about its version: what was rendered lately is kept by
 * them. `hrefOf` says where a picture in a version is asked for.
 */
export function createReadmes(
  deps: Pick<Deps, 'db' | 'blobs' | 'config'>,
  hrefOf: (version: PackageVersion, path: string) => string,
): Readmes {
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

  async function render(version: PackageVersion, markdown: string): Promise<RenderedReadme> {
    return renderReadme(markdown, await findImages(version, markdown))
  }

  return {
    render,
    async find(version) {
      const key = version.readmeWrittenAt === null ? version.blobKey : `${version.blobKey} ${version.commit.us}`
      const known = kept.get(key)
      if (known) return known
      const markdown = await readReadme(deps, version)
      if (markdown === null) return null
      const rendered = await render(version, markdown)
      kept.set(key, rendered, 2 * rendered.html.length)
      return rendered
    },
  }
}

/** The Markdown that is shown of a version: what its owners wrote in the gallery, or else what the package holds; or null. */
export async function readReadme(
  { db, blobs }: Pick<Deps, 'db' | 'blobs'>,
  version: PackageVersion,
): Promise<string | null> {
  const written = version.readmeWrittenAt === null ? null : await findWrittenReadme(db.read, version.key)
  return written ?? (await readPackageText(blobs, version, version.files.readme))
}
