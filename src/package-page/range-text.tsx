import type { Frame } from '../http/frame.ts'
import { parseVersionRange, rangeInSigns } from '../nuget/version-range.ts'
import { messages } from './messages.ts'

/** Which versions a dependency accepts, in signs; on pointing at it also as manifests have it. */
export function RangeText({ frame, range }: { readonly frame: Frame; readonly range: string }) {
  const parsed = parseVersionRange(range)
  const text = parsed ? (rangeInSigns(parsed) ?? frame.t(messages.anyVersion)) : range
  return (
    <span class="quiet range" title={range}>
      {text}
    </span>
  )
}
