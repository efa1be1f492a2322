import { Field, LinkButton, PostForm, SubmitButton, TextInput } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { messages } from './messages.ts'
import { organizationRefusalText } from './refusal-messages.ts'
import type { OrganizationRefusal } from './refusal.ts'
import { PasswordField } from './settings-sections.tsx'
import { transformMessages as texts } from './transform-messages.ts'

export type TransformView = {
  name: string
  administrator: string
  refusal: OrganizationRefusal | null
  /** Then no password is asked for. */
  isRecentlyConfirmed: boolean
}

/** What a user gives up to become an organization, and whom they name to look after it. */
export function TransformPage({ frame, view }: { frame: Frame; view: TransformView }) {
  const { t } = frame
  const { name, refusal } = view
  const isAboutPassword = refusal?.code === 'wrong-password' || refusal?.code === 'sign-in-locked'
  const error = refusal ? organizationRefusalText(t, refusal) : null
  return (
    <Page frame={frame} title={t(texts.title)} noIndex narrow>
      <h1>{t(texts.title)}</h1>
      <p class="lead">{t(texts.lead)}</p>
      <ul>
        <li>{t(texts.noSignIn, { name })}</li>
        <li>{t(texts.packagesStay)}</li>
        <li>{t(texts.keysMove)}</li>
        <li>{t(texts.signedOut)}</li>
      </ul>
      <PostForm frame={frame} action="/account/transform">
        <Field
          frame={frame}
          name="administrator"
          label={t(texts.administrator)}
          hint={t(texts.administratorHint)}
          error={isAboutPassword ? null : error}
        >
          <TextInput mono required value={view.administrator} maxlength={64} autocomplete="off" />
        </Field>
        {view.isRecentlyConfirmed ? null : (
          <PasswordField frame={frame} id="transform-password" error={isAboutPassword ? error : null} />
        )}
        <div class="actions">
          <SubmitButton kind="danger">{t(texts.button)}</SubmitButton>
          <LinkButton href="/account/organizations" kind="quiet">
            {t(messages.cancel)}
          </LinkButton>
        </div>
      </PostForm>
    </Page>
  )
}
