import { emailMaximum } from '../accounts/email-address.ts'
import { nameLength } from '../accounts/account-name.ts'
import { Field, LinkButton, Notice, PostForm, SubmitButton, TextInput } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { messages } from './messages.ts'
import { organizationRefusalText } from './refusal-messages.ts'
import type { OrganizationRefusal } from './refusal.ts'

export type AddView = { name: string; email: string; refusals: readonly OrganizationRefusal[] }

/** The form of a new organization. */
export function AddPage({ frame, view }: { frame: Frame; view: AddView }) {
  const { t } = frame
  const errorOf = (field: string) => {
    const refusal = view.refusals.find(({ code }) => code.startsWith(`${field}-`))
    return refusal ? organizationRefusalText(t, refusal) : null
  }
  const other = view.refusals.find(({ code }) => !/^(name|email)-/.test(code))
  return (
    <Page frame={frame} title={t(messages.addTitle)} noIndex narrow>
      <h1>{t(messages.addTitle)}</h1>
      <p class="lead">{t(messages.addLead)}</p>
      {other ? (
        <Notice frame={frame} kind="danger">
          <p>{organizationRefusalText(t, other)}</p>
        </Notice>
      ) : null}
      <PostForm frame={frame} action="/account/organizations/add">
        <Field frame={frame} name="name" label={t(messages.name)} hint={t(messages.nameHint)} error={errorOf('name')}>
          <TextInput
            mono
            required
            value={view.name}
            maxlength={nameLength.maximum}
            autocomplete="off"
            autofocus={view.refusals.length === 0}
          />
        </Field>
        <Field
          frame={frame}
          name="email"
          label={t(messages.email)}
          hint={t(messages.emailHint)}
          error={errorOf('email')}
        >
          <TextInput type="email" mono required value={view.email} maxlength={emailMaximum} autocomplete="off" />
        </Field>
        <div class="actions">
          <SubmitButton>{t(messages.add)}</SubmitButton>
          <LinkButton href="/account/organizations" kind="quiet">
            {t(messages.cancel)}
          </LinkButton>
        </div>
      </PostForm>
    </Page>
  )
}
