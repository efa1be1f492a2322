import { Notice } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { formatBytes } from '../i18n/format.ts'
import { isNupkgRefusal } from '../nuget/nupkg.ts'
import { messages } from './messages.ts'
import { webRefusalText, type WebRefusal } from './refusal-messages.ts'

/** Why it was not taken, or cannot be published: everything that is against it. */
export function RefusalNotice({ frame, refusals }: { frame: Frame; refusals: readonly WebRefusal[] }) {
  const [first] = refusals
  if (!first) return null
  return (
    <Notice frame={frame} kind="danger" title={titleOf(frame, first, refusals.length)}>
      {refusals.length === 1 ? (
        <p>{refusalText(frame, first)}</p>
      ) : (
        <ul>
          {refusals.map((refusal) => (
            <li>{refusalText(frame, refusal)}</li>
          ))}
        </ul>
      )}
    </Notice>
  )
}

export function refusalText({ t, language }: Frame, refusal: WebRefusal): string {
  return webRefusalText({ t, language, formatSize: (bytes) => formatBytes(language, bytes) }, refusal)
}

function titleOf({ t }: Frame, refusal: WebRefusal, count: number): string {
  if (refusal.code === 'upload-waiting') return t(messages.waitingTitle)
  if (refusal.code === 'upload-gone') return t(messages.goneTitle)
  const isAboutPackage = isNupkgRefusal(refusal) || !/^(upload-|package-too-large)/.test(refusal.code)
  return isAboutPackage ? t(messages.refusedTitle, { count }) : t(messages.notTakenTitle)
}
