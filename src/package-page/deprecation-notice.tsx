import { Notice } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { formatList } from '../i18n/format.ts'
import type { Deprecation } from '../packages/deprecation.ts'
import { packageHref } from '../packages/icon.tsx'
import { messages as packageMessages } from '../packages/messages.ts'
import { messages } from './messages.ts'

const reasonWords = {
  Legacy: packageMessages.reasonLegacy,
  CriticalBugs: packageMessages.reasonCriticalBugs,
  Other: packageMessages.reasonOther,
} as const

/** Why a version should not be used any more, what its owners say, and what to use instead. */
export function DeprecationNotice({ frame, deprecation }: { frame: Frame; deprecation: Deprecation }) {
  const { t } = frame
  const { message, alternate } = deprecation
  // "Other" says nothing that the owners' own message does not say better.
  const reasons = deprecation.reasons.filter((reason) => reason !== 'Other').map((reason) => t(reasonWords[reason]))
  return (
    <Notice frame={frame} kind="warn" title={t(messages.deprecatedTitle)}>
      {reasons.length > 0 ? (
        <p>{t(messages.deprecatedBecause, { reasons: formatList(frame.language, reasons) })}</p>
      ) : null}
      {message === null ? null : <p class="prewrapped">{message}</p>}
      {alternate === null ? null : (
        <p>
          {t(messages.useInstead)}{' '}
          <a href={packageHref(alternate.id, alternate.version ?? undefined)}>
            {alternate.id}
            {alternate.version === null ? '' : ` ${alternate.version}`}
          </a>
        </p>
      )}
    </Notice>
  )
}
