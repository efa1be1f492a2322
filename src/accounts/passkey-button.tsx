import type { Frame } from '../http/frame.ts'
import { messages } from './two-factor-messages.ts'

/**
 * The button of a form that a passkey sends: script fills the hidden field. `options` is the address that says what is to
 * be signed. Without script there is no button, but a word about it.
 */
export function PasskeyButton(props: {
  frame: Frame
  options: string
  caption: string
  mode?: 'prove' | 'register'
  /** ID of a checkbox in another form of the page that counts for this one too. */
  along?: string
}) {
  const { t } = props.frame
  return (
    <passkey-button
      data-options={props.options}
      data-mode={props.mode ?? 'prove'}
      data-along={props.along}
      data-failed={t(messages.passkeyFailed)}
      data-unsupported={t(messages.passkeyUnsupported)}
    >
      <input type="hidden" name="passkey" value="" />
      <button type="button" class="button button-plain" hidden>
        {props.caption}
      </button>
      <p class="passkey-said small" hidden />
      <noscript>
        <p class="quiet small">{t(messages.passkeyNoScript)}</p>
      </noscript>
    </passkey-button>
  )
}
