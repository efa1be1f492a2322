import { Field, PostForm, SubmitButton, TextInput, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Sentence } from '../http/sentence.tsx'
import { PasskeyButton } from './passkey-button.tsx'
import type { Passkey } from './passkey-store.ts'
import { ConfirmFirst } from './second-step-pages.tsx'
import { messages } from './two-factor-messages.ts'
import type { TwoFactorView } from './two-factor-page.tsx'

/** The user's passkeys, and the form that adds one: only after a recent proof, or a stolen session could add its own. */
export function PasskeysSection({ frame, view }: { frame: Frame; view: TwoFactorView }) {
  const { t } = frame
  return (
    <section>
      <h2>{t(messages.passkeys)}</h2>
      <p>{t(messages.passkeysText)}</p>
      {view.passkeys.length === 0 ? null : (
        <ul class="rows">
          {view.passkeys.map((passkey) => (
            <PasskeyRow frame={frame} passkey={passkey} isConfirmed={view.isConfirmed} />
          ))}
        </ul>
      )}
      {view.isConfirmed ? (
        <PostForm frame={frame} action="/account/Passkeys">
          <Field
            frame={frame}
            name="name"
            id="passkey-name"
            label={t(messages.passkeyName)}
            hint={t(messages.passkeyNameHint)}
          >
            <TextInput required maxlength={60} autocomplete="off" />
          </Field>
          <PasskeyButton
            frame={frame}
            options="/account/Passkeys/Options"
            caption={t(messages.passkeyAdd)}
            mode="register"
          />
        </PostForm>
      ) : (
        <ConfirmFirst frame={frame} />
      )}
    </section>
  )
}

function PasskeyRow(props: { frame: Frame; passkey: Passkey; isConfirmed: boolean }) {
  const { frame, passkey } = props
  const { t } = frame
  const { id, name } = passkey
  return (
    <li class="passkey">
      <div>
        <strong>{name}</strong>
        <p class="quiet small">
          <Sentence
            t={t}
            message={messages.passkeyMade}
            values={{ date: <Time frame={frame} at={passkey.createdAt} /> }}
          />
          {' · '}
          {passkey.lastUsedAt ? (
            <Sentence
              t={t}
              message={messages.passkeyUsed}
              values={{ date: <Time frame={frame} at={passkey.lastUsedAt} relative /> }}
            />
          ) : (
            t(messages.passkeyUnused)
          )}
        </p>
      </div>
      {props.isConfirmed ? (
        <div class="actions">
          <PostForm frame={frame} action="/account/Passkeys/Rename">
            <input type="hidden" name="id" value={String(id)} />
            <TextInput name="name" value={name} required maxlength={60} label={t(messages.nameOf, { name })} />
            <SubmitButton kind="plain" small label={t(messages.renameOf, { name })}>
              {t(messages.rename)}
            </SubmitButton>
          </PostForm>
          <PostForm frame={frame} action="/account/Passkeys/Remove">
            <input type="hidden" name="id" value={String(id)} />
            <SubmitButton kind="plain" small label={t(messages.removeOf, { name })}>
              {t(messages.remove)}
            </SubmitButton>
          </PostForm>
        </div>
      ) : null}
    </li>
  )
}
