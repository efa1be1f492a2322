import type { PropsWithChildren } from 'hono/jsx'
import type { Account } from '../accounts/account.ts'
import { Choice, FieldGroup, LinkButton, Notice, PostForm, SubmitButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { Sentence } from '../http/sentence.tsx'
import { messages } from './messages.ts'
import { organizationRefusalText } from './refusal-messages.ts'
import type { OrganizationRefusal } from './refusal.ts'
import { PasswordField } from './settings-sections.tsx'

/** Asks before somebody loses something: a page of its own, so that it works without script. `children`: hidden fields. */
export function AskPage(
  props: PropsWithChildren<{
    frame: Frame
    title: string
    text: string
    button: string
    action: string
    backHref: string
    error: string | null
  }>,
) {
  const { frame, title } = props
  return (
    <Page frame={frame} title={title} noIndex narrow>
      <h1>{title}</h1>
      {props.error === null ? null : (
        <Notice frame={frame} kind="danger">
          <p>{props.error}</p>
        </Notice>
      )}
      <p>{props.text}</p>
      <PostForm frame={frame} action={props.action} class="confirm-form">
        {props.children}
        <div class="actions">
          <SubmitButton kind="danger">{props.button}</SubmitButton>
          <LinkButton href={props.backHref} kind="quiet">
            {frame.t(messages.cancel)}
          </LinkButton>
        </div>
      </PostForm>
    </Page>
  )
}

/** Behind the mailed link. Following it changes nothing: mail scanners follow links too. The button confirms. */
export function ConfirmEmailPage(props: { frame: Frame; name: string; email: string; action: string }) {
  const { frame, name } = props
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.confirmTitle, { name })} noIndex narrow>
      <h1>{t(messages.confirmTitle, { name })}</h1>
      <p class="lead">
        <Sentence
          t={t}
          message={messages.confirmQuestion}
          values={{ email: <strong>{props.email}</strong>, name: <strong>{name}</strong> }}
        />
      </p>
      <PostForm frame={frame} action={props.action}>
        <div class="actions">
          <SubmitButton>{t(messages.confirmButton)}</SubmitButton>
        </div>
      </PostForm>
    </Page>
  )
}

export type DeleteView = {
  organization: Account
  otherMembers: number
  orphanIds: readonly string[]
  /** The reader may delete it although others use it. */
  isRegardless: boolean
  /** Then no password is asked for. */
  isRecentlyConfirmed: boolean
  refusal: OrganizationRefusal | null
}

/** What goes and what stays, before anything happens; why not, where somebody else has to do something first. */
export function DeletePage({ frame, view }: { frame: Frame; view: DeleteView }) {
  const { t } = frame
  const { organization, otherMembers, orphanIds, isRegardless, refusal } = view
  const { name } = organization
  const isAboutPassword = refusal?.code === 'wrong-password' || refusal?.code === 'sign-in-locked'
  const isBlocked = !isRegardless && (otherMembers > 0 || orphanIds.length > 0)
  const shown: readonly OrganizationRefusal[] = isBlocked
    ? [
        ...(otherMembers > 0 ? [{ code: 'organization-has-members', count: otherMembers } as const] : []),
        ...(orphanIds.length > 0 ? [{ code: 'would-orphan-packages', packageIds: orphanIds } as const] : []),
      ]
    : refusal && !isAboutPassword
      ? [refusal]
      : []
  const title = t(messages.deleteTitle, { name })
  return (
    <Page frame={frame} title={title} noIndex narrow>
      <h1>{title}</h1>
      <p class="lead">{t(messages.deleteLead)}</p>
      {shown.map((one) => (
        <Notice frame={frame} kind={isBlocked ? 'warn' : 'danger'}>
          <p>{organizationRefusalText(t, one)}</p>
        </Notice>
      ))}
      <ul>
        <li>{t(messages.deleteKeys, { name })}</li>
        {isRegardless && otherMembers > 0 ? <li>{t(messages.deleteMembers, { count: otherMembers })}</li> : null}
        <li>{t(messages.deleteVersions)}</li>
        <li>{t(organization.email === null ? messages.deleteNameFree : messages.deleteName, { name })}</li>
      </ul>
      {isBlocked ? (
        <p class="actions">
          <LinkButton href={`/organization/${name}`}>{t(messages.manageNamed, { name })}</LinkButton>
        </p>
      ) : (
        <PostForm frame={frame} action={`/organization/${name}/DeleteRequest`} class="confirm-form">
          {orphanIds.length === 0 ? null : (
            <FieldGroup
              frame={frame}
              name="orphans"
              label={t(messages.orphans, { count: orphanIds.length, ids: orphanIds.slice(0, 10).join(', ') })}
            >
              <Choice type="radio" name="orphans" value="unlist" label={t(messages.orphansUnlist)} checked />
              <Choice type="radio" name="orphans" value="keep" label={t(messages.orphansKeep)} />
            </FieldGroup>
          )}
          {view.isRecentlyConfirmed ? null : (
            <PasswordField
              frame={frame}
              id="delete-password"
              error={refusal && isAboutPassword ? organizationRefusalText(t, refusal) : null}
            />
          )}
          <div class="actions">
            <SubmitButton kind="danger">{t(messages.deleteButton)}</SubmitButton>
            <LinkButton href={`/organization/${name}`} kind="quiet">
              {t(messages.cancel)}
            </LinkButton>
          </div>
        </PostForm>
      )}
    </Page>
  )
}
