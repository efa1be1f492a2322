import { Choice, Field, FieldGroup, PostForm, SubmitButton, TextArea, TextInput } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { PackageIdBox } from '../http/search-form.tsx'
import { maxDeprecationMessage } from '../packages/deprecation.ts'
import { messages as packageMessages } from '../packages/messages.ts'
import type { VersionLine } from '../packages/version-line-store.ts'
import { messages } from './messages.ts'
import type { VersionChoice } from './version-choice.ts'

/** The checkboxes of the table of versions belong to this form, too. */
export const changeFormId = 'change-versions'

/** The fields as typed; names of reasons are those of the publish API. */
export type ChangeDraft = VersionChoice & {
  readonly reasons: readonly string[]
  readonly message: string
  readonly alternateId: string
  readonly alternateVersion: string
}

export const emptyDraft: ChangeDraft = {
  which: 'ticked',
  versions: [],
  from: '',
  to: '',
  reasons: [],
  message: '',
  alternateId: '',
  alternateVersion: '',
}

/** Why the change was refused, and the field that it is about; null when it is about none. */
export type ChangeError = { readonly field: string | null; readonly text: string }

export const deprecationReasonFields = [
  ['isLegacy', packageMessages.reasonLegacy],
  ['hasCriticalBugs', packageMessages.reasonCriticalBugs],
  ['isOther', packageMessages.reasonOther],
] as const

type Props = {
  readonly frame: Frame
  readonly action: string
  readonly draft: ChangeDraft
  readonly error: ChangeError | null
  readonly versions: readonly VersionLine[]
  /** Nobody but an administrator may change anything: the buttons say so by being off. */
  readonly isFrozen: boolean
}

/** Which versions, and what to do with them: four buttons, of which only "deprecate" reads the fields beside it. */
export function ChangeForm(props: Props) {
  const { frame, action, isFrozen } = props
  const { t } = frame
  return (
    <PostForm frame={frame} action={action} id={changeFormId}>
      <WhichVersions {...props} />
      <section aria-labelledby="listing-title">
        <h3 id="listing-title">{t(messages.listingTitle)}</h3>
        <p>{t(messages.manageLead)}</p>
        <div class="actions">
          <SubmitButton kind="plain" name="act" value="unlist" disabled={isFrozen}>
            {t(messages.unlistChosen)}
          </SubmitButton>
          <SubmitButton kind="plain" name="act" value="relist" disabled={isFrozen}>
            {t(messages.relistChosen)}
          </SubmitButton>
        </div>
      </section>
      <DeprecationFields {...props} />
    </PostForm>
  )
}

function WhichVersions({ frame, draft, error, versions }: Props) {
  const { t } = frame
  const prereleases = versions.filter(({ version }) => version.isPrerelease).length
  const choices = [
    ['ticked', t(messages.whichTicked)],
    ['all', t(messages.whichAll, { count: versions.length })],
    ...(prereleases > 0 ? [['prereleases', t(messages.whichPrereleases, { count: prereleases })] as const] : []),
    ['range', t(messages.whichRange)],
  ] as const
  const errorOf = (field: string) => (error?.field === field ? error.text : null)
  return (
    <>
      <FieldGroup frame={frame} name="which" label={t(messages.whichVersions)} error={errorOf('which')}>
        {choices.map(([value, label]) => (
          <Choice type="radio" name="which" value={value} label={label} checked={draft.which === value} />
        ))}
      </FieldGroup>
      <div class="range-fields">
        <Field
          frame={frame}
          name="from"
          label={t(messages.rangeFrom)}
          hint={t(messages.rangeFromHint)}
          error={errorOf('from')}
        >
          <TextInput mono maxlength={64} value={draft.from} autocomplete="off" />
        </Field>
        <Field frame={frame} name="to" label={t(messages.rangeTo)} hint={t(messages.rangeToHint)} error={errorOf('to')}>
          <TextInput mono maxlength={64} value={draft.to} autocomplete="off" />
        </Field>
      </div>
    </>
  )
}

function DeprecationFields({ frame, draft, error, isFrozen }: Props) {
  const { t } = frame
  const errorOf = (field: string) => (error?.field === field ? error.text : null)
  return (
    <section aria-labelledby="deprecation-title">
      <h3 id="deprecation-title">{t(messages.deprecationTitle)}</h3>
      <p>{t(messages.deprecationLead)}</p>
      <FieldGroup frame={frame} name="reasons" label={t(messages.deprecationReasons)} error={errorOf('reasons')}>
        {deprecationReasonFields.map(([name, label]) => (
          <Choice type="checkbox" name="reasons" value={name} label={t(label)} checked={draft.reasons.includes(name)} />
        ))}
      </FieldGroup>
      <Field
        frame={frame}
        name="alternateId"
        label={t(messages.alternateId)}
        hint={t(messages.alternateHint)}
        error={errorOf('alternateId')}
        optional
      >
        <PackageIdBox frame={frame}>
          <TextInput mono maxlength={100} value={draft.alternateId} autocomplete="off" />
        </PackageIdBox>
      </Field>
      <Field frame={frame} name="alternateVersion" label={t(messages.alternateVersion)} optional>
        <TextInput mono maxlength={64} value={draft.alternateVersion} autocomplete="off" />
      </Field>
      <Field frame={frame} name="message" label={t(messages.deprecationMessage)} error={errorOf('message')} optional>
        <TextArea rows={3} maxlength={maxDeprecationMessage} value={draft.message} />
      </Field>
      <div class="actions">
        <SubmitButton name="act" value="deprecate" disabled={isFrozen}>
          {t(messages.deprecateChosen)}
        </SubmitButton>
        <SubmitButton kind="plain" name="act" value="undeprecate" disabled={isFrozen}>
          {t(messages.undeprecateChosen)}
        </SubmitButton>
      </div>
    </section>
  )
}
