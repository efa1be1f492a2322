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
import { packageHref } from '../packages/icon.tsx'
import { CopyChoice, errorAt, MessageField, RefusedNotice, Trap } from './form-parts.tsx'
import { guidance, messages, reasonNames } from './messages.ts'
import { abuseReasons, type AbuseReason, type ContactRefusal, type GuidedReason } from './ticket.ts'

export type ReportDraft = {
  readonly reason: AbuseReason | null
  readonly email: string
  readonly hasAskedOwners: boolean
  readonly message: string
  readonly wantsCopy: boolean
}

export const emptyReport: ReportDraft = {
  reason: null,
  email: '',
  hasAskedOwners: false,
  message: '',
  wantsCopy: false,
}

type Subject = { readonly frame: Frame; readonly id: string; readonly version: string }

/** Where anybody reports a package. `guided`: the reason chosen is one that administrators cannot help with. */
export function ReportPage(
  props: Subject & {
    readonly draft: ReportDraft
    readonly refusal: ContactRefusal | null
    readonly guided: GuidedReason | null
  },
) {
  const { frame, id, version, draft, guided } = props
  const { t } = frame
  const confirmed = frame.account?.email ?? null
  return (
    <Page frame={frame} title={t(messages.reportTitle, { id, version })} noIndex>
      <PackageTitle {...props} title={t(messages.reportTitle, { id, version })} />
      <p class="lead">{t(messages.reportLead)}</p>
      <RefusedNotice {...props} />
      {guided ? <Guidance {...props} reason={guided} /> : null}
      <PostForm frame={frame} action={`${packageHref(id, version)}/ReportAbuse`} class="owner-form">
        <FieldGroup frame={frame} name="reason" label={t(messages.reason)} error={errorAt(props, 'reason')}>
          {abuseReasons.map((reason) => (
            <Choice
              type="radio"
              name="reason"
              value={reason}
              label={t(reasonNames[reason])}
              checked={reason === draft.reason}
              required
            />
          ))}
        </FieldGroup>
        {confirmed === null ? (
          <Field
            frame={frame}
            name="email"
            label={t(messages.email)}
            hint={t(messages.emailHint)}
            error={errorAt(props, 'email')}
          >
            <TextInput type="email" maxlength={254} value={draft.email} autocomplete="email" />
          </Field>
        ) : null}
        <MessageField frame={frame} refusal={props.refusal} value={draft.message} />
        <Choice
          type="checkbox"
          name="asked"
          value="yes"
          label={t(messages.askedOwners)}
          checked={draft.hasAskedOwners}
        />
        {confirmed === null ? null : <CopyChoice frame={frame} checked={draft.wantsCopy} />}
        {frame.account === null ? <Trap frame={frame} /> : null}
        <div class="actions">
          <SubmitButton>{t(messages.report)}</SubmitButton>
        </div>
      </PostForm>
    </Page>
  )
}

function Guidance({ frame, id, version, reason }: Subject & { readonly reason: GuidedReason }) {
  const { t } = frame
  return (
    <Notice frame={frame} kind="info" title={t(messages.nothingSent)} id="guidance">
      <p>{t(guidance[reason])}</p>
      {reason === 'intimate-images' ? null : (
        <p>
          <a href={`${packageHref(id, version)}/ContactOwners`}>{t(messages.contactOwners)}</a>
        </p>
      )}
    </Notice>
  )
}

/** What owners see in place of the form. */
export function OwnPackagePage({ frame, id, version }: Subject) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.reportTitle, { id, version })} noIndex>
      <PackageTitle frame={frame} id={id} version={version} title={t(messages.reportTitle, { id, version })} />
      <Notice frame={frame} kind="info" title={t(messages.ownTitle)}>
        <p>{t(messages.ownText)}</p>
        <div class="actions">
          <LinkButton href={`${packageHref(id)}/Manage`}>{t(messages.managePackage)}</LinkButton>
          <LinkButton href={`/policies/Contact?subject=${encodeURIComponent(`${id} ${version}`)}`} kind="quiet">
            {t(messages.supportTitle)}
          </LinkButton>
        </div>
      </Notice>
    </Page>
  )
}

export function PackageTitle({ frame, id, version, title }: Subject & { readonly title: string }) {
  return (
    <div class="title-line">
      <h1>{title}</h1>
      <LinkButton href={packageHref(id, version)} kind="quiet">
        {frame.t(messages.backToPackage)}
      </LinkButton>
    </div>
  )
}
