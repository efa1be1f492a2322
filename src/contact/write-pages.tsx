import { EmptyState, Field, LinkButton, PostForm, SubmitButton, TextInput } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { packageHref } from '../packages/icon.tsx'
import { CopyChoice, errorAt, MessageField, RefusedNotice } from './form-parts.tsx'
import { messages } from './messages.ts'
import { PackageTitle } from './report-page.tsx'
import { longestSubject, type ContactRefusal } from './ticket.ts'

export type WriteDraft = { readonly subject: string; readonly message: string; readonly wantsCopy: boolean }

type Props = { readonly frame: Frame; readonly draft: WriteDraft; readonly refusal: ContactRefusal | null }

/** Where confirmed users write to the owners of a package. `reached`: how many of them it would reach. */
export function ContactOwnersPage(props: Props & { id: string; version: string; email: string; reached: number }) {
  const { frame, id, version, draft, reached } = props
  const { t } = frame
  const title = t(messages.ownersTitle, { id })
  return (
    <Page frame={frame} title={title} noIndex>
      <PackageTitle frame={frame} id={id} version={version} title={title} />
      <RefusedNotice {...props} />
      {reached === 0 ? (
        <EmptyState title={t(messages.ownersNobodyTitle)} text={t(messages.ownersNobodyText)}>
          <LinkButton href={`${packageHref(id, version)}/ReportAbuse`}>{t(messages.reportPackage)}</LinkButton>
        </EmptyState>
      ) : (
        <>
          <p class="lead">{t(messages.ownersLead, { count: reached, email: props.email })}</p>
          <PostForm frame={frame} action={`${packageHref(id, version)}/ContactOwners`} class="owner-form">
            <MessageField frame={frame} refusal={props.refusal} value={draft.message} />
            <CopyChoice frame={frame} checked={draft.wantsCopy} />
            <div class="actions">
              <SubmitButton>{t(messages.send)}</SubmitButton>
            </div>
          </PostForm>
        </>
      )}
    </Page>
  )
}

/** Where users ask the administrators. */
export function SupportPage(props: Props & { email: string }) {
  const { frame, draft } = props
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.supportTitle)} noIndex>
      <h1>{t(messages.supportTitle)}</h1>
      <p class="lead">{t(messages.supportLead, { email: props.email })}</p>
      <RefusedNotice {...props} />
      <PostForm frame={frame} action="/policies/Contact" class="owner-form">
        <Field frame={frame} name="subject" label={t(messages.subject)} error={errorAt(props, 'subject')}>
          <TextInput maxlength={longestSubject} value={draft.subject} autocomplete="off" required />
        </Field>
        <MessageField frame={frame} refusal={props.refusal} value={draft.message} />
        <CopyChoice frame={frame} checked={draft.wantsCopy} />
        <div class="actions">
          <SubmitButton>{t(messages.send)}</SubmitButton>
        </div>
      </PostForm>
    </Page>
  )
}
