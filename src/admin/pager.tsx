import { LinkButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import type { Message } from '../i18n/message.ts'

/** Links to the first and the next page of a list that is read by key, with the search that it shows. */
export function Pager(props: {
  frame: Frame
  path: string
  query: Readonly<Record<string, string>>
  isFirstPage: boolean
  /** The key after which the next page begins, or null when this is the last. */
  after: string | null
  messages: { readonly first: Message; readonly next: Message }
}) {
  const { path, query, after, messages } = props
  const { t } = props.frame
  const hrefOf = (parameters: Readonly<Record<string, string>>) =>
    `${path}?${new URLSearchParams(parameters).toString()}`
  return (
    <p class="actions">
      {props.isFirstPage ? null : <LinkButton href={hrefOf(query)}>{t(messages.first)}</LinkButton>}
      {after === null ? null : <LinkButton href={hrefOf({ ...query, after })}>{t(messages.next)}</LinkButton>}
    </p>
  )
}
