import { raw } from 'hono/html'
import { Facts, LinkButton, Notice } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { formatBytes } from '../i18n/format.ts'
import type { PackageView } from '../packages/package-view.ts'
import type { ContentFile } from './folder.ts'
import { ContentsHead, nameOf, PathTrail } from './folder-page.tsx'
import { filesHref } from '../packages/links.tsx'
import { messages } from './messages.ts'
import { hasDirectionMarks, highlight } from './text.ts'

/** What can be shown of a file: its text, the address of the picture that it is, or why there is nothing. */
export type Shown =
  | { readonly text: string }
  | { readonly picture: string; readonly size: { readonly width: number; readonly height: number } | null }
  | { readonly without: 'not-text' | 'too-long' | 'not-located' }

/** Each line can be linked to, unless there are so many that the links would weigh more than the text. */
const mostLinkedLines = 5000

type Props = {
  readonly frame: Frame
  readonly view: PackageView
  readonly file: ContentFile
  readonly shown: Shown
  readonly mayDownload: boolean
  readonly longestTextBytes: number
}

/** One file of a package: its text with numbered lines, or what it is. */
export function FilePage(props: Props) {
  const { frame, view, file } = props
  const { t, language } = frame
  const { id } = view.package
  const version = view.version.version.normalized
  const title = t(messages.fileOf, { file: nameOf(file.path), id, version })
  return (
    <Page frame={frame} title={title} noIndex>
      <ContentsHead frame={frame} view={view} title={title} />
      <PathTrail frame={frame} view={view} path={file.path} />
      <div class="title-line">
        <Facts
          items={[
            [t(messages.size), formatBytes(language, file.sizeBytes)],
            [t(messages.packedSize), formatBytes(language, file.compressedBytes)],
          ]}
        />
        {props.mayDownload ? (
          <LinkButton href={`${filesHref(id, version, file.path)}?download`}>{t(messages.downloadFile)}</LinkButton>
        ) : null}
      </div>
      <FileText {...props} />
    </Page>
  )
}

function FileText({ frame, file, shown, longestTextBytes }: Props) {
  const { t, language } = frame
  if ('without' in shown) {
    if (shown.without === 'not-text') return <p>{t(messages.notText)}</p>
    const limit = formatBytes(language, longestTextBytes)
    return <p>{shown.without === 'too-long' ? t(messages.tooLong, { limit }) : t(messages.noEntries)}</p>
  }
  if ('picture' in shown) {
    const { picture, size } = shown
    return <img class="file-picture" src={picture} alt={nameOf(file.path)} width={size?.width} height={size?.height} />
  }
  if (shown.text === '') return <p>{t(messages.emptyFile)}</p>
  const html = highlight(file.path, shown.text)
  const lines = shown.text.replace(/\r?\n$/, '').split('\n').length
  return (
    <>
      {hasDirectionMarks(shown.text) ? (
        <Notice frame={frame} kind="warn">
          <p>{t(messages.directionMarks)}</p>
        </Notice>
      ) : null}
      <div class="file-text" tabindex={0} role="region" aria-label={t(messages.textOfFile)}>
        <pre class="line-numbers" aria-hidden="true">
          <LineNumbers lines={lines} />
        </pre>
        <pre>
          <code>{html === null ? shown.text : raw(html)}</code>
        </pre>
      </div>
    </>
  )
}

/** Decoration for whoever listens; for others each leads to its line. */
function LineNumbers({ lines }: { readonly lines: number }) {
  const numbers = Array.from({ length: lines }, (_, i) => i + 1)
  if (lines > mostLinkedLines) return <>{numbers.join('\n')}</>
  return (
    <>
      {numbers.map((number) => (
        <>
          <a id={`L${number}`} href={`#L${number}`} tabindex={-1}>
            {number}
          </a>
          {'\n'}
        </>
      ))}
    </>
  )
}
