import { BackToAdmin } from '../http/back-to-admin.tsx'
import {
  Badge,
  EmptyState,
  Facts,
  Field,
  LinkButton,
  Notice,
  PostForm,
  SubmitButton,
  TextArea,
  Time,
} from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { StackedTable } from '../http/stacked-table.tsx'
import { formatNumber } from '../i18n/format.ts'
import { packageHref } from '../packages/icon.tsx'
import { messages, reasonNames } from './messages.ts'
import { longestNote, type Ticket } from './ticket.ts'

type InboxProps = {
  readonly frame: Frame
  readonly tickets: readonly Ticket[]
  readonly isOpen: boolean
  /** How many wait. */
  readonly openCount: number
  /** The number below which the next page begins, or null when this is the last. */
  readonly before: number | null
}

/** For administrators: what waits, or what was closed, the newest first. */
export function InboxPage({ frame, tickets, isOpen, openCount, before }: InboxProps) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.inboxTitle)} noIndex>
      <BackToAdmin frame={frame} />
      <h1>{t(messages.inboxTitle)}</h1>
      <p class="lead">{t(messages.inboxLead)}</p>
      <nav class="tabs" aria-label={t(messages.states)}>
        <a href="/admin/tickets" aria-current={isOpen ? 'page' : undefined}>
          {t(messages.open)} <span class="quiet">{formatNumber(frame.language, openCount)}</span>
        </a>
        <a href="/admin/tickets?state=closed" aria-current={isOpen ? undefined : 'page'}>
          {t(messages.closed)}
        </a>
      </nav>
      {tickets.length === 0 ? (
        <EmptyState title={t(isOpen ? messages.noneOpen : messages.noneClosed)} />
      ) : (
        <StackedTable heads={[t(messages.about), t(messages.number), t(messages.from), t(messages.at)]}>
          {tickets.map((ticket) => (
            <tr>
              <th scope="row">
                <a href={`/admin/tickets/${ticket.number}`}>{aboutOf(frame, ticket)}</a>{' '}
                <KindBadge {...{ frame, ticket }} />
              </th>
              <td data-label={t(messages.number)}>{ticket.number}</td>
              <td data-label={t(messages.from)}>
                {ticket.sender?.name ?? <span class="quiet">{ticket.email ?? t(messages.stranger)}</span>}
              </td>
              <td data-label={t(messages.at)}>
                <Time frame={frame} at={ticket.createdAt} relative />
              </td>
            </tr>
          ))}
        </StackedTable>
      )}
      {before === null ? null : (
        <p class="actions">
          <LinkButton href={`/admin/tickets?state=${isOpen ? 'open' : 'closed'}&before=${before}`}>
            {t(messages.older)}
          </LinkButton>
        </p>
      )}
    </Page>
  )
}

/** One ticket, whole. */
export function TicketPage({ frame, ticket, error }: { frame: Frame; ticket: Ticket; error: string | null }) {
  const { t } = frame
  const title = t(messages.ticketTitle, { number: ticket.number })
  return (
    <Page frame={frame} title={title} noIndex>
      <div class="title-line">
        <h1>{title}</h1>
        <LinkButton href="/admin/tickets" kind="quiet">
          {t(messages.back)}
        </LinkButton>
      </div>
      {error === null ? null : (
        <Notice frame={frame} kind="danger">
          <p>{error}</p>
        </Notice>
      )}
      <p class="lead">
        {aboutOf(frame, ticket)} <KindBadge frame={frame} ticket={ticket} />
      </p>
      <blockquote class="said">
        <p class="prewrapped">{ticket.message}</p>
      </blockquote>
      <div class="facts-inline">
        <Facts items={[...packageFacts(frame, ticket), ...senderFacts(frame, ticket), ...closedFacts(frame, ticket)]} />
      </div>
      <PostForm frame={frame} action={`/admin/tickets/${ticket.number}`} class="owner-form">
        {ticket.closed ? null : (
          <Field frame={frame} name="note" label={t(messages.note)} optional>
            <TextArea rows={3} maxlength={longestNote} />
          </Field>
        )}
        <div class="actions">
          <SubmitButton
            kind={ticket.closed ? 'plain' : 'primary'}
            name="act"
            value={ticket.closed ? 'reopen' : 'close'}
          >
            {t(ticket.closed ? messages.reopen : messages.close)}
          </SubmitButton>
        </div>
      </PostForm>
    </Page>
  )
}

/** A report may be urgent. */
function KindBadge({ frame, ticket: { kind } }: { readonly frame: Frame; readonly ticket: Ticket }) {
  const isReport = kind === 'abuse'
  return <Badge kind={isReport ? 'warn' : 'plain'}>{frame.t(isReport ? messages.isReport : messages.isQuestion)}</Badge>
}

function aboutOf({ t }: Frame, ticket: Ticket): string {
  if (ticket.package === null) return ticket.subject ?? ''
  const { id, version } = ticket.package
  if (ticket.reason === null) return `${id} ${version}`
  return t(messages.aboutPackage, { id, version, reason: t(reasonNames[ticket.reason]) })
}

/** For an answer: the subject says what it is about. */
function mailTo(email: string, subject: string): string {
  return `mailto:${encodeURIComponent(email).replace('%40', '@')}?subject=${encodeURIComponent(subject)}`
}

type Fact = Parameters<typeof Facts>[0]['items'][number]

function packageFacts({ t }: Frame, ticket: Ticket): readonly Fact[] {
  if (ticket.package === null) return []
  const { id, version } = ticket.package
  const link = (
    <a href={packageHref(id, version)}>
      {id} {version}
    </a>
  )
  return [
    [t(messages.package), link],
    [t(messages.owners), t(ticket.hasAskedOwners ? messages.yes : messages.no)],
  ]
}

function senderFacts(frame: Frame, ticket: Ticket): readonly Fact[] {
  const { sender, email, isEmailConfirmed, address, createdAt } = ticket
  const { t } = frame
  const name = sender ? <a href={`/profiles/${sender.name}`}>{sender.name}</a> : t(messages.stranger)
  const reached =
    email === null ? (
      t(messages.gone)
    ) : (
      <>
        <a href={mailTo(email, `${t(messages.ticketTitle, { number: ticket.number })}: ${aboutOf(frame, ticket)}`)}>
          {email}
        </a>
        {isEmailConfirmed ? null : <span class="quiet"> {t(messages.unconfirmed)}</span>}
      </>
    )
  return [
    [t(messages.from), name],
    [t(messages.answer), reached],
    [t(messages.clientAddress), address],
    [t(messages.at), <Time frame={frame} at={createdAt} relative />],
  ]
}

function closedFacts(frame: Frame, { closed }: Ticket): readonly Fact[] {
  const { t } = frame
  if (closed === null) return []
  return [
    [t(messages.closedBy), closed.by ?? t(messages.somebody)],
    [t(messages.closedAt), <Time frame={frame} at={closed.at} relative />],
    [t(messages.note), closed.note === null ? null : <span class="prewrapped">{closed.note}</span>],
  ]
}
