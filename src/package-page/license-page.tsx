import { raw } from 'hono/html'
import { LinkButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { packageHref } from '../packages/icon.tsx'
import { messages as packageMessages } from '../packages/messages.ts'
import type { PackageView } from '../packages/package-view.ts'
import { LicenseExpression } from './license-links.tsx'
import { messages } from './messages.ts'

/** The licence that lies in the package, or the SPDX expression that its manifest names. */
export function LicensePage(props: {
  readonly frame: Frame
  readonly view: PackageView
  readonly text: string | null
  /** The text rendered, when it is Markdown. */
  readonly html: string | null
}) {
  const { frame, view } = props
  const { t } = frame
  const { id } = view.package
  const version = view.version.version.normalized
  const expression = view.version.metadata.license?.text ?? ''
  return (
    <Page frame={frame} title={t(messages.licenseOf, { id, version })} noIndex>
      <div class="title-line">
        <h1>{t(messages.licenseOf, { id, version })}</h1>
        <LinkButton href={packageHref(id, version)} kind="quiet">
          {t(packageMessages.backToPackage)}
        </LinkButton>
      </div>
      {props.html !== null ? (
        <div class="prose">{raw(props.html)}</div>
      ) : props.text !== null ? (
        <p class="prewrapped mono">{props.text}</p>
      ) : (
        <>
          <p>{t(messages.licenseExpressionLead)}</p>
          <p class="mono">
            <LicenseExpression text={expression} />
          </p>
        </>
      )}
    </Page>
  )
}
