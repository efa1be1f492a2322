import type { PropsWithChildren } from 'hono/jsx'
import {
  Choice,
  Field,
  FieldGroup,
  LinkButton,
  Notice,
  PostForm,
  SubmitButton,
  TextInput,
} from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { confirmIdentityHref } from '../http/require-confirmation.ts'
import { languages } from '../i18n/message.ts'
import type { Account, Theme } from './account.ts'
import { LockedNotice, UnconfirmedNotice } from './confirm-pages.tsx'
import { emailMaximum } from './email-address.ts'
import { messages } from './messages.ts'
import { accountRefusalText } from './refusal-messages.ts'
import type { AccountRefusal } from './refusal.ts'
import type { Session } from './session.ts'
import { SessionsSection } from './sessions-section.tsx'
import { NewPasswordField, refusalOf } from './sign-in-pages.tsx'
import { messages as twoFactorMessages } from './two-factor-messages.ts'

export const settingsSections = [
  'email',
  'notifications',
  'password',
  'two-factor',
  'sessions',
  'display',
  'delete',
] as const
export type SettingsSection = (typeof settingsSections)[number]

export type SettingsView = {
  account: Account
  sessions: readonly Session[]
  currentSessionId: number | null
  /** Then dangerous acts need no password. */
  isRecentlyConfirmed: boolean
  /** The section that stands open: the one whose form was refused, or that a link names. */
  open: SettingsSection | null
  /** Why the form of the open section was refused. */
  refusal: AccountRefusal | null
  /** What was typed as the new address. */
  typedEmail: string
}

export function SettingsPage({ frame, view }: { frame: Frame; view: SettingsView }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.settingsTitle)} noIndex>
      <h1>{t(messages.settingsTitle)}</h1>
      <UnconfirmedNotice frame={frame} />
      <LockedNotice frame={frame} />
      <nav class="actions" aria-label={t(messages.settingsTitle)}>
        <a href="/account/apikeys">{t(messages.settingsApiKeys)}</a>
        <a href="/account/Organizations">{t(messages.settingsOrganizations)}</a>
        <a href="/account/Packages">{t(messages.settingsPackages)}</a>
        <a href="/account/activity">{t(messages.settingsActivity)}</a>
        <a href={`/profiles/${view.account.name}`}>{t(messages.settingsProfile)}</a>
      </nav>
      <div class="settings">
        <EmailSection frame={frame} view={view} />
        <NotificationsSection frame={frame} view={view} />
        <PasswordSection frame={frame} view={view} />
        <TwoFactorSection frame={frame} view={view} />
        <SessionsSection frame={frame} view={view} />
        <DisplaySection frame={frame} view={view} />
        <Section id="delete" title={t(messages.deleteSection)} summary={t(messages.deleteSummary)} view={view}>
          <p>{t(messages.deleteText)}</p>
          <p>
            <LinkButton href="/account/delete">{t(messages.deleteStart)}</LinkButton>
          </p>
        </Section>
      </div>
    </Page>
  )
}

type SectionProps = { frame: Frame; view: SettingsView }

/** One subject: its title and state in a line, and the forms inside. */
export function Section(
  props: PropsWithChildren<{ id: SettingsSection; title: string; summary: string; view: SettingsView }>,
) {
  return (
    <details class="settings-section" id={props.id} open={props.view.open === props.id}>
      <summary>
        <h2>{props.title}</h2>
        <span class="quiet">{props.summary}</span>
      </summary>
      <div class="settings-body">{props.children}</div>
    </details>
  )
}

function EmailSection({ frame, view }: SectionProps) {
  const { t } = frame
  const { account } = view
  const { email, unconfirmedEmail } = account
  const state = email ?? t(messages.emailNone)
  const pending = unconfirmedEmail === null ? '' : ` · ${t(messages.emailPending, { email: unconfirmedEmail })}`
  return (
    <Section id="email" title={t(messages.emailSection)} summary={state + pending} view={view}>
      {unconfirmedEmail === null ? null : (
        <Notice frame={frame} kind="info" title={t(messages.pendingEmail)}>
          <p class="mono">{unconfirmedEmail}</p>
          <div class="actions">
            <PostForm frame={frame} action="/account/ConfirmationRequired">
              <input type="hidden" name="returnUrl" value="/account" />
              <input type="hidden" name="from" value="settings" />
              <SubmitButton kind="plain" small>
                {t(messages.resend)}
              </SubmitButton>
            </PostForm>
            {email === null ? null : (
              <PostForm frame={frame} action="/account/CancelChangeEmail">
                <SubmitButton kind="plain" small>
                  {t(messages.cancelChange)}
                </SubmitButton>
              </PostForm>
            )}
          </div>
        </Notice>
      )}
      {account.lockedAt ? <p>{t(messages.lockedCannotChange)}</p> : <ChangeEmailForm frame={frame} view={view} />}
    </Section>
  )
}

