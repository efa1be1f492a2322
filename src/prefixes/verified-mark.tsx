import { Icon } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { messages } from './messages.ts'

/** The mark beside the ID of a package whose prefix is reserved for one of its owners. */
export function VerifiedMark({ frame, pkg }: { frame: Frame; pkg: { readonly isVerified: boolean } }) {
  if (!pkg.isVerified) return null
  const words = frame.t(messages.verified)
  return (
    <span class="verified" title={words}>
      <Icon frame={frame} name="verified" label={words} />
    </span>
  )
}
