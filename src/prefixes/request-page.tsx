import { Field, Notice, PostForm, Select, SubmitButton, TextArea, TextInput, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { messages } from './messages.ts'
import { patternText } from './prefix.ts'
import type { PrefixRequest } from './request-store.ts'

export type RequestDraft = { readonly pattern: string; readonly accountName: string; readonly message: string }

type Props = {
  readonly frame: Frame
  /** The accounts that the user may ask for. */
  readonly accountNames: readonly string[]
  /** Their open requests. */
  readonly open: readonly PrefixRequest[]
  readonly draft: RequestDraft
  readonly error: string | null
}

/** Where people ask for a reserved prefix. */
export function PrefixRequestPage({ frame, accountNames, open, draft, error }: Props) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.requestTitle)} noIndex>
      <h1>{t(messages.requestTitle)}</h1>
      <p class="lead">{t(messages.requestLead)}</p>
      {error === null ? null : (
        <Notice frame={frame} kind="danger">
          <p>{error}</p>
        </Notice>
      )}
      <PostForm frame={frame} action="/account/prefixes" class="owner-form">
        <Field frame={frame} name="pattern" label={t(messages.pattern)} hint={t(messages.patternHint)}>
          <TextInput mono maxlength={129} value={draft.pattern} autocomplete="off" required />
        </Field>
        <Field frame={frame} name="account" label={t(messages.account)}>
          <Select value={draft.accountName} options={accountNames.map((name) => ({ value: name, label: name }))} />
        </Field>
        <Field frame={frame} name="message" label={t(messages.why)} hint={t(messages.whyHint)}>
          <TextArea rows={4} maxlength={2000} value={draft.message} required />
        </Field>
        <div class="actions">
          <SubmitButton>{t(messages.ask)}</SubmitButton>
        </div>
      </PostForm>
      {open.length === 0 ? null : (
        <section>
          <h2>{t(messages.openTitle)}</h2>
          <ul class="rows owner-rows">
            {open.map((request) => (
              <li>
                <span>
                  {t(messages.openOne, { pattern: patternText(request), name: request.account.name })}{' '}
                  <Time frame={frame} at={request.createdAt} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  )
}
