import { Choice, Field, FieldGroup, PostForm, SubmitButton, TextArea, TextInput } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { maxDeprecationMessage } from './deprecation.ts'
import { messages } from './messages.ts'

/** The checkboxes of the table of versions belong to this form, too. */
export const changeFormId = 'change-versions'

/** The fields as typed; names of reasons are those of the publish API. */
export type ChangeDraft = {
  readonly versions: readonly string[]
  readonly reasons: readonly string[]
  readonly message: string
  readonly alternateId: string
  readonly alternateVersion: string
}

export const emptyDraft: ChangeDraft = {
  versions: [],
  reasons: [],
  message: '',
  alternateId: '',
  alternateVersion: '',
}

const reasons = [
  ['isLegacy', messages.reasonLegacy],
  ['hasCriticalBugs', messages.reasonCriticalBugs],
  ['isOther', messages.reasonOther],
] as const

/** What to do with the chosen versions: four buttons, of which only "deprecate" reads the fields beside it. */
export function ChangeForm({ frame, action, draft }: { frame: Frame; action: string; draft: ChangeDraft }) {
  const { t } = frame
  return (
    <PostForm frame={frame} action={action} id={changeFormId}>
      <Choice
        type="checkbox"
        name="versions"
        value="all"
        label={t(messages.chooseAll)}
        checked={draft.versions.includes('all')}
      />
      <section aria-labelledby="listing-title">
        <h2 id="listing-title">{t(messages.listingTitle)}</h2>
        <div class="actions">
          <SubmitButton kind="plain" name="act" value="unlist">
            {t(messages.unlistChosen)}
          </SubmitButton>
          <SubmitButton kind="plain" name="act" value="relist">
            {t(messages.relistChosen)}
          </SubmitButton>
        </div>
      </section>
      <section aria-labelledby="deprecation-title">
        <h2 id="deprecation-title">{t(messages.deprecationTitle)}</h2>
        <p>{t(messages.deprecationLead)}</p>
        <FieldGroup frame={frame} name="reasons" label={t(messages.deprecationReasons)}>
          {reasons.map(([name, label]) => (
            <Choice
              type="checkbox"
              name="reasons"
              value={name}
              label={t(label)}
              checked={draft.reasons.includes(name)}
            />
          ))}
        </FieldGroup>
        <Field
          frame={frame}
          name="alternateId"
          label={t(messages.alternateId)}
          hint={t(messages.alternateHint)}
          optional
        >
          <TextInput mono maxlength={100} value={draft.alternateId} autocomplete="off" />
        </Field>
        <Field frame={frame} name="alternateVersion" label={t(messages.alternateVersion)} optional>
          <TextInput mono maxlength={64} value={draft.alternateVersion} autocomplete="off" />
        </Field>
        <Field frame={frame} name="message" label={t(messages.deprecationMessage)} optional>
          <TextArea rows={3} maxlength={maxDeprecationMessage} value={draft.message} />
        </Field>
        <div class="actions">
          <SubmitButton name="act" value="deprecate">
            {t(messages.deprecateChosen)}
          </SubmitButton>
          <SubmitButton kind="plain" name="act" value="undeprecate">
            {t(messages.undeprecateChosen)}
          </SubmitButton>
        </div>
      </section>
    </PostForm>
  )
}
