import { Choice, Field, Notice, TextArea } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { fieldOf, messages } from './messages.ts'
import { contactRefusalText } from './refusal-messages.ts'
import { longestMessage, type ContactRefusal } from './ticket.ts'

type Refused = { readonly frame: Frame; readonly refusal: ContactRefusal | null }

/** The sentence at its field, or null. */
export function errorAt({ frame, refusal }: Refused, field: 'reason' | 'email' | 'subject' | 'message'): string | null {
  return refusal && fieldOf[refusal.code] === field ? contactRefusalText(frame.t, refusal) : null
}

/** The sentence of a refusal that no field is to blame for. */
export function RefusedNotice({ frame, refusal }: Refused) {
  if (!refusal || fieldOf[refusal.code] !== undefined) return null
  return (
    <Notice frame={frame} kind="danger">
      <p>{contactRefusalText(frame.t, refusal)}</p>
    </Notice>
  )
}

export function MessageField(props: Refused & { readonly value: string }) {
  const { t } = props.frame
  return (
    <Field
      frame={props.frame}
      name="message"
      label={t(messages.message)}
      hint={t(messages.messageHint)}
      error={errorAt(props, 'message')}
    >
      <TextArea rows={8} maxlength={longestMessage} value={props.value} required />
    </Field>
  )
}

/** What it is called where it is posted. */
export const trapName = 'website'

/** Programs that fill in every field of a form that strangers may send fill in this one, too; people do not meet it. */
export function Trap({ frame }: { readonly frame: Frame }) {
  return (
    <div class="visually-hidden" aria-hidden="true">
      <label for="field-website">{frame.t(messages.leaveEmpty)}</label>
      <input id="field-website" name={trapName} type="text" tabindex={-1} autocomplete="off" />
    </div>
  )
}

export function CopyChoice({ frame, checked }: { readonly frame: Frame; readonly checked: boolean }) {
  return <Choice type="checkbox" name="copy" value="yes" label={frame.t(messages.copy)} checked={checked} />
}