function ChangeEmailForm({ frame, view }: SectionProps) {
  const { t } = frame
  const refusal = view.open === 'email' ? view.refusal : null
  const emailError = refusal ? refusalOf(frame, [refusal], 'email') : null
  const passwordError = refusal && emailError === null ? accountRefusalText(t, refusal) : null
  const hint = t(frame.config.smtpUrl === null ? messages.newEmailHintNoMail : messages.newEmailHint)
  return (
    <PostForm frame={frame} action="/account/ChangeEmail">
      <Field frame={frame} name="email" label={t(messages.newEmail)} hint={hint} error={emailError}>
        <TextInput
          type="email"
          mono
          required
          value={view.typedEmail}
          autocomplete="email"
          maxlength={emailMaximum}
          autofocus={emailError !== null}
        />
      </Field>
      {view.isRecentlyConfirmed ? null : (
        <PresentPassword frame={frame} id="email-password" error={passwordError} otherWay />
      )}
      <div class="actions">
        <SubmitButton kind="plain">{t(messages.changeEmail)}</SubmitButton>
      </div>
    </PostForm>
  )
}

/** The password once more, before something that matters. */
export function PresentPassword(props: {
  frame: Frame
  id: string
  error: string | null
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
      label={t(messages.currentPassword)}
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
      <TextInput type="password" required autocomplete="current-password" autofocus={props.error !== null} />
    </Field>
  )
}

function NotificationsSection({ frame, view }: SectionProps) {
  const { t } = frame
  const { contactAllowed, notifyPush } = view.account
  const summary = contactAllowed
    ? notifyPush
      ? messages.notificationsBoth
      : messages.notificationsContact
    : notifyPush
      ? messages.notificationsPush
      : messages.notificationsNone
  return (
    <Section id="notifications" title={t(messages.notificationsSection)} summary={t(summary)} view={view}>
      <PostForm frame={frame} action="/account/subscription/change">
        <Choice
          type="checkbox"
          name="contactAllowed"
          value="yes"
          label={t(messages.contactAllowed)}
          hint={t(messages.contactAllowedHint)}
          checked={contactAllowed}
        />
        <Choice
          type="checkbox"
          name="notifyPush"
          value="yes"
          label={t(messages.notifyPush)}
          hint={t(messages.notifyPushHint)}
          checked={notifyPush}
        />
        <p class="quiet">{t(messages.notificationsAlways)}</p>
        <div class="actions">
          <SubmitButton kind="plain">{t(messages.save)}</SubmitButton>
        </div>
      </PostForm>
    </Section>
  )
}

function PasswordSection({ frame, view }: SectionProps) {
  const { t } = frame
  const refusal = view.open === 'password' ? view.refusal : null
  const newError = refusal ? refusalOf(frame, [refusal], 'password') : null
  const presentError = refusal && newError === null ? accountRefusalText(t, refusal) : null
  return (
    <Section id="password" title={t(messages.passwordSection)} summary={t(messages.passwordSummary)} view={view}>
      <PostForm frame={frame} action="/account/ChangePassword">
        <input type="text" name="username" value={view.account.name} autocomplete="username" readonly hidden />
        <PresentPassword frame={frame} id="change-password" error={presentError} />
        <NewPasswordField
          frame={frame}
          label={t(messages.newPassword)}
          error={newError}
          autofocus={newError !== null}
        />
        <div class="actions">
          <SubmitButton kind="plain">{t(messages.changePassword)}</SubmitButton>
        </div>
      </PostForm>
    </Section>
  )
}

function TwoFactorSection({ frame, view }: SectionProps) {
  const { t } = frame
  const summary = t(view.account.twoFactorSince ? twoFactorMessages.isOn : twoFactorMessages.isOff)
  return (
    <Section id="two-factor" title={t(twoFactorMessages.title)} summary={summary} view={view}>
      <p>{t(twoFactorMessages.lead)}</p>
      <p>
        <LinkButton href="/account/TwoFactor">{t(twoFactorMessages.manage)}</LinkButton>
      </p>
    </Section>
  )
}

const languageNames = { en: 'English', 'zh-CN': '简体中文' } as const
const themeNames = [
  ['system', messages.themeSystem],
  ['light', messages.themeLight],
  ['dark', messages.themeDark],
] as const satisfies readonly (readonly [Theme, unknown])[]

function DisplaySection({ frame, view }: SectionProps) {
  const { t } = frame
  const theme = themeNames.find(([value]) => value === frame.theme) ?? themeNames[0]
  const summary = `${languageNames[frame.language]} · ${t(theme[1])}`
  return (
    <Section id="display" title={t(messages.displaySection)} summary={summary} view={view}>
      <PostForm frame={frame} action="/account/display">
        <FieldGroup frame={frame} name="language" label={t(messages.language)} hint={t(messages.languageHint)}>
          {languages.map((language) => (
            <Choice
              type="radio"
              name="language"
              value={language}
              label={<span lang={language}>{languageNames[language]}</span>}
              checked={language === frame.language}
            />
          ))}
        </FieldGroup>
        <FieldGroup frame={frame} name="theme" label={t(messages.theme)}>
          {themeNames.map(([value, label]) => (
            <Choice type="radio" name="theme" value={value} label={t(label)} checked={value === frame.theme} />
          ))}
        </FieldGroup>
        <div class="actions">
          <SubmitButton kind="plain">{t(messages.save)}</SubmitButton>
        </div>
      </PostForm>
    </Section>
  )
}
