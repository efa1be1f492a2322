import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { packageHref } from '../packages/icon.tsx'
import { messages } from './messages.ts'
import { SponsorsSection, type SponsorsProps } from './sponsors-section.tsx'

/** The sponsor links of a package on a page of their own: where a refused form is shown again. */
export function SponsorsPage(props: SponsorsProps & { readonly frame: Frame }) {
  const { frame, id } = props
  const { t } = frame
  const title = t(messages.sponsorsOf, { id })
  return (
    <Page frame={frame} title={title} noIndex narrow>
      <h1>{title}</h1>
      <SponsorsSection {...props} />
      <p>
        <a href={`${packageHref(id)}/Manage`}>{t(messages.backToManage)}</a>
      </p>
    </Page>
  )
}
