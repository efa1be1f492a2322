import { Field, LinkButton, Notice, PostForm, SubmitButton, TextInput } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { confirmIdentityHref } from '../http/require-confirmation.ts'
import { Sentence } from '../http/sentence.tsx'
import { PasskeyButton } from './passkey-button.tsx'
import { accountRefusalText } from './refusal-messages.ts'
import type { AccountRefusal } from './refusal.ts'
import { ReturnUrl } from './sign-in-pages.tsx'
import { messages } from './two-factor-messages.ts'

/** A code of the authenticator app, or a recovery code. */
export function CodeField(props: {
  frame: Frame
  id?: string
  error: string | null
  autofocus?: boolean
  /** Where a passkey will do as well. */
  optional?: boolean
}) {
  const { t } = props.frame
  return (
    <Field
      frame={props.frame}
      name="code"
      id={props.id}
      label={t(messages.code)}
      hint={t(messages.codeHint)}
      error={props.error}
      optional={props.optional}
    >
      <TextInput
        mono
        required={!props.optional}
        autocomplete="one-time-code"
        maxlength={40}
        autofocus={props.autofocus}
      />
    </Field>
  )
}

export type SecondStepView = {
  name: string
  returnUrl: string | null
  hasPasskey: boolean
  refusal: AccountRefusal | null
}

/** After a right password: the second factor. */
export function SecondStepPage({ frame, view }: { frame: Frame; view: SecondStepView }) {
  const { t } = frame
  const error = view.refusal ? accountRefusalText(t, view.refusal) : null
  return (
    <Page frame={frame} title={t(messages.secondStepTitle)} noIndex narrow>
      <h1>{t(messages.secondStepTitle)}</h1>
      <p class="lead">
        <Sentence t={t} message={messages.secondStepLead} values={{ name: <strong>{view.name}</strong> }} />
      </p>
      <PostForm frame={frame} action="/users/account/SecondStep">
        <ReturnUrl returnUrl={view.returnUrl} />
        <CodeField frame={frame} error={error} autofocus />
        <div class="actions">
          <SubmitButton>{t(messages.signIn)}</SubmitButton>
          <a href="/users/account/LogOn">{t(messages.startOver)}</a>
        </div>
      </PostForm>
      {view.hasPasskey ? (
        <PostForm frame={frame} action="/users/account/SecondStep" class="other-way">
          <ReturnUrl returnUrl={view.returnUrl} />
          <PasskeyButton
            frame={frame}
            options="/users/account/SecondStep/PasskeyOptions"
            caption={t(messages.byPasskey)}
          />
        </PostForm>
      ) : null}
      <p class="account-aside">{t(messages.lostEverything)}</p>
    </Page>
  )
}

export type ConfirmIdentityView = {
  name: string
  /** Where the proof is sent, and what goes along with it. */
  action: string
  fields: readonly (readonly [name: string, value: string])[]
  cancelHref: string
  hasTwoFactor: boolean
  hasPasskey: boolean
  /** Of the way that was tried. */
  refusal: { way: 'password' | 'code'; refusal: AccountRefusal } | null
}

/** Who sits there? Asked before what is hard to take back. */
export function ConfirmIdentityPage({ frame, view }: { frame: Frame; view: ConfirmIdentityView }) {
  const { t } = frame
  const errorOf = (way: 'password' | 'code') =>
    view.refusal?.way === way ? accountRefusalText(t, view.refusal.refusal) : null
  return (
    <Page frame={frame} title={t(messages.confirmTitle)} noIndex narrow>
      <h1>{t(messages.confirmTitle)}</h1>
      <p class="lead">
        <Sentence t={t} message={messages.confirmLead} values={{ name: <strong>{view.name}</strong> }} />
      </p>
      {view.hasTwoFactor ? <h2>{t(messages.confirmByPassword)}</h2> : null}
      <PostForm frame={frame} action={view.action}>
        <Carried fields={view.fields} />
        <Field frame={frame} name="password" label={t(messages.password)} error={errorOf('password')}>
          <TextInput
            type="password"
            required
            autocomplete="current-password"
            autofocus={view.refusal?.way !== 'code'}
          />
        </Field>
        <div class="actions">
          <SubmitButton>{t(messages.confirm)}</SubmitButton>
          <a href={view.cancelHref}>{t(messages.cancel)}</a>
        </div>
      </PostForm>
      {view.hasPasskey ? (
        <PostForm frame={frame} action={view.action} class="other-way">
          <Carried fields={view.fields} />
          <PasskeyButton
            frame={frame}
            options="/account/ConfirmIdentity/PasskeyOptions"
            caption={t(messages.byPasskey)}
          />
        </PostForm>
      ) : null}
      {view.hasTwoFactor ? (
        <section>
          <h2>{t(messages.confirmByCode)}</h2>
          <PostForm frame={frame} action={view.action}>
            <Carried fields={view.fields} />
            <CodeField frame={frame} error={errorOf('code')} />
            <div class="actions">
              <SubmitButton kind="plain">{t(messages.confirm)}</SubmitButton>
            </div>
          </PostForm>
        </section>
      ) : null}
    </Page>
  )
}

function Carried({ fields }: Pick<ConfirmIdentityView, 'fields'>) {
  return (
    <>
      {fields.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  )
}

/** A refusal that belongs to no field. */
export function RefusalNotice({ frame, refusal }: { frame: Frame; refusal: AccountRefusal }) {
  return (
    <Notice frame={frame} kind="danger">
      <p>{accountRefusalText(frame.t, refusal)}</p>
    </Notice>
  )
}

/** In the place of what needs a proof first. */
export function ConfirmFirst({ frame }: { frame: Frame }) {
  return (
    <p>
      <LinkButton href={confirmIdentityHref('/account/TwoFactor')}>{frame.t(messages.confirmFirst)}</LinkButton>
    </p>
  )
}
