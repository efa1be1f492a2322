import type { Frame } from './frame.ts'
import { messages } from './messages.ts'

/** The way back to the tools of administrators, on top of each. */
export function BackToAdmin({ frame }: { frame: Frame }) {
  return (
    <p>
      <a href="/admin">{frame.t(messages.administration)}</a>
    </p>
  )
}
