import { BackToAdmin } from '../http/back-to-admin.tsx'
import { EmptyState, Facts, LinkButton, Time } from '../http/components.tsx'
import { PostForm, SubmitButton } from '../http/fields.tsx'
import type { Frame } from '../http/frame.ts'
import { StackedTable } from '../http/stacked-table.tsx'
import { Page } from '../http/layout.tsx'
import type { StoredMail } from '../mail/store.ts'
import { messages } from './messages.ts'

/** For administrators: the mails that this site wrote, newest first. `olderThan` is set when there are more. */
export function MailsPage(props: {
  frame: Frame
  mails: readonly StoredMail[]
  isFirstPage: boolean
  olderThan: number | null
}) {
  const { frame, mails } = props
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.mailsTitle)} noIndex>
      <BackToAdmin frame={frame} />
      <h1>{t(messages.mailsTitle)}</h1>
      <p class="lead">{t(frame.config.smtpUrl === null ? messages.mailsLead : messages.mailsLeadSmtp)}</p>
      {mails.length === 0 ? <EmptyState title={t(messages.mailsNone)} /> : <MailTable frame={frame} mails={mails} />}
      <p class="actions">
        {props.isFirstPage ? null : <LinkButton href="/admin/mails">{t(messages.mailNewest)}</LinkButton>}
        {props.olderThan === null ? null : (
          <LinkButton href={`/admin/mails?before=${props.olderThan}`}>{t(messages.mailOlder)}</LinkButton>
        )}
      </p>
    </Page>
  )
}

function MailTable({ frame, mails }: { frame: Frame; mails: readonly StoredMail[] }) {
  const { t } = frame
  return (
    <StackedTable
      heads={[messages.mailSubject, messages.mailTo, messages.mailMade, messages.mailState].map((head) => t(head))}
    >
      {mails.map((mail) => (
        <tr>
          <th scope="row">
            <a href={`/admin/mails/${mail.id}`}>{mail.subject}</a>
          </th>
          <td class="mono" data-label={t(messages.mailTo)}>
            {mail.recipient}
          </td>
          <td data-label={t(messages.mailMade)}>
            <Time frame={frame} at={mail.createdAt} relative />
          </td>
          <td data-label={t(messages.mailState)}>{stateText(frame, mail)}</td>
        </tr>
      ))}
    </StackedTable>
  )
}

export function MailPage({ frame, mail }: { frame: Frame; mail: StoredMail }) {
  const { t } = frame
  return (
    <Page frame={frame} title={mail.subject} noIndex>
      <p>
        <a href="/admin/mails">{t(messages.mailsBack)}</a>
      </p>
      <h1>{mail.subject}</h1>
      <Facts
        items={[
          [t(messages.mailTo), <span class="mono">{mail.recipient}</span>],
          [t(messages.mailMade), <Time frame={frame} at={mail.createdAt} relative />],
          [t(messages.mailState), stateText(frame, mail)],
        ]}
      />
      {mail.sentAt === null && frame.config.smtpUrl !== null ? (
        <PostForm frame={frame} action={`/admin/mails/${mail.id}`}>
          <SubmitButton kind="plain">{t(messages.mailSendAgain)}</SubmitButton>
        </PostForm>
      ) : null}
      {mail.text === '' ? <p class="quiet">{t(messages.mailTextGone)}</p> : <pre class="mail-text">{mail.text}</pre>}
    </Page>
  )
}

function stateText(frame: Frame, mail: StoredMail): string {
  if (mail.sentAt) return frame.t(messages.mailSent)
  return frame.t(frame.config.smtpUrl === null ? messages.mailKept : messages.mailWaiting)
}
