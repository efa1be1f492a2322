import { Field, LinkButton, PostForm, SubmitButton, TextInput } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { Sentence } from '../http/sentence.tsx'
import type { Account } from './account.ts'
import { messages } from './messages.ts'
import { NewPasswordField } from './sign-in-pages.tsx'

export function ForgotPasswordPage({ frame, error }: { frame: Frame; error: string | null }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.forgotTitle)} noIndex narrow>
      <h1>{t(messages.forgotTitle)}</h1>
      <p class="lead">{t(frame.config.smtpUrl === null ? messages.forgotLeadNoMail : messages.forgotLead)}</p>
      <PostForm frame={frame} action="/account/ForgotPassword">
        <Field frame={frame} name="identifier" label={t(messages.identifier)} error={error}>
          <TextInput mono required autocomplete="username" autofocus maxlength={254} />
        </Field>
        <div class="actions">
          <SubmitButton>{t(messages.sendLink)}</SubmitButton>
        </div>
      </PostForm>
    </Page>
  )
}

/** The same for everybody: whether there is such an account is not said. */
export function PasswordSentPage({ frame }: { frame: Frame }) {
  const { t } = frame
  const isMailed = frame.config.smtpUrl !== null
  const title = t(isMailed ? messages.sentTitle : messages.sentTitleNoMail)
  return (
    <Page frame={frame} title={title} noIndex narrow>
      <h1>{title}</h1>
      <p class="lead">{t(isMailed ? messages.sentText : messages.sentTextNoMail)}</p>
      {isMailed ? <p>{t(messages.sentNothing)}</p> : null}
      <p class="actions">
        <LinkButton href="/account/ForgotPassword">{t(messages.tryAgain)}</LinkButton>
      </p>
    </Page>
  )
}

export function ResetPasswordPage(props: { frame: Frame; account: Account; action: string; error: string | null }) {
  const { frame, account } = props
  const { t } = frame
  const title = t(messages.resetTitle, { name: account.name })
  return (
    <Page frame={frame} title={title} noIndex narrow>
      <h1>
        <Sentence t={t} message={messages.resetTitle} values={{ name: account.name }} />
      </h1>
      <PostForm frame={frame} action={props.action}>
        {/* For password managers: whose password this is. */}
        <input type="text" name="username" value={account.name} autocomplete="username" readonly hidden />
        <NewPasswordField frame={frame} label={t(messages.newPassword)} error={props.error} autofocus />
        <div class="actions">
          <SubmitButton>{t(messages.setPassword)}</SubmitButton>
        </div>
      </PostForm>
    </Page>
  )
}

export function ResetLinkGonePage({ frame }: { frame: Frame }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.linkInvalidTitle)} noIndex narrow>
      <h1>{t(messages.linkInvalidTitle)}</h1>
      <p class="lead">{t(messages.resetGone)}</p>
      <p class="actions">
        <LinkButton kind="primary" href="/account/ForgotPassword">
          {t(messages.newLink)}
        </LinkButton>
      </p>
    </Page>
  )
}

export function PasswordChangedPage({ frame }: { frame: Frame }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.changedTitle)} noIndex narrow>
      <h1>{t(messages.changedTitle)}</h1>
      <p class="lead">{t(messages.changedText)}</p>
      <p class="actions">
        <LinkButton kind="primary" href="/users/account/LogOn">
          {t(messages.signIn)}
        </LinkButton>
      </p>
    </Page>
  )
}
