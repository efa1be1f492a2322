import { LinkButton, Notice } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { formatBytes } from '../i18n/format.ts'
import { packageHref } from '../packages/icon.tsx'
import type { PackageView } from '../packages/package-view.ts'
import type { Folder } from './folder.ts'
import { compareHref, filesHref } from '../packages/links.tsx'
import { messages } from './messages.ts'

/** A folder with more files is cut off: nobody reads on, and the page stays light. */
const mostFiles = 1000

type Props = { readonly frame: Frame; readonly view: PackageView }

/** What lies in a folder of a package; null when it is not known. */
export function FolderPage({ frame, view, folder }: Props & { readonly folder: Folder | null }) {
  const { t } = frame
  const of = { id: view.package.id, version: view.version.version.normalized }
  return (
    <Page frame={frame} title={t(messages.filesOf, of)} noIndex>
      <ContentsHead frame={frame} view={view} title={t(messages.filesOf, of)} />
      {folder === null ? (
        <Notice frame={frame} kind="info">
          <p>{t(messages.noEntries)}</p>
        </Notice>
      ) : (
        <FolderTable frame={frame} view={view} folder={folder} />
      )}
    </Page>
  )
}

function FolderTable({ frame, view, folder }: Props & { readonly folder: Folder }) {
  const { t, language } = frame
  const { id } = view.package
  const version = view.version.version.normalized
  const sized = (sum: { files: number; sizeBytes: number }) =>
    t(messages.filesAndSize, { count: sum.files, size: formatBytes(language, sum.sizeBytes) })
  const files = folder.files.slice(0, mostFiles)
  return (
    <>
      <PathTrail frame={frame} view={view} path={folder.path} />
      <div class="table-scroll">
        <table class="contents-table">
          <caption>{sized(folder.total)}</caption>
          <thead>
            <tr>
              <th scope="col">{t(messages.name)}</th>
              <th scope="col" class="number">
                {t(messages.size)}
              </th>
            </tr>
          </thead>
          <tbody>
            {folder.folders.map((inside) => (
              <tr>
                <td>
                  <a href={filesHref(id, version, inside.path)} class="mono">
                    <bdi>{nameOf(inside.path)}/</bdi>
                  </a>
                </td>
                <td class="number quiet">{sized(inside)}</td>
              </tr>
            ))}
            {files.map((file) => (
              <tr>
                <td>
                  <a href={filesHref(id, version, file.path)} class="mono">
                    <bdi>{nameOf(file.path)}</bdi>
                  </a>
                </td>
                <td class="number">{formatBytes(language, file.sizeBytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {files.length < folder.files.length ? <p>{t(messages.tooManyHere, { count: mostFiles })}</p> : null}
    </>
  )
}

/** Title and the ways on, alike on the pages about what is in a package. */
export function ContentsHead({ frame, view, title }: Props & { readonly title: string }) {
  const { t } = frame
  const { id } = view.package
  return (
    <div class="title-line">
      <h1>{title}</h1>
      <div class="actions">
        <LinkButton href={compareHref(id)} kind="quiet">
          {t(messages.compareVersions)}
        </LinkButton>
        <LinkButton href={packageHref(id, view.version.version.normalized)} kind="quiet">
          {t(messages.backToPackage)}
        </LinkButton>
      </div>
    </div>
  )
}

/** The folders above, each a link; the last part is where one is. */
export function PathTrail({ frame, view, path }: Props & { readonly path: string }) {
  const version = view.version.version.normalized
  const parts = path === '' ? [] : path.split('/')
  return (
    <nav class="path-trail mono" aria-label={frame.t(messages.path)}>
      <ol>
        <li>
          <a href={filesHref(view.package.id, version)} aria-current={parts.length === 0 ? 'page' : undefined}>
            {view.package.id}
          </a>
        </li>
        {parts.map((part, i) => (
          <li>
            {i === parts.length - 1 ? (
              <span aria-current="page">
                <bdi>{part}</bdi>
              </span>
            ) : (
              <a href={filesHref(view.package.id, version, parts.slice(0, i + 1).join('/'))}>
                <bdi>{part}</bdi>
              </a>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
