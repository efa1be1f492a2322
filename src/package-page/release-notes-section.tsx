import { safeHref } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { messages } from './messages.ts'

/** As their author wrote them: plain text, with its addresses as links. */
export function ReleaseNotesSection({ frame, text }: { readonly frame: Frame; readonly text: string }) {
  return (
    <section id="release-notes">
      <h2>{frame.t(messages.releaseNotes)}</h2>
      <p class="prewrapped">
        {splitAtAddresses(text).map((part) => (part.isAddress ? <Address part={part} /> : part.text))}
      </p>
    </section>
  )
}

type Part = { readonly text: string; readonly isAddress: boolean }

function Address({ part: { text } }: { part: Part }) {
  return (
    <a href={safeHref(text)} rel="nofollow noopener noreferrer">
      {text}
    </a>
  )
}

/** A sentence's own full stop, and brackets around an address, are not of it. */
const address = /(https?:\/\/[^\s<>"'`]*[^\s<>"'`.,:;!?()[\]{}，。；：！？（）])/g

export function splitAtAddresses(text: string): readonly Part[] {
  return text.split(address).flatMap((part, i) => (part === '' ? [] : { text: part, isAddress: i % 2 === 1 }))
}
