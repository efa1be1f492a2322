import type { PropsWithChildren } from 'hono/jsx'
import { LinkButton } from '../http/components.tsx'
import { Choice, PostForm, SubmitButton } from '../http/fields.tsx'
import type { Frame } from '../http/frame.ts'
import { confirmIdentityHref } from '../http/require-confirmation.ts'
import type { Message } from '../i18n/message.ts'
import { messages } from './messages.ts'

export type BulkAct = { readonly act: string; readonly label: Message; readonly kind?: 'danger' | 'plain' }

/**
 * A list whose rows have a `Tick` each, and what can be done to those chosen. Who has to prove first who they are is asked
 * before they choose, because a refused form is lost.
 */
export function BulkForm(
  props: PropsWithChildren<{ frame: Frame; action: string; acts: readonly BulkAct[]; mayAct: boolean }>,
) {
  const { frame, acts, mayAct } = props
  const { t } = frame
  return (
    <PostForm frame={frame} action={props.action}>
      {props.children}
      <p class="actions">
        {mayAct ? (
          acts.map(({ act, label, kind }) => (
            <SubmitButton kind={kind ?? 'plain'} name="act" value={act}>
              {t(label)}
            </SubmitButton>
          ))
        ) : (
          <LinkButton href={confirmIdentityHref(frame.path)}>{t(messages.confirmFirst)}</LinkButton>
        )}
      </p>
    </PostForm>
  )
}

/** The cell with which a row is chosen. `words` say which, when its value does not. */
export function Tick(props: { frame: Frame; name: string; value: string; words?: string }) {
  const { frame, name, value } = props
  const label = <span class="visually-hidden">{frame.t(messages.choose, { name: props.words ?? value })}</span>
  return (
    <td class="tick">
      <Choice type="checkbox" name={name} value={value} label={label} />
    </td>
  )
}
