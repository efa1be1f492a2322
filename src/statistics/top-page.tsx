import { EmptyState, LinkButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import type { TopLists } from './figures.ts'
import type { Kept } from './kept.ts'
import { messages } from './messages.ts'
import { CsvLink, LastUpdated, TopPackagesTable, TopVersionsTable } from './parts.tsx'

export type TopSpan = 'six-weeks' | 'all'

type Props = {
  readonly frame: Frame
  readonly what: 'packages' | 'packageversions'
  readonly span: TopSpan
  readonly top: Kept<TopLists>
}

/** `/stats/packages` and `/stats/packageversions`: what was downloaded most, recently or ever. */
export function TopPage({ frame, what, span, top }: Props) {
  const { t } = frame
  const { packages, versions } = top.value
  const path = `/stats/${what}`
  const title = t(what === 'packages' ? messages.topPackages : messages.topVersions)
  const spans = [
    ['six-weeks', path, messages.inSixWeeks],
    ['all', `${path}?period=all`, messages.ever],
  ] as const
  return (
    <Page frame={frame} title={title}>
      <div class="title-line">
        <h1>{title}</h1>
        <LinkButton href="/stats" kind="quiet">
          {t(messages.backToStatistics)}
        </LinkButton>
      </div>
      <nav class="tabs" aria-label={t(messages.whichDownloads)}>
        {spans.map(([name, href, words]) => (
          <a href={href} aria-current={name === span ? 'page' : undefined}>
            {t(words)}
          </a>
        ))}
      </nav>
      {(what === 'packages' ? packages : versions).length === 0 ? (
        <EmptyState
          title={t(span === 'all' ? messages.nothingYet : messages.nothingInSixWeeks)}
          text={t(messages.nothingYetText)}
        />
      ) : (
        <>
          {what === 'packages' ? (
            <TopPackagesTable frame={frame} packages={packages} />
          ) : (
            <TopVersionsTable frame={frame} versions={versions} />
          )}
          <p>
            <CsvLink frame={frame} href={`${path}?period=${span}&format=csv`} />
          </p>
        </>
      )}
      <LastUpdated frame={frame} at={top.madeAt} />
    </Page>
  )
}
