import {
  Choice,
  CommandLine,
  Field,
  LinkButton,
  Notice,
  PostForm,
  SubmitButton,
  TextInput,
} from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { Sentence } from '../http/sentence.tsx'
import { nameLength } from './account-name.ts'
import { emailMaximum } from './email-address.ts'
import { messages } from './messages.ts'
import { PasskeyButton } from './passkey-button.tsx'
import { passwordLength } from './password.ts'
import { accountRefusalText } from './refusal-messages.ts'
import type { AccountRefusal } from './refusal.ts'

/** The refusal of one field, in words: `refusalOf(frame, refusals, 'email')` finds `email-taken`. */
export function refusalOf(frame: Frame, refusals: readonly AccountRefusal[], field: string): string | null {
  const refusal = refusals.find(({ code }) => code.startsWith(`${field}-`))
  return refusal ? accountRefusalText(frame.t, refusal) : null
}

/** The query that brings the reader back, for links between the pages of signing in. */
export function withReturnUrl(path: string, returnUrl: string | null): string {
  return returnUrl === null ? path : `${path}?returnUrl=${encodeURIComponent(returnUrl)}`
}

export function ReturnUrl(props: { returnUrl: string | null }) {
  return props.returnUrl === null ? null : <input type="hidden" name="returnUrl" value={props.returnUrl} />
}

export type SignInView = {
  identifier: string
  staySignedIn: boolean
  returnUrl: string | null
  refusal: AccountRefusal | null
}

export function SignInPage({ frame, view }: { frame: Frame; view: SignInView }) {
  const { t } = frame
  const failed = view.refusal !== null
  return (
    <Page frame={frame} title={t(messages.signInTitle)} noIndex narrow>
      <h1>{t(messages.signInTitle)}</h1>
      {view.refusal ? (
        <Notice frame={frame} kind="danger" isFocused={false}>
          <p>{accountRefusalText(t, view.refusal)}</p>
        </Notice>
      ) : null}
      <PostForm frame={frame} action="/users/account/SignIn">
        <ReturnUrl returnUrl={view.returnUrl} />
        <Field frame={frame} name="identifier" label={t(messages.identifier)}>
          <TextInput
            mono
            value={view.identifier}
            required
            autocomplete="username"
            autofocus={!failed}
            maxlength={254}
          />
        </Field>
        <Field frame={frame} name="password" label={t(messages.password)}>
          <TextInput type="password" required autocomplete="current-password" autofocus={failed} />
        </Field>
        <div class="sign-in-more">
          <Choice
            type="checkbox"
            name="stay"
            id="stay-signed-in"
            value="yes"
            label={t(messages.staySignedIn)}
            hint={t(messages.staySignedInHint)}
            checked={view.staySignedIn}
          />
          <a href="/account/ForgotPassword">{t(messages.forgotPasswordLink)}</a>
        </div>
        <div class="actions">
          <SubmitButton>{t(messages.signIn)}</SubmitButton>
        </div>
      </PostForm>
      <PostForm frame={frame} action="/users/account/SignInByPasskey" class="other-way">
        <ReturnUrl returnUrl={view.returnUrl} />
        <PasskeyButton
          frame={frame}
          options="/users/account/PasskeyOptions"
          caption={t(messages.signInByPasskey)}
          along="stay-signed-in"
        />
      </PostForm>
      {frame.config.registration === 'open' ? (
        <p class="account-aside">
          <Sentence
            t={t}
            message={messages.noAccountYet}
            values={{
              link: <a href={withReturnUrl('/users/account/SignUp', view.returnUrl)}>{t(messages.registerLink)}</a>,
            }}
          />
        </p>
      ) : null}
    </Page>
  )
}

export type RegisterView = {
  name: string
  email: string
  returnUrl: string | null
  refusals: readonly AccountRefusal[]
}

