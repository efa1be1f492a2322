import { messages as findMessages } from '../finding/messages.ts'
import { PackageRow } from '../finding/package-row.tsx'
import { searchHref } from '../finding/page-search.ts'
import { LinkButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import type { PackageSummary } from '../packages/package-summary.ts'
import { messages } from './messages.ts'

type Props = {
  readonly frame: Frame
  /** As the address writes it; a valid ID. */
  readonly id: string
  /** What it may have been meant to be, likeliest first. */
  readonly near: readonly PackageSummary[]
}

/** No package has this ID: what there is instead, and where to look or go on. */
export function MissingPage({ frame, id, near }: Props) {
  const { t } = frame
  const title = t(messages.missingTitle, { id })
  return (
    <Page frame={frame} title={title} noIndex>
      <h1 class="missing-title">{title}</h1>
      <p class="lead">{t(messages.missingText)}</p>
      {near.length === 0 ? null : (
        <section>
          <p id="near">{t(messages.missingNear)}</p>
          <ul class="rows results" aria-labelledby="near">
            {near.map((row) => (
              <PackageRow frame={frame} row={row} heading="h2" />
            ))}
          </ul>
        </section>
      )}
      <p class="actions">
        <LinkButton href={searchHref({ q: id })} kind="primary">
          {t(messages.missingSearch, { id })}
        </LinkButton>
        <LinkButton href="/help/push">{t(messages.missingYours)}</LinkButton>
      </p>
      <p>
        {t(findMessages.onlyOurs)} <a href="/help/set-up">{t(findMessages.howToSetUp)}</a>
      </p>
    </Page>
  )
}
