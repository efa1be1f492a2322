import {
  Choice,
  Field,
  FieldGroup,
  LinkButton,
  Notice,
  Select,
  SubmitButton,
  TextArea,
  TextInput,
} from '../http/components.tsx'
import { FormToken } from '../http/fields.tsx'
import type { Frame } from '../http/frame.ts'
import { Sentence } from '../http/sentence.tsx'
import { formatDate } from '../i18n/format.ts'
import type { KeyDraft } from './key-draft.ts'
import { offeredDays } from './key-fields.ts'
import { messages } from './messages.ts'
import type { KeyFormRefusal } from './refusal.ts'
import { keyRefusalText } from './refusal-messages.ts'
import type { KeySentence } from './words.ts'

export type KeyFormProps = {
  readonly frame: Frame
  readonly action: string
  readonly draft: KeyDraft
  /** A random token: the form acts once. Null when it may be sent again (edit). */
  readonly once: string | null
  readonly ownerNames: readonly string[]
  readonly packageIds: readonly string[]
  readonly refusals: readonly KeyFormRefusal[]
  readonly sentence: KeySentence
  /** Of the key that is edited; null for a new one. */
  readonly currentEnd: Date | null
  /** Then widening needs no password. */
  readonly isRecentlyConfirmed: boolean
}

const fieldOf: Record<
  KeyFormRefusal['code'],
  'name' | 'lifetime' | 'owner' | 'scopes' | 'subjects' | 'password' | 'form'
> = {
  'key-name-missing': 'name',
  'key-name-too-long': 'name',
  'key-owner-unknown': 'owner',
  'key-not-acting-for-owner': 'owner',
  'key-owner-locked': 'owner',
  'key-owner-unconfirmed': 'owner',
  'key-owner-needs-two-factor': 'owner',
  'key-scope-missing': 'scopes',
  'key-subject-missing': 'subjects',
  'key-glob-invalid': 'subjects',
  'key-package-not-owned': 'subjects',
  'key-too-many-subjects': 'subjects',
  'key-lifetime-invalid': 'lifetime',
  'too-many-keys': 'form',
  'key-user-locked': 'form',
  'key-user-unconfirmed': 'form',
  'key-widening': 'password',
  'wrong-password': 'password',
  'sign-in-locked': 'password',
}

/** The form of a new or an edited key, and beside it the sentence that says what the key will do. */
export function KeyForm(props: KeyFormProps) {
  const { frame, draft, refusals } = props
  const { t } = frame
  const isEdit = props.currentEnd !== null
  const errorOf = (field: (typeof fieldOf)[KeyFormRefusal['code']]) => {
    const own = refusals.filter((refusal) => fieldOf[refusal.code] === field)
    return own.length === 0 ? null : own.map((refusal) => keyRefusalText(t, refusal)).join(' ')
  }
  const needsPassword = errorOf('password') !== null
  return (
    <key-form>
      <form method="post" action={props.action} class="key-form" data-swap>
        <FormToken frame={frame} />
        {props.once === null ? null : <input type="hidden" name="once" value={props.once} />}
        {errorOf('form') === null ? null : (
          <Notice frame={frame} kind="danger">
            <p>{errorOf('form')}</p>
          </Notice>
        )}
        <div class="key-form-columns">
          <div>
            <Field
              frame={frame}
              name="name"
              label={t(messages.name)}
              hint={t(messages.nameHint)}
              error={errorOf('name')}
            >
              <TextInput value={draft.name} maxlength={256} autocomplete="off" />
            </Field>
            <LifetimeFields {...props} error={errorOf('lifetime')} />
            {isEdit ? null : (
              <Field
                frame={frame}
                name="owner"
                label={t(messages.owner)}
                hint={t(messages.ownerHint)}
                error={errorOf('owner')}
              >
                <Select value={draft.owner} options={props.ownerNames.map((name) => ({ value: name, label: name }))} />
              </Field>
            )}
            <FieldGroup frame={frame} name="scopes" label={t(messages.scopes)} error={errorOf('scopes')}>
              <Choice
                type="checkbox"
                name="push"
                value="on"
                label={t(messages.scopePush)}
                checked={draft.push !== ''}
              />
              <div class="choice-children">
                <Choice
                  type="radio"
                  name="pushkind"
                  value="push"
                  label={t(messages.scopePushNew)}
                  checked={draft.push !== 'push-version'}
                />
                <Choice
                  type="radio"
                  name="pushkind"
                  value="push-version"
                  label={t(messages.scopePushVersion)}
                  checked={draft.push === 'push-version'}
                />
              </div>
              <Choice type="checkbox" name="unlist" value="on" label={t(messages.scopeUnlist)} checked={draft.unlist} />
            </FieldGroup>
          </div>
          <div>
            <Field
              frame={frame}
              name="globs"
              label={t(messages.globs)}
              hint={t(messages.globsHint)}
              error={errorOf('subjects')}
            >
              <TextArea value={draft.globs} rows={3} mono />
            </Field>
            <FieldGroup
              frame={frame}
              name="package"
              label={t(messages.packages)}
              hint={t(messages.packagesHint)}
              optional
            >
              <div id="key-packages">
                {props.packageIds.length === 0 ? <p class="quiet">{t(messages.noPackages)}</p> : null}
                <div class="package-ticks" tabindex={props.packageIds.length > 8 ? 0 : undefined}>
                  {tickable(props).map((id) => (
                    <Choice
                      type="checkbox"
                      name="package"
                      value={id}
                      label={<span class="mono">{id}</span>}
                      checked={draft.packageIds.includes(id)}
                    />
                  ))}
                </div>
              </div>
            </FieldGroup>
          </div>
        </div>
        <div class="key-preview" id="key-preview" role="status" aria-label={t(messages.previewTitle)}>
          <WhatItWillDo frame={frame} sentence={props.sentence} />
          {props.sentence.warning === null || (props.sentence.main === null && errorOf('subjects')) ? null : (
            <Notice frame={frame} kind="warn">
              <p>{props.sentence.warning}</p>
            </Notice>
          )}
        </div>
        {isEdit && !props.isRecentlyConfirmed ? (
          <Field
            frame={frame}
            name="password"
            label={t(messages.password)}
            hint={t(messages.passwordHint)}
            error={errorOf('password')}
            optional={!needsPassword}
          >
            <TextInput type="password" autocomplete="current-password" />
          </Field>
        ) : null}
        <div class="actions">
          <SubmitButton>{t(isEdit ? messages.save : messages.create)}</SubmitButton>
          <SubmitButton kind="plain" name="preview" value="1">
            {t(messages.preview)}
          </SubmitButton>
          {isEdit ? (
            <LinkButton href="/account/apikeys" kind="quiet">
              {t(messages.cancel)}
            </LinkButton>
          ) : null}
        </div>
      </form>
    </key-form>
  )
}