export function RegisterPage({ frame, view }: { frame: Frame; view: RegisterView }) {
  const { t } = frame
  const lead = frame.config.reads === 'private' ? messages.registerLeadPrivate : messages.registerLead
  return (
    <Page frame={frame} title={t(messages.registerTitle)} noIndex narrow>
      <h1>{t(messages.registerTitle)}</h1>
      <p class="lead">{t(lead)}</p>
      <PostForm frame={frame} action="/users/account/register">
        <ReturnUrl returnUrl={view.returnUrl} />
        <UserFields frame={frame} view={view} />
        <div class="actions">
          <SubmitButton>{t(messages.register)}</SubmitButton>
        </div>
      </PostForm>
      <p class="account-aside">
        <Sentence
          t={t}
          message={messages.haveAccount}
          values={{ link: <a href={withReturnUrl('/users/account/LogOn', view.returnUrl)}>{t(messages.signIn)}</a> }}
        />
      </p>
    </Page>
  )
}

/** Name, address and password of a new account. */
function UserFields({ frame, view }: { frame: Frame; view: Omit<RegisterView, 'returnUrl'> }) {
  const { t } = frame
  const name = refusalOf(frame, view.refusals, 'name')
  const email = refusalOf(frame, view.refusals, 'email')
  const password = refusalOf(frame, view.refusals, 'password')
  return (
    <>
      <Field frame={frame} name="name" label={t(messages.name)} hint={t(messages.nameHint)} error={name}>
        <TextInput
          mono
          value={view.name}
          required
          autocomplete="username"
          maxlength={nameLength.maximum}
          autofocus={view.refusals.length === 0}
        />
      </Field>
      <Field frame={frame} name="email" label={t(messages.email)} hint={t(messages.emailHint)} error={email}>
        <TextInput type="email" mono value={view.email} required autocomplete="email" maxlength={emailMaximum} />
      </Field>
      <NewPasswordField frame={frame} error={password} />
    </>
  )
}

export function NewPasswordField(props: { frame: Frame; error: string | null; autofocus?: boolean; label?: string }) {
  const { frame } = props
  const label = props.label ?? frame.t(messages.password)
  return (
    <Field frame={frame} name="password" label={label} hint={frame.t(messages.newPasswordHint)} error={props.error}>
      <TextInput
        type="password"
        required
        autocomplete="new-password"
        minlength={passwordLength.minimum}
        autofocus={props.autofocus}
      />
    </Field>
  )
}

export function RegistrationClosedPage({ frame }: { frame: Frame }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.registrationClosedTitle)} noIndex narrow>
      <h1>{t(messages.registrationClosedTitle)}</h1>
      <p class="lead">{accountRefusalText(t, { code: 'registration-closed' })}</p>
      <p class="actions">
        <LinkButton href="/users/account/LogOn" kind="primary">
          {t(messages.signIn)}
        </LinkButton>
      </p>
    </Page>
  )
}

export function ThanksPage({ frame, name }: { frame: Frame; name: string }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.thanksTitle, { name })} noIndex narrow>
      <h1>{t(messages.thanksTitle, { name })}</h1>
      <h2>{t(messages.thanksNext)}</h2>
      <ul class="rows">
        <li>
          <a href="/account/apikeys">{t(messages.thanksKeys)}</a>{' '}
          <span class="quiet">{t(messages.thanksKeysText)}</span>
        </li>
        <li>
          <a href="/account">{t(messages.thanksSettings)}</a>{' '}
          <span class="quiet">{t(messages.thanksSettingsText)}</span>
        </li>
      </ul>
    </Page>
  )
}

export function FirstAdministratorPage(props: { frame: Frame; token: string; view: Omit<RegisterView, 'returnUrl'> }) {
  const { frame } = props
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.firstAdminTitle)} noIndex narrow>
      <h1>{t(messages.firstAdminTitle)}</h1>
      <p class="lead">{t(messages.firstAdminLead)}</p>
      <PostForm frame={frame} action={`/account/FirstAdministrator/${props.token}`}>
        <UserFields frame={frame} view={props.view} />
        <div class="actions">
          <SubmitButton>{t(messages.register)}</SubmitButton>
        </div>
      </PostForm>
    </Page>
  )
}

export function FirstAdministratorGonePage({ frame }: { frame: Frame }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.linkInvalidTitle)} noIndex narrow>
      <h1>{t(messages.linkInvalidTitle)}</h1>
      <p>{t(messages.firstAdminGone)}</p>
      <CommandLine frame={frame} text="./lode user create NAME --email ADDRESS --admin --password-stdin" />
    </Page>
  )
}
