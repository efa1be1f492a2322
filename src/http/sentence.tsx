import { Fragment } from 'hono/jsx'
import type { Child } from 'hono/jsx'
import type { Message, Translate } from '../i18n/message.ts'

export type SentenceProps = {
  t: Translate
  message: Message
  /** Text and numbers as in `t`; markup stands where its placeholder is: `{ key: <strong>ci</strong> }`. */
  values: Readonly<Record<string, Child>>
}

/** A message with markup inside, such as a link or a bold name, without markup in the message itself. */
export function Sentence({ t, message, values }: SentenceProps) {
  const markup: Child[] = []
  const plain: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number') plain[name] = value
    // A private-use character marks the place; in what people typed it means nothing.
    else if (typeof value === 'string') plain[name] = value.replaceAll('\uE000', '')
    else plain[name] = `\uE000${markup.push(value) - 1}\uE000`
  }
  const parts = t(message, plain).split('\uE000')
  return <Fragment>{parts.map((part, index) => (index % 2 === 1 ? (markup[Number(part)] ?? part) : part))}</Fragment>
}