/** The sentence, with what a person chose in bold. */
function WhatItWillDo({ frame, sentence }: { frame: Frame; sentence: KeySentence }) {
  const { t } = frame
  if (sentence.main === null) return sentence.warning === null ? <p>{t(messages.sentenceIncomplete)}</p> : null
  const { name, actions, owner, subjects, end } = sentence.main
  const values = {
    actions,
    name: <strong>{name}</strong>,
    owner: <strong>{owner}</strong>,
    subjects: <strong>{subjects}</strong>,
    end: <strong>{end}</strong>,
  }
  return (
    <p>
      <Sentence t={t} message={messages.sentence} values={values} />
      {frame.language === 'en' ? ' ' : ''}
      {sentence.rest}
    </p>
  )
}

function LifetimeFields(props: KeyFormProps & { error: string | null }) {
  const { frame, draft, currentEnd } = props
  const { t, language, config } = frame
  const maximum = config.maxKeyLifetimeDays
  const options = [
    ...(currentEnd === null
      ? []
      : [{ value: 'keep', label: t(messages.keepDate, { date: formatDate(language, currentEnd) }) }]),
    ...offeredDays(maximum).map((days) => ({ value: String(days), label: t(messages.days, { days }) })),
    { value: 'date', label: t(messages.onDate) },
  ]
  const lastDay = new Date(frame.now.getTime() + maximum * 86_400_000).toISOString().slice(0, 10)
  return (
    <div class="lifetime">
      <Field
        frame={frame}
        name="lifetime"
        label={t(messages.lifetime)}
        hint={t(messages.lifetimeHint, { days: maximum })}
        error={props.error}
      >
        <Select value={draft.lifetime} options={options} />
      </Field>
      <Field frame={frame} name="until" label={t(messages.date)} hint={t(messages.dateHint)}>
        <TextInput type="date" value={draft.until} min={frame.now.toISOString().slice(0, 10)} max={lastDay} />
      </Field>
    </div>
  )
}

/** The list of packages, and chosen ones that left the owner since: they stay visible so that they can be unticked. */
function tickable(props: KeyFormProps): readonly string[] {
  const known = new Set(props.packageIds.map((id) => id.toLowerCase()))
  return [...props.packageIds, ...props.draft.packageIds.filter((id) => !known.has(id.toLowerCase()))]
}
