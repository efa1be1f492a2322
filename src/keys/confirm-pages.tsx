import { Choice, FieldGroup, LinkButton, Notice, PostForm, SubmitButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { KeyForm, type KeyFormProps } from './key-form.tsx'
import type { ApiKey } from './key.ts'
import { messages } from './messages.ts'

export function EditPage({ frame, apiKey, form }: { frame: Frame; apiKey: ApiKey; form: KeyFormProps }) {
  const title = frame.t(messages.editNamed, { name: apiKey.name })
  return (
    <Page frame={frame} title={title} noIndex>
      <page-swap data-address={`/account/apikeys/${apiKey.id}/edit`}>
        <h1 tabindex={-1}>{title}</h1>
        <KeyForm {...form} />
      </page-swap>
    </Page>
  )
}

type ConfirmProps = {
  readonly frame: Frame
  readonly apiKey: ApiKey
  readonly action: 'regenerate' | 'revoke' | 'delete'
  readonly once: string | null
  readonly error: string | null
}

const words = {
  regenerate: [messages.regenerateNamed, messages.regenerateText, messages.regenerate],
  revoke: [messages.revokeNamed, messages.revokeText, messages.revoke],
  delete: [messages.deleteNamed, messages.deleteText, messages.delete],
} as const

/** Asks before a key is regenerated, revoked or deleted: a page of its own, so that it works without script. */
export function ConfirmPage({ frame, apiKey, action, once, error }: ConfirmProps) {
  const { t } = frame
  const [title, text, button] = words[action]
  return (
    <Page frame={frame} title={t(title, { name: apiKey.name })} noIndex narrow>
      <page-swap data-address={`/account/apikeys/${apiKey.id}/${action}`}>
        <h1 tabindex={-1}>{t(title, { name: apiKey.name })}</h1>
        {error === null ? null : (
          <Notice frame={frame} kind="danger">
            <p>{error}</p>
          </Notice>
        )}
        <p>{t(text)}</p>
        <PostForm frame={frame} action={`/account/apikeys/${apiKey.id}/${action}`} class="confirm-form">
          {once === null ? null : <input type="hidden" name="once" value={once} />}
          {action === 'regenerate' ? (
            <FieldGroup frame={frame} name="overlap" label={t(messages.overlap)} hint={t(messages.overlapHint)}>
              <Choice type="radio" name="overlap" value="0" label={t(messages.overlapNone)} checked />
              <Choice type="radio" name="overlap" value="1" label={t(messages.overlapHour)} />
              <Choice type="radio" name="overlap" value="24" label={t(messages.overlapDay)} />
            </FieldGroup>
          ) : null}
          <div class="actions">
            <SubmitButton kind={action === 'regenerate' ? 'primary' : 'danger'}>{t(button)}</SubmitButton>
            <LinkButton href="/account/apikeys" kind="quiet">
              {t(messages.cancel)}
            </LinkButton>
          </div>
        </PostForm>
      </page-swap>
    </Page>
  )
}
