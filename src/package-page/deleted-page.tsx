import { LinkButton, Notice } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { packageHref } from '../packages/icon.tsx'
import { messages } from './messages.ts'

type DeletedProps = {
  readonly frame: Frame
  readonly id: string
  readonly version: string
  /** Whether the package has versions that were not deleted. */
  readonly hasOthers: boolean
}

/** What is left of a version that was deleted: its name, and nothing else (gallery.md §7.5). */
export function DeletedPage({ frame, id, version, hasOthers }: DeletedProps) {
  const { t } = frame
  return (
    <Page frame={frame} title={`${id} ${version}`} noIndex narrow>
      <h1>
        <span class="package-id">{id}</span> <span class="package-version">{version}</span>
      </h1>
      <Notice frame={frame} kind="warn" title={t(messages.deletedTitle)}>
        <p>{t(messages.deletedText)}</p>
      </Notice>
      {hasOthers ? (
        <p class="actions">
          <LinkButton href={packageHref(id)}>{t(messages.otherVersions)}</LinkButton>
        </p>
      ) : null}
    </Page>
  )
}
