import type { Account } from '../accounts/account.ts'
import { findAccountById } from '../accounts/store.ts'
import { linkBaseUrl } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import type { Message } from '../i18n/message.ts'
import { translator } from '../i18n/translate.ts'
import { escapeMarkdown } from '../mail/markdown.ts'
import { queueMail } from '../mail/queue.ts'
import { mailMessages as messages } from './mail-messages.ts'
import { patternText } from './prefix.ts'
import type { PrefixRequest } from './request-store.ts'

type MailDeps = Pick<Deps, 'config' | 'now'>

/** To the administrators of the gallery who want mail: the queue is also a page of theirs. */
export async function queuePrefixRequestMails(
  tx: Db,
  deps: MailDeps,
  request: PrefixRequest,
  administrators: readonly Account[],
): Promise<void> {
  for (const administrator of administrators.filter(({ contactAllowed }) => contactAllowed)) {
    await queueTo(tx, deps, administrator, {
      kind: 'prefix-request',
      subject: messages.requestSubject,
      body: messages.requestBody,
      names: { ...namesOf(request), reason: request.message },
      url: deps.config.adminPages ? `<${linkBaseUrl(deps.config)}/admin/prefixes>` : '`lode prefix request list`',
    })
  }
}

/** To whoever asked: always sent, it is the answer. */
export async function queueDecidedMail(
  tx: Db,
  deps: MailDeps,
  request: PrefixRequest,
  { isGranted, reason }: { readonly isGranted: boolean; readonly reason: string | null },
): Promise<void> {
  const asker = await findAccountById(tx, request.asker.id)
  if (!asker) return
  const hasReason = reason === null ? 'no' : 'yes'
  await queueTo(tx, deps, asker, {
    kind: isGranted ? 'prefix-granted' : 'prefix-declined',
    subject: isGranted ? messages.grantedSubject : messages.declinedSubject,
    body: isGranted ? messages.grantedBody : messages.declinedBody,
    names: { ...namesOf(request), hasReason, reason: reason ?? '' },
    url: `<${linkBaseUrl(deps.config)}/account/${isGranted ? 'Packages' : 'prefixes'}>`,
  })
}

type Mail = {
  readonly kind: string
  readonly subject: Message
  readonly body: Message
  /** Plain text, escaped for the body. */
  readonly names: Readonly<Record<string, string>>
  /** Markdown: an address, or where the pages of administrators are switched off the command. */
  readonly url: string
}

async function queueTo(tx: Db, deps: MailDeps, person: Account, mail: Mail): Promise<void> {
  if (person.email === null) return
  const language = person.language ?? 'en'
  const t = translator(language)
  const escaped = Object.fromEntries(Object.entries(mail.names).map(([key, text]) => [key, escapeMarkdown(text)]))
  await queueMail(tx, deps, {
    kind: mail.kind,
    to: person.email,
    account: person,
    language,
    subject: t(mail.subject, mail.names),
    markdown: t(mail.body, { ...escaped, url: mail.url }),
  })
}

function namesOf(request: PrefixRequest) {
  return { pattern: patternText(request), name: request.account.name, asker: request.asker.name }
}
