import type { Child } from 'hono/jsx'
import { LinkButton, Notice, PostForm, SubmitButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { Sentence } from '../http/sentence.tsx'
import type { Account } from './account.ts'
import type { ConfirmRefusal } from './confirm-email.ts'
import { messages } from './messages.ts'
import { accountRefusalText } from './refusal-messages.ts'
import type { AccountRefusal } from './refusal.ts'
import { ReturnUrl, withReturnUrl } from './sign-in-pages.tsx'

export type ConfirmationRequiredView = {
  account: Account
  returnUrl: string | null
  isStillUnconfirmed: boolean
  refusal: AccountRefusal | null
}

/** Why somebody was stopped, and the two ways on: they have confirmed meanwhile, or need the mail again. */
export function ConfirmationRequiredPage({ frame, view }: { frame: Frame; view: ConfirmationRequiredView }) {
  const { t } = frame
  const email = <strong>{view.account.unconfirmedEmail ?? ''}</strong>
  const isMailed = frame.config.smtpUrl !== null
  return (
    <Page frame={frame} title={t(messages.confirmRequiredTitle)} noIndex narrow>
      <h1>{t(messages.confirmRequiredTitle)}</h1>
      {view.refusal || view.isStillUnconfirmed ? (
        <Notice frame={frame} kind="warn">
          <p>{view.refusal ? accountRefusalText(t, view.refusal) : t(messages.stillUnconfirmed)}</p>
        </Notice>
      ) : null}
      <p>{t(messages.confirmRequiredText)}</p>
      <p>
        <Sentence
          t={t}
          message={isMailed ? messages.confirmRequiredMail : messages.confirmRequiredNoMail}
          values={{ email }}
        />
      </p>
      <div class="actions">
        <LinkButton kind="primary" href={continueHref(view.returnUrl)}>
          {t(messages.continueConfirmed)}
        </LinkButton>
        <PostForm frame={frame} action="/account/ConfirmationRequired">
          <ReturnUrl returnUrl={view.returnUrl} />
          <SubmitButton kind="plain">{t(messages.resend)}</SubmitButton>
        </PostForm>
        <a href="/account?open=email#email">{t(messages.otherAddress)}</a>
      </div>
    </Page>
  )
}

function continueHref(returnUrl: string | null): string {
  const path = withReturnUrl('/account/ConfirmationRequired', returnUrl)
  return `${path}${returnUrl === null ? '?' : '&'}continue=yes`
}

/** Behind the mailed link. Following it changes nothing: mail scanners follow links too. The button confirms. */
export function ConfirmPage(props: {
  frame: Frame
  account: Account
  email: string
  token: string
  returnUrl: string | null
}) {
  const { frame, account } = props
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.confirmTitle)} noIndex narrow>
      <h1>{t(messages.confirmTitle)}</h1>
      <p class="lead">
        <Sentence
          t={t}
          message={messages.confirmQuestion}
          values={{ email: <strong>{props.email}</strong>, name: <strong>{account.name}</strong> }}
        />
      </p>
      <PostForm frame={frame} action={`/account/confirm/${account.name}/${props.token}`}>
        <ReturnUrl returnUrl={props.returnUrl} />
        <div class="actions">
          <SubmitButton>{t(messages.confirmButton)}</SubmitButton>
        </div>
      </PostForm>
    </Page>
  )
}

const outcomes = {
  'already-confirmed': { title: messages.alreadyConfirmedTitle, text: messages.alreadyConfirmedText },
  'link-invalid': { title: messages.linkInvalidTitle, text: messages.confirmLinkInvalid },
  'email-taken': { title: messages.confirmTakenTitle, text: messages.confirmTakenText },
}

export function ConfirmRefusedPage(props: {
  frame: Frame
  account: Account
  refusal: ConfirmRefusal
  returnUrl: string | null
}) {
  const { frame, refusal } = props
  const { t } = frame
  const outcome = outcomes[refusal.code]
  return (
    <Page frame={frame} title={t(outcome.title)} noIndex narrow>
      <h1>{t(outcome.title)}</h1>
      <p class="lead">{t(outcome.text)}</p>
      <div class="actions">
        {refusal.code === 'link-invalid' && props.account.unconfirmedEmail !== null ? (
          <PostForm frame={frame} action="/account/ConfirmationRequired">
            <ReturnUrl returnUrl={props.returnUrl ?? '/account'} />
            <SubmitButton>{t(messages.resend)}</SubmitButton>
          </PostForm>
        ) : null}
        {refusal.code === 'email-taken' ? (
          <LinkButton kind="primary" href="/account?open=email#email">
            {t(messages.otherAddress)}
          </LinkButton>
        ) : null}
        <LinkButton href="/account">{t(messages.settingsTitle)}</LinkButton>
      </div>
    </Page>
  )
}

/** Somebody follows a link that was mailed for another account than the one this browser is signed in to. */
export function WrongUserPage(props: { frame: Frame; account: Account; otherName: string; signInHref: string }) {
  const { frame } = props
  const { t } = frame
  const values = { name: <strong>{props.account.name}</strong>, other: <strong>{props.otherName}</strong> }
  return (
    <Page frame={frame} title={t(messages.wrongUserTitle)} noIndex narrow>
      <h1>{t(messages.wrongUserTitle)}</h1>
      <p>
        <Sentence t={t} message={messages.wrongUserText} values={values} />
      </p>
      <PostForm frame={frame} action="/users/account/LogOff">
        <input type="hidden" name="returnUrl" value={props.signInHref} />
        <SubmitButton>{t(messages.signOutAndIn)}</SubmitButton>
      </PostForm>
    </Page>
  )
}

/** On one's own pages while the address waits: what is missing, and the way to the mail. Null for everybody else. */
export function UnconfirmedNotice({ frame }: { frame: Frame }): Child {
  const { account, t } = frame
  if (!account || account.email !== null) return null
  const link = <a href={withReturnUrl('/account/ConfirmationRequired', frame.path)}>{t(messages.unconfirmedLink)}</a>
  return (
    <Notice frame={frame} kind="warn">
      <p>
        <Sentence
          t={t}
          message={messages.unconfirmedNotice}
          values={{ email: <strong>{account.unconfirmedEmail ?? ''}</strong>, link }}
        />
      </p>
    </Notice>
  )
}

/** On one's own pages while the account is locked. Null for everybody else. */
export function LockedNotice({ frame }: { frame: Frame }): Child {
  if (!frame.account?.lockedAt) return null
  return (
    <Notice frame={frame} kind="warn">
      <p>{frame.t(messages.lockedNotice)}</p>
    </Notice>
  )
}
