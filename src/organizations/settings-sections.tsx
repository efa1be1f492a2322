import type { PropsWithChildren } from 'hono/jsx'
import { emailMaximum } from '../accounts/email-address.ts'
import { Choice, Field, LinkButton, Notice, PostForm, SubmitButton, TextInput } from '../http/components.tsx'
import {
  NotificationsForm,
  notificationsSummary,
  PendingEmail,
  PresentPassword,
  SettingsPart,
} from '../accounts/settings-parts.tsx'
import type { Frame } from '../http/frame.ts'
import { formatList } from '../i18n/format.ts'
import { messages } from './messages.ts'
import type { OrganizationView } from './organization-view.ts'
import { organizationRefusalText } from './refusal-messages.ts'
import type { OrganizationRefusal } from './refusal.ts'

export const organizationSections = ['email', 'notifications', 'rules', 'delete', 'invite'] as const
export type OrganizationSection = (typeof organizationSections)[number]

/** The form that was refused, why, and what was typed into its field. */
export type Tried = {
  readonly section: OrganizationSection
  readonly refusal: OrganizationRefusal
  readonly typed: string
}

type Props = {
  frame: Frame
  view: OrganizationView
  open: OrganizationSection | null
  tried: Tried | null
  /** Then no password is asked for. */
  isRecentlyConfirmed: boolean
}

/** What administrators set: address, mails, what is asked of members; and the way to delete it all. */
export function SettingsSections(props: Props) {
  const { frame, view } = props
  const { t } = frame
  return (
    <section aria-labelledby="settings-title">
      <h2 id="settings-title">{t(messages.settings)}</h2>
      <div class="settings">
        {view.mayManageAccount ? (
          <>
            <EmailSection {...props} />
            <NotificationsSection {...props} />
            <RulesSection {...props} />
          </>
        ) : null}
        {view.mayManageMembers ? (
          <Section id="delete" title={t(messages.deleteSection)} summary={t(messages.deleteSummary)} {...props}>
            <p>
              <LinkButton href={`/organization/${view.organization.name}/DeleteRequest`}>
                {t(messages.deleteStart)}
              </LinkButton>
            </p>
          </Section>
        ) : null}
      </div>
    </section>
  )
}

function Section(props: PropsWithChildren<Props & { id: OrganizationSection; title: string; summary: string }>) {
  return (
    <SettingsPart
      id={props.id}
      heading={<h3>{props.title}</h3>}
      summary={props.summary}
      isOpen={props.open === props.id}
    >
      {props.children}
    </SettingsPart>
  )
}

function EmailSection(props: Props) {
  const { frame, view } = props
  const { t } = frame
  const { name, email, unconfirmedEmail } = view.organization
  const pending = unconfirmedEmail === null ? null : t(messages.emailPending, { email: unconfirmedEmail })
  const summary = [email, pending].filter((part) => part !== null).join(' · ')
  const tried = props.tried?.section === 'email' ? props.tried : null
  const isAboutPassword = tried?.refusal.code === 'wrong-password' || tried?.refusal.code === 'sign-in-locked'
  const error = tried ? organizationRefusalText(t, tried.refusal) : null
  const isMailed = frame.config.smtpUrl !== null
  return (
    <Section id="email" title={t(messages.emailSection)} summary={summary} {...props}>
      {unconfirmedEmail === null ? null : (
        <PendingEmail
          frame={frame}
          email={unconfirmedEmail}
          cancelAction={email === null ? null : `/organization/${name}/CancelChangeEmail`}
          cancel={messages.cancelChange}
        >
          <ResendForm frame={frame} name={name} />
        </PendingEmail>
      )}
      <PostForm frame={frame} action={`/organization/${name}/ChangeEmail`}>
        <Field
          frame={frame}
          name="email"
          label={t(messages.newEmail)}
          hint={t(isMailed ? messages.newEmailHint : messages.newEmailHintNoMail)}
          error={isAboutPassword ? null : error}
        >
          <TextInput
            type="email"
            mono
            required
            value={tried?.typed ?? ''}
            maxlength={emailMaximum}
            autocomplete="off"
          />
        </Field>
        {props.isRecentlyConfirmed ? null : (
          <PasswordField frame={frame} id="email-password" error={isAboutPassword ? error : null} />
        )}
        <div class="actions">
          <SubmitButton kind="plain">{t(messages.changeEmail)}</SubmitButton>
        </div>
      </PostForm>
    </Section>
  )
}

export function ResendForm({ frame, name }: { frame: Frame; name: string }) {
  return (
    <PostForm frame={frame} action={`/organization/${name}/ResendConfirmation`}>
      <SubmitButton kind="plain" small>
        {frame.t(messages.resend)}
      </SubmitButton>
    </PostForm>
  )
}

/** The acting user's password once more, before something that matters. */
export function PasswordField(props: { frame: Frame; id: string; error: string | null }) {
  return <PresentPassword {...props} label={props.frame.t(messages.password)} otherWay />
}

function NotificationsSection(props: Props) {
  const { frame, view } = props
  const { t } = frame
  const { organization } = view
  const summary = notificationsSummary(t, organization)
  const action = `/organization/${organization.name}/subscription/change`
  return (
    <Section id="notifications" title={t(messages.notificationsSection)} summary={summary} {...props}>
      <NotificationsForm frame={frame} action={action} account={organization} words={messages} />
    </Section>
  )
}

function RulesSection(props: Props) {
  const { frame, view } = props
  const { t, language } = frame
  const { name, requiresTwoFactor, maxKeyDays } = view.organization
  const tried = props.tried?.section === 'rules' ? props.tried : null
  const isAboutDays = tried?.refusal.code === 'max-key-days-invalid'
  const rules = [
    ...(requiresTwoFactor ? [t(messages.rulesTwoFactor)] : []),
    ...(maxKeyDays === null ? [] : [t(messages.rulesKeyDays, { days: maxKeyDays })]),
  ]
  const summary = rules.length === 0 ? t(messages.rulesNone) : formatList(language, rules)
  return (
    <Section id="rules" title={t(messages.rulesSection)} summary={summary} {...props}>
      {tried && !isAboutDays ? (
        <Notice frame={frame} kind="danger">
          <p>{organizationRefusalText(t, tried.refusal)}</p>
        </Notice>
      ) : null}
      <PostForm frame={frame} action={`/organization/${name}/rules`}>
        <Choice
          type="checkbox"
          name="requiresTwoFactor"
          value="yes"
          label={t(messages.requiresTwoFactor)}
          hint={t(messages.requiresTwoFactorHint)}
          checked={requiresTwoFactor}
        />
        <Field
          frame={frame}
          name="maxKeyDays"
          label={t(messages.maxKeyDays)}
          hint={t(messages.maxKeyDaysHint, { days: frame.config.maxKeyLifetimeDays })}
          error={tried && isAboutDays ? organizationRefusalText(t, tried.refusal) : null}
          optional
        >
          <TextInput
            inputmode="numeric"
            value={isAboutDays ? tried.typed : (maxKeyDays?.toString() ?? '')}
            maxlength={4}
            autocomplete="off"
          />
        </Field>
        <div class="actions">
          <SubmitButton kind="plain">{t(messages.save)}</SubmitButton>
        </div>
      </PostForm>
    </Section>
  )
}
