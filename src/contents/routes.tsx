import { Hono, type Context } from 'hono'
import type { Deps } from '../deps.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import type { Env } from '../http/env.ts'
import { renderPage } from '../http/layout.tsx'
import { requireReader } from '../http/require-user.ts'
import { findVersionWithEntries } from '../packages/commit-store.ts'
import type { PackageVersion } from '../packages/package.ts'
import { findPackageView, type PackageView } from '../packages/package-view.ts'
import { pictureHref } from '../packages/links.tsx'
import { readPackedFile } from '../packages/packed-file.ts'
import { readPicture } from '../packages/picture.ts'
import { largestPictureBytes } from '../readmes/readme-images.ts'
import { compareContents } from './compare.ts'
import { ComparePage } from './compare-page.tsx'
import { DiffPage } from './diff-page.tsx'
import { diffTexts } from './diff.ts'
import { FilePage, type Shown } from './file-page.tsx'
import { findFile, findFolder, toContentFiles, type ContentFile } from './folder.ts'
import { FolderPage, nameOf } from './folder-page.tsx'
import { decodeText } from './text.ts'

const longestTextBytes = 512 * 1024
/** A file is inflated in memory; whoever wants a larger one downloads the package. */
const longestDownloadBytes = 8 * 1024 * 1024

/** The pages about what is in a package: its folders, its files, and how two versions differ. */
export function contentsRoutes(deps: Deps): Hono<Env> {
  const readable = requireReader(deps.config)

  async function findView(c: Context<Env>, version: string | undefined): Promise<PackageView | null> {
    const view = await findPackageView(deps, c.var.account, c.req.param('id') ?? '', version)
    return view && view.missingVersion === null && !view.isContentHidden ? view : null
  }

  async function listFiles({ packageKey, version }: PackageVersion): Promise<readonly ContentFile[] | null> {
    const found = await findVersionWithEntries(deps.db.read, packageKey, version.lower)
    return found?.entries ? toContentFiles(found.entries) : null
  }

  async function showOf({ version, package: { id } }: PackageView, file: ContentFile): Promise<Shown> {
    if (!file.location) return { without: 'not-located' }
    const mayBePicture = /\.(png|jpe?g|gif|webp)$/i.test(file.path) && file.sizeBytes <= largestPictureBytes
    if (file.sizeBytes > longestTextBytes && !mayBePicture) return { without: 'too-long' }
    const bytes = await readPackedFile(deps.blobs, version, file.location)
    const picture = readPicture(bytes)
    if (picture) return { picture: pictureHref(id, version.version.normalized, file.path), size: picture.size }
    if (file.sizeBytes > longestTextBytes) return { without: 'too-long' }
    const text = decodeText(bytes)
    return text === null ? { without: 'not-text' } : { text }
  }

  /** For pages and READMEs: what is a picture by its bytes, whatever its name, and nothing else. */
  async function sendPicture(c: Context<Env>, version: PackageVersion, file: ContentFile): Promise<Response> {
    if (!file.location || file.sizeBytes > largestPictureBytes) return notFoundPage(c)
    const bytes = await readPackedFile(deps.blobs, version, file.location)
    const picture = readPicture(bytes)
    if (!picture) return notFoundPage(c)
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': picture.type,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, max-age=3600', // the file never changes, but may be hidden or deleted
    })
  }

  async function showFile(c: Context<Env>, view: PackageView, file: ContentFile): Promise<Response> {
    const { location } = file
    if (c.req.query('picture') !== undefined) return sendPicture(c, view.version, file)
    const mayDownload = location !== null && file.sizeBytes <= longestDownloadBytes
    if (c.req.query('download') !== undefined && mayDownload) {
      return c.body(new Uint8Array(await readPackedFile(deps.blobs, view.version, location)), 200, {
        'Content-Type': 'application/octet-stream', // whatever it is, no browser runs or shows it as a page of ours
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeRfc8187(nameOf(file.path))}`,
        'Content-Security-Policy': 'sandbox',
        'X-Content-Type-Options': 'nosniff',
      })
    }
    const shown = await showOf(view, file)
    return renderPage(c, <FilePage frame={c.var.frame} {...{ view, file, shown, mayDownload, longestTextBytes }} />)
  }

  async function showContents(c: Context<Env>, path: string): Promise<Response> {
    const view = await findView(c, c.req.param('version'))
    if (!view) return notFoundPage(c)
    const files = await listFiles(view.version)
    const file = files && findFile(files, path)
    if (file) return showFile(c, view, file)
    const folder = files && findFolder(files, path)
    if ((files || path !== '') && !folder) return notFoundPage(c)
    return renderPage(c, <FolderPage frame={c.var.frame} view={view} folder={folder} />)
  }

  async function showComparison(c: Context<Env>): Promise<Response> {
    const view = await findView(c, undefined)
    if (!view) return notFoundPage(c)
    const [newest, previous] = view.versions
    const asked = [
      c.req.query('from') ?? previous?.version.normalized ?? '',
      c.req.query('to') ?? newest?.version.normalized ?? '',
    ] as const
    const before = asked[0] === '' ? null : await findView(c, asked[0])
    const after = asked[1] === '' ? null : await findView(c, asked[1])
    const missing = asked.find((text, i) => text !== '' && !(i === 0 ? before : after)) ?? null
    const of = async ({ version }: PackageView) => ({ version, files: await listFiles(version) })
    const comparison = before && after ? compareContents(await of(before), await of(after)) : null
    const page = (
      <ComparePage
        frame={c.var.frame}
        view={view}
        from={before?.version.version.normalized ?? asked[0]}
        to={after?.version.version.normalized ?? asked[1]}
        missing={missing}
        sizes={before && after ? [before.version.sizeBytes, after.version.sizeBytes] : null}
        comparison={comparison}
      />
    )
    return renderPage(c, page, missing === null ? 200 : 404)
  }

  async function findIn({ version }: PackageView, path: string): Promise<ContentFile | null> {
    return findFile((await listFiles(version)) ?? [], path)
  }

  /** '' for a file that is not in the version, null when it is no text, or too long. */
  async function textOf({ version }: PackageView, file: ContentFile | null): Promise<string | null> {
    if (!file) return ''
    if (!file.location || file.sizeBytes > longestTextBytes) return null
    return decodeText(await readPackedFile(deps.blobs, version, file.location))
  }

  async function showDiff(c: Context<Env>, path: string): Promise<Response> {
    const before = await findView(c, c.req.query('from') ?? '')
    const after = await findView(c, c.req.query('to') ?? '')
    if (!before || !after) return notFoundPage(c)
    const [old, now] = [await findIn(before, path), await findIn(after, path)]
    const file = now ?? old
    if (!file) return notFoundPage(c)
    const [was, is] = [await textOf(before, old), await textOf(after, now)]
    const places = was === null || is === null ? null : diffTexts(was, is)
    const sides = [before.version.version.normalized, after.version.version.normalized] as const
    return renderPage(c, <DiffPage frame={c.var.frame} view={after} path={file.path} {...{ sides, places }} />)
  }

  return new Hono<Env>()
    .get('/packages/:id/compare/:path{.+}', readable, (c) => showDiff(c, c.req.param('path')))
    .get('/packages/:id/compare', readable, (c) => showComparison(c))
    .get('/packages/:id/:version/files', readable, (c) => showContents(c, ''))
    .get('/packages/:id/:version/files/:path{.+}', readable, (c) => showContents(c, c.req.param('path')))
}

/** A file name as header parameters take it. */
function encodeRfc8187(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}
