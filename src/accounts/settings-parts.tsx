import type { Child, PropsWithChildren } from 'hono/jsx'
import { Choice, Field, Notice, PostForm, SubmitButton, TextInput } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { confirmIdentityHref } from '../http/require-confirmation.ts'
import type { Message, Translate } from '../i18n/message.ts'
import type { Account } from './account.ts'
import { messages } from './messages.ts'
import { messages as twoFactorMessages } from './two-factor-messages.ts'

/** One part of the settings of a user or an organization: closed, it says in a line how it stands. */
export function SettingsPart(
  props: PropsWithChildren<{ id: string; heading: Child; summary: string; isOpen: boolean }>,
) {
  return (
    <details class="settings-section" id={props.id} open={props.isOpen}>
      <summary>
        {props.heading}
        <span class="quiet">{props.summary}</span>
      </summary>
      <div class="settings-body">{props.children}</div>
    </details>
  )
}

/** The acting user's password once more, before something that matters. */
export function PresentPassword(props: {
  frame: Frame
  id: string
  error: string | null
  /** When it is not the settings of that user. */
  label?: string
  /** Whether a code or a passkey will do as well, for those who have one. */
  otherWay?: boolean
}) {
  const { t, account, path } = props.frame
  const hint = t(messages.currentPasswordHint)
  const otherWay = props.otherWay && account?.twoFactorSince ? confirmIdentityHref(path) : null
  return (
    <Field
      frame={props.frame}
      name="currentPassword"
      id={props.id}
      label={props.label ?? t(messages.currentPassword)}
      hint={
        otherWay === null ? (
          hint
        ) : (
          <>
            {hint} <a href={otherWay}>{t(twoFactorMessages.otherWay)}</a>
          </>
        )
      }
      error={props.error}
    >
      <TextInput type="password" required autocomplete="current-password" />
    </Field>
  )
}

/** An address that waits for its confirmation. `cancelAction` is null where there is no other address to keep. */
export function PendingEmail(
  props: PropsWithChildren<{ frame: Frame; email: string; cancelAction: string | null; cancel: Message }>,
) {
  const { frame, cancelAction } = props
  const { t } = frame
  return (
    <Notice frame={frame} kind="info" title={t(messages.pendingEmail)}>
      <p class="mono">{props.email}</p>
      <div class="actions">
        {props.children}
        {cancelAction === null ? null : (
          <PostForm frame={frame} action={cancelAction}>
            <SubmitButton kind="plain" small>
              {t(props.cancel)}
            </SubmitButton>
          </PostForm>
        )}
      </div>
    </Notice>
  )
}

type Notified = Pick<Account, 'contactAllowed' | 'notifyPush'>

/** Which mails an account gets, in a few words. */
export function notificationsSummary(t: Translate, { contactAllowed, notifyPush }: Notified): string {
  if (contactAllowed) return t(notifyPush ? messages.notificationsBoth : messages.notificationsContact)
  return t(notifyPush ? messages.notificationsPush : messages.notificationsNone)
}

/** Chooses them; mails about security are sent in any case. */
export function NotificationsForm(
  props: PropsWithChildren<{
    frame: Frame
    action: string
    account: Notified
    words: Readonly<Record<'contactAllowed' | 'contactAllowedHint' | 'notifyPush', Message>> & {
      readonly notifyPushHint?: Message
    }
  }>,
) {
  const { frame, account, words } = props
  const { t } = frame
  return (
    <PostForm frame={frame} action={props.action}>
      <Choice
        type="checkbox"
        name="contactAllowed"
        value="yes"
        label={t(words.contactAllowed)}
        hint={t(words.contactAllowedHint)}
        checked={account.contactAllowed}
      />
      <Choice
        type="checkbox"
        name="notifyPush"
        value="yes"
        label={t(words.notifyPush)}
        hint={words.notifyPushHint && t(words.notifyPushHint)}
        checked={account.notifyPush}
      />
      {props.children}
      <div class="actions">
        <SubmitButton kind="plain">{t(messages.save)}</SubmitButton>
      </div>
    </PostForm>
  )
}
