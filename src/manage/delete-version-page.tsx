import { Field, LinkButton, Notice, PostForm, SubmitButton, TextInput } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { packageHref } from '../packages/icon.tsx'
import { messages as packageMessages } from '../packages/messages.ts'
import { messages } from './messages.ts'

export type DeleteVersionProps = {
  readonly frame: Frame
  readonly id: string
  readonly version: string
  /** Whether the file goes for good, so that not even an administrator can undo it. */
  readonly isHard: boolean
  /** Whether owners wrote a README for it here, which goes too. */
  readonly hasWrittenReadme: boolean
  /** Why the operator's rule does not let the reader delete it; null when it does. */
  readonly barredBy: string | null
  readonly reason: string
  /** Why it was not done; `confirm` stands beside the field in which the version is typed. */
  readonly error: { readonly field: 'confirm' | null; readonly text: string } | null
}

/** Asks for the version once more, because nothing brings its ID and version back. */
export function DeleteVersionPage(props: DeleteVersionProps) {
  const { frame, id, version, error, barredBy } = props
  const { t } = frame
  const title = t(messages.deleteTitle, { id, version })
  return (
    <Page frame={frame} title={title} noIndex narrow>
      <h1>{title}</h1>
      {error && error.field === null ? (
        <Notice frame={frame} kind="danger">
          <p>{error.text}</p>
        </Notice>
      ) : null}
      {barredBy === null ? <DeleteForm {...props} /> : <NotNow frame={frame} id={id} text={barredBy} />}
    </Page>
  )
}

/** What else there is to do, without typing anything first. */
function NotNow({ frame, id, text }: Pick<DeleteVersionProps, 'frame' | 'id'> & { readonly text: string }) {
  const { t } = frame
  return (
    <>
      <Notice frame={frame} kind="warn" title={t(messages.deletionNotNow)}>
        <p>{text}</p>
      </Notice>
      <p class="actions">
        <LinkButton href={`${packageHref(id)}/Manage`}>{t(packageMessages.backToManage)}</LinkButton>
        <a href="/policies/Contact">{t(messages.askAdministrators)}</a>
      </p>
    </>
  )
}

function DeleteForm({ frame, id, version, isHard, hasWrittenReadme, reason, error }: DeleteVersionProps) {
  const { t } = frame
  return (
    <>
      <ul>
        <li>{t(messages.deleteRestores)}</li>
        <li>{t(messages.deleteTaken)}</li>
        <li>{t(isHard ? messages.deleteForGood : messages.deleteUndo)}</li>
        {hasWrittenReadme ? <li>{t(messages.deleteTakesAlong)}</li> : null}
        <li>{t(messages.deleteUnlistInstead)}</li>
      </ul>
      <PostForm frame={frame} action={`${packageHref(id, version)}/Delete`}>
        <Field
          frame={frame}
          name="reason"
          label={t(messages.deleteReason)}
          hint={t(messages.deleteReasonHint)}
          optional
        >
          <TextInput maxlength={500} value={reason} />
        </Field>
        <Field
          frame={frame}
          name="confirm"
          label={t(messages.deleteConfirm, { version })}
          error={error?.field === 'confirm' ? error.text : null}
        >
          <TextInput mono required autocomplete="off" />
        </Field>
        <div class="actions">
          <SubmitButton kind="danger">{t(messages.deleteButton)}</SubmitButton>
          <a href={`${packageHref(id)}/Manage`}>{t(packageMessages.backToManage)}</a>
        </div>
      </PostForm>
    </>
  )
}
