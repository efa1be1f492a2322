import type { PropsWithChildren } from 'hono/jsx'
import { Choice, Field, FieldGroup, LinkButton, PostForm, SubmitButton, TextInput } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { languages } from '../i18n/message.ts'
import type { Account, Theme } from './account.ts'
import { LockedNotice, UnconfirmedNotice } from './confirm-pages.tsx'
import { emailMaximum } from './email-address.ts'
import { messages } from './messages.ts'
import { accountRefusalText } from './refusal-messages.ts'
import type { AccountRefusal } from './refusal.ts'
import type { Session } from './session.ts'
import {
  NotificationsForm,
  notificationsSummary,
  PendingEmail,
  PresentPassword,
  SettingsPart,
} from './settings-parts.tsx'
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
    <SettingsPart
      id={props.id}
      heading={<h2>{props.title}</h2>}
      summary={props.summary}
      isOpen={props.view.open === props.id}
    >
      {props.children}
    </SettingsPart>
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
        <PendingEmail
          frame={frame}
          email={unconfirmedEmail}
          cancelAction={email === null ? null : '/account/CancelChangeEmail'}
          cancel={messages.cancelChange}
        >
          <PostForm frame={frame} action="/account/ConfirmationRequired">
            <input type="hidden" name="returnUrl" value="/account" />
            <input type="hidden" name="from" value="settings" />
            <SubmitButton kind="plain" small>
              {t(messages.resend)}
            </SubmitButton>
          </PostForm>
        </PendingEmail>
      )}
      {account.lockedAt ? <p>{t(messages.lockedCannotChange)}</p> : <ChangeEmailForm frame={frame} view={view} />}
    </Section>
  )
}

function ChangeEmailForm({ frame, view }: SectionProps) {
  const { t } = frame
  const refusal = view.open === 'email' ? view.refusal : null
  const isAboutEmail = refusal?.code === 'too-many-mails' || refusal?.code.startsWith('email-')
  const emailError = refusal && isAboutEmail ? accountRefusalText(t, refusal) : null
  const passwordError = refusal && emailError === null ? accountRefusalText(t, refusal) : null
  const hint = t(frame.config.smtpUrl === null ? messages.newEmailHintNoMail : messages.newEmailHint)
  return (
    <PostForm frame={frame} action="/account/ChangeEmail">
      <Field frame={frame} name="email" label={t(messages.newEmail)} hint={hint} error={emailError}>
        <TextInput type="email" mono required value={view.typedEmail} autocomplete="email" maxlength={emailMaximum} />
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

function NotificationsSection({ frame, view }: SectionProps) {
  const { t } = frame
  const { account } = view
  const summary = notificationsSummary(t, account)
  return (
    <Section id="notifications" title={t(messages.notificationsSection)} summary={summary} view={view}>
      <NotificationsForm frame={frame} action="/account/subscription/change" account={account} words={messages}>
        <p class="quiet">{t(messages.notificationsAlways)}</p>
      </NotificationsForm>
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
        <NewPasswordField frame={frame} label={t(messages.newPassword)} error={newError} />
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
