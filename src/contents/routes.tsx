import { Hono, type Context } from 'hono'
import type { Deps } from '../deps.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import type { Env } from '../http/env.ts'
import { renderPage } from '../http/layout.tsx'
import { requireReader } from '../http/require-user.ts'
import { findVersionWithEntries } from '../packages/commit-store.ts'
import type { PackageVersion } from '../packages/package.ts'
import { findPackageView, readPackedFile, type PackageView } from '../packages/package-view.ts'
import { compareContents } from './compare.ts'
import { ComparePage } from './compare-page.tsx'
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

  async function showOf(version: PackageVersion, file: ContentFile): Promise<Shown> {
    if (!file.location) return { without: 'not-located' }
    if (file.sizeBytes > longestTextBytes) return { without: 'too-long' }
    const text = decodeText(await readPackedFile(deps.blobs, version, file.location))
    return text === null ? { without: 'not-text' } : { text }
  }

  async function showFile(c: Context<Env>, view: PackageView, file: ContentFile): Promise<Response> {
    const { location } = file
    const mayDownload = location !== null && file.sizeBytes <= longestDownloadBytes
    if (c.req.query('download') !== undefined && mayDownload) {
      return c.body(new Uint8Array(await readPackedFile(deps.blobs, view.version, location)), 200, {
        'Content-Type': 'application/octet-stream', // whatever it is, no browser runs or shows it as a page of ours
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeRfc8187(nameOf(file.path))}`,
        'Content-Security-Policy': 'sandbox',
        'X-Content-Type-Options': 'nosniff',
      })
    }
    const shown = await showOf(view.version, file)
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
    const of = async ({ version }: PackageView) => ({ version, files: (await listFiles(version)) ?? [] })
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

  return new Hono<Env>()
    .get('/packages/:id/compare', readable, (c) => showComparison(c))
    .get('/packages/:id/:version/files', readable, (c) => showContents(c, ''))
    .get('/packages/:id/:version/files/:path{.+}', readable, (c) => showContents(c, c.req.param('path')))
}

/** A file name as header parameters take it. */
function encodeRfc8187(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}
