import { LinkButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { compareHref, filesHref } from '../packages/links.tsx'
import type { PackageView } from '../packages/package-view.ts'
import type { DiffLine } from './diff.ts'
import { messages } from './messages.ts'

type Props = {
  readonly frame: Frame
  readonly view: PackageView
  readonly path: string
  /** The two versions, normalized. */
  readonly sides: readonly [from: string, to: string]
  /** Each place where they differ; null when one of them is no text that can be shown. */
  readonly places: readonly (readonly DiffLine[])[] | null
}

/** So many lines are read, if at all. */
const mostLines = 3000

/** One text file in two versions: what was taken away and what was added. */
export function DiffPage({ frame, view, path, sides, places }: Props) {
  const { t } = frame
  const { id } = view.package
  const [from, to] = sides
  const title = t(messages.changesOf, { file: path, id })
  return (
    <Page frame={frame} title={title} noIndex>
      <div class="title-line">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        <LinkButton href={`${compareHref(id)}?${new URLSearchParams({ from, to })}`} kind="quiet">
          {t(messages.backToComparison)}
        </LinkButton>
      </div>
      <p>
        <a href={filesHref(id, from, path)}>{from}</a> → <a href={filesHref(id, to, path)}>{to}</a>
      </p>
      <Places frame={frame} places={places} />
    </Page>
  )
}

function Places({ frame, places }: Pick<Props, 'frame' | 'places'>) {
  const { t } = frame
  if (places === null) return <p>{t(messages.noTextToCompare)}</p>
  if (places.length === 0) return <p>{t(messages.onlyLineEnds)}</p>
  const total = places.flat().length
  let room = mostLines
  const shown = places.flatMap((place) => {
    const lines = place.slice(0, room)
    room -= lines.length
    return lines.length === 0 ? [] : [lines]
  })
  return (
    <>
      <div class="file-text" tabindex={0} role="region" aria-label={t(messages.changedLines)}>
        <pre class="diff">
          {shown.map((lines) => (
            <code class="diff-place">
              {lines.map((line) => (
                <Line line={line} />
              ))}
            </code>
          ))}
        </pre>
      </div>
      {total > mostLines ? <p>{t(messages.moreLines, { count: mostLines })}</p> : null}
    </>
  )
}

const looks = {
  same: { Tag: 'span', sign: ' ' },
  removed: { Tag: 'del', sign: '-' },
  added: { Tag: 'ins', sign: '+' },
} as const

/** Elements that say what they are to whoever listens; signs and numbers for whoever looks. */
function Line({ line: { kind, text, before, after } }: { readonly line: DiffLine }) {
  const { Tag, sign } = looks[kind]
  return (
    <Tag class="diff-line">
      <span class="diff-number" aria-hidden="true">
        {`${before ?? ''}`.padStart(5)}
      </span>
      <span class="diff-number" aria-hidden="true">
        {`${after ?? ''}`.padStart(5)}
      </span>{' '}
      {sign} {`${text}\n`}
    </Tag>
  )
}
