import { LinkButton } from '../http/components.tsx'
import { Field, Select, SubmitButton, TextInput } from '../http/fields.tsx'
import type { Frame } from '../http/frame.ts'
import type { Message } from '../i18n/message.ts'

/** What a list of everything there is shows: what was looked for, and where in it this page lies. */
export type ListView<State extends string> = {
  readonly text: string
  readonly state: State | null
  readonly isFirstPage: boolean
  /** The key after which the next page begins, or null when this is the last. */
  readonly after: string | null
}

type ListMessages<State extends string> = Readonly<
  Record<State | 'search' | 'state' | 'any' | 'show' | 'first' | 'next', Message>
>

type Props<State extends string> = {
  frame: Frame
  path: string
  view: ListView<State>
  messages: ListMessages<State>
}

/** Looks for a text, among all or those in one state. */
export function ListSearch<State extends string>(
  props: Props<State> & { states: readonly State[]; maxlength: number; mono?: boolean },
) {
  const { frame, path, view, messages } = props
  const { t } = frame
  const states = props.states.map((state) => ({ value: state, label: t(messages[state]) }))
  return (
    <form method="get" action={path} class="audit-fields">
      <Field frame={frame} name="q" id="list-search" label={t(messages.search)}>
        <TextInput type="search" value={view.text} maxlength={props.maxlength} mono={props.mono} />
      </Field>
      <Field frame={frame} name="state" label={t(messages.state)}>
        <Select value={view.state ?? ''} options={[{ value: '', label: t(messages.any) }, ...states]} />
      </Field>
      <p class="actions">
        <SubmitButton kind="plain">{t(messages.show)}</SubmitButton>
      </p>
    </form>
  )
}

/** The ways to the first and the next page of what was looked for. */
export function ListPager<State extends string>({ frame, path, view, messages }: Props<State>) {
  const { t } = frame
  const query = { q: view.text, state: view.state ?? '' }
  const hrefOf = (parameters: Readonly<Record<string, string>>) =>
    `${path}?${new URLSearchParams(parameters).toString()}`
  return (
    <p class="actions">
      {view.isFirstPage ? null : <LinkButton href={hrefOf(query)}>{t(messages.first)}</LinkButton>}
      {view.after === null ? null : (
        <LinkButton href={hrefOf({ ...query, after: view.after })}>{t(messages.next)}</LinkButton>
      )}
    </p>
  )
}
