import { BackToAdmin } from '../http/back-to-admin.tsx'
import { Notice } from '../http/components.tsx'
import { Field, PostForm, SubmitButton, TextArea, TextInput } from '../http/fields.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { StackedTable } from '../http/stacked-table.tsx'
import { mostMoved, type Moved } from '../owners/move-packages.ts'
import { ownerRefusalText } from '../owners/refusal-messages.ts'
import { messages } from './ownership-messages.ts'

export type OwnershipDraft = {
  readonly ids: string
  readonly from: string
  readonly to: string
  readonly message: string
}

type Props = {
  frame: Frame
  draft: OwnershipDraft
  /** What would become of each package; null before the first look. */
  preview: readonly Moved[] | null
  error: string | null
}

/** Packages pasted, looked at, and given to another owner. */
export function OwnershipPage({ frame, draft, preview, error }: Props) {
  const { t } = frame
  const count = preview?.filter(({ refusal }) => refusal === null).length ?? 0
  return (
    <Page frame={frame} title={t(messages.title)} noIndex>
      <BackToAdmin frame={frame} />
      <h1>{t(messages.title)}</h1>
      <p class="lead">{t(messages.lead)}</p>
      {error === null ? null : (
        <Notice frame={frame} kind="danger">
          <p>{error}</p>
        </Notice>
      )}
      <PostForm frame={frame} action="/admin/ownership">
        <Field frame={frame} name="ids" label={t(messages.ids)} hint={t(messages.idsHint, { limit: mostMoved })}>
          <TextArea value={draft.ids} rows={8} mono required />
        </Field>
        <Field frame={frame} name="from" label={t(messages.from)} optional>
          <TextInput value={draft.from} mono autocomplete="off" />
        </Field>
        <Field frame={frame} name="to" label={t(messages.to)} optional>
          <TextInput value={draft.to} mono autocomplete="off" />
        </Field>
        <Field frame={frame} name="message" label={t(messages.message)} optional>
          <TextArea value={draft.message} rows={2} maxlength={frame.config.ownerLimits.messageLength} />
        </Field>
        {preview === null ? null : <Preview frame={frame} preview={preview} />}
        <p class="actions">
          <SubmitButton kind={count > 0 ? 'plain' : 'primary'} name="act" value="preview">
            {t(messages.preview)}
          </SubmitButton>
          {count === 0 ? null : (
            <SubmitButton kind="danger" name="act" value="apply">
              {t(messages.apply, { count })}
            </SubmitButton>
          )}
        </p>
      </PostForm>
    </Page>
  )
}

function Preview({ frame, preview }: { frame: Frame; preview: readonly Moved[] }) {
  const { t } = frame
  return (
    <section>
      <h2>{t(messages.previewTitle)}</h2>
      <StackedTable heads={[t(messages.package), t(messages.after)]}>
        {preview.map(({ id, owners, refusal }) => (
          <tr>
            <th scope="row" class="mono">
              {id}
            </th>
            <td data-label={t(messages.after)}>{refusal ? ownerRefusalText(t, refusal) : owners.join(', ')}</td>
          </tr>
        ))}
      </StackedTable>
    </section>
  )
}
