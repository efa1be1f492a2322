import type { Account } from '../accounts/account.ts'
import { linkBaseUrl } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import type { Message, Translate } from '../i18n/message.ts'
import { translator } from '../i18n/translate.ts'
import { escapeMarkdown } from '../mail/markdown.ts'
import { queueMail } from '../mail/queue.ts'
import { mailMessages as messages } from './mail-messages.ts'
import { reasonNames } from './messages.ts'
import type { Ticket } from './ticket.ts'

type MailDeps = Pick<Deps, 'config' | 'now'>

/** To the administrators who want mail; the inbox is also a page of theirs. Answers go to a confirmed address only. */
export async function queueTicketMails(
  tx: Db,
  deps: MailDeps,
  ticket: Ticket,
  administrators: readonly Account[],
): Promise<void> {
  for (const person of administrators.filter(({ contactAllowed }) => contactAllowed)) {
    const page = `<${linkBaseUrl(deps.config)}/admin/tickets/${ticket.number}>`
    const url = deps.config.adminPages ? page : `\`lode ticket close ${ticket.number}\``
    await queueTo(tx, deps, person, {
      kind: ticket.kind === 'abuse' ? 'abuse-report' : 'support-question',
      subject: ticket.kind === 'abuse' ? messages.abuseSubject : messages.supportSubject,
      body: ticket.kind === 'abuse' ? messages.abuseBody : messages.supportBody,
      names: (t) => namesOf(t, ticket),
      said: ticket.message,
      after: { message: messages.answerAt, links: { url } },
      replyTo: ticket.isEmailConfirmed ? ticket.email : null,
    })
  }
}

/** To whoever sent it, at their confirmed address: nobody can have mail sent to somebody else. */
export async function queueTicketCopy(tx: Db, deps: MailDeps, ticket: Ticket, sender: Account): Promise<void> {
  await queueTo(tx, deps, sender, {
    kind: ticket.kind === 'abuse' ? 'abuse-report-copy' : 'support-question-copy',
    subject: ticket.kind === 'abuse' ? messages.copyAbuseSubject : messages.copySupportSubject,
    body: ticket.kind === 'abuse' ? messages.copyAbuseBody : messages.copySupportBody,
    names: (t) => namesOf(t, ticket),
    said: ticket.message,
  })
}

export type OwnerMessage = {
  readonly id: string
  readonly version: string
  readonly message: string
}

/** To each owner who takes messages, on their own: none learns the address of another, nor does the sender of any. */
export async function queueOwnerMails(
  tx: Db,
  deps: MailDeps,
  { id, version, message }: OwnerMessage,
  { sender, owners }: { readonly sender: Account; readonly owners: readonly Account[] },
): Promise<void> {
  for (const owner of owners) {
    const path = owner.kind === 'organization' ? `organization/${owner.name}/ManageOrganization` : 'account'
    await queueTo(tx, deps, owner, {
      kind: 'contact-owners',
      subject: messages.ownersSubject,
      body: messages.ownersBody,
      names: () => ({ id, version, sender: sender.name, owner: owner.name }),
      said: message,
      after: { message: messages.ownersAfter, links: { url: `<${linkBaseUrl(deps.config)}/${path}>` } },
      replyTo: sender.email,
    })
  }
}

export async function queueOwnersCopy(tx: Db, deps: MailDeps, sent: OwnerMessage, sender: Account): Promise<void> {
  await queueTo(tx, deps, sender, {
    kind: 'contact-owners-copy',
    subject: messages.copyOwnersSubject,
    body: messages.copyOwnersBody,
    names: () => ({ id: sent.id, version: sent.version }),
    said: sent.message,
  })
}

type Mail = {
  readonly kind: string
  readonly subject: Message
  readonly body: Message
  /** Plain text, escaped for the body. */
  readonly names: (t: Translate) => Readonly<Record<string, string>>
  /** What somebody wrote. */
  readonly said: string
  readonly after?: { readonly message: Message; readonly links: Readonly<Record<string, string>> }
  readonly replyTo?: string | null
}

async function queueTo(tx: Db, deps: MailDeps, person: Account, mail: Mail): Promise<void> {
  if (person.email === null) return
  const language = person.language ?? 'en'
  const t = translator(language)
  const names = mail.names(t)
  const escaped = Object.fromEntries(Object.entries(names).map(([key, text]) => [key, escapeMarkdown(text)]))
  const after = mail.after ? [t(mail.after.message, { ...escaped, ...mail.after.links })] : []
  await queueMail(tx, deps, {
    kind: mail.kind,
    to: person.email,
    account: person,
    language,
    subject: t(mail.subject, names),
    markdown: [t(mail.body, escaped), quote(mail.said), ...after].join('\n\n'),
    ...(mail.replyTo == null ? {} : { replyTo: mail.replyTo }),
  })
}

/** As Markdown that shows the text line by line, and nothing of it as anything else. */
function quote(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.trim() === '' ? '>' : `> ${escapeMarkdown(line.trim())}  `))
    .join('\n')
}

function namesOf(t: Translate, ticket: Ticket): Readonly<Record<string, string>> {
  return {
    number: String(ticket.number),
    id: ticket.package?.id ?? '',
    version: ticket.package?.version ?? '',
    reason: ticket.reason === null ? '' : t(reasonNames[ticket.reason]),
    subject: ticket.subject ?? '',
    who: ticket.sender?.name ?? ticket.email ?? '',
    email: ticket.email ?? '',
    asked: ticket.hasAskedOwners ? 'yes' : 'no',
  }
}
