import type { Account } from '../accounts/account.ts'
import { listMembers } from '../accounts/membership-store.ts'
import { mayActAs, type Action } from '../accounts/permissions.ts'
import { findAccountById } from '../accounts/store.ts'
import { linkBaseUrl } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import type { Message, Translate } from '../i18n/message.ts'
import { translator } from '../i18n/translate.ts'
import { escapeMarkdown } from '../mail/markdown.ts'
import { queueMail } from '../mail/queue.ts'
import type { Package } from '../packages/package.ts'
import { mailMessages as messages } from './mail-messages.ts'
import type { OwnershipRequest } from './request-store.ts'

type MailDeps = Pick<Deps, 'config' | 'now'>

/** To whoever may answer. A request to a person is always sent: without it they would not know. Gallery.md §3.13. */
export async function queueRequestMails(
  tx: Db,
  deps: MailDeps,
  { request, account, asker }: { request: OwnershipRequest; account: Account; asker: Account },
): Promise<void> {
  const url = `${packageUrl(deps, request.packageId)}/owners/requests/${request.number}`
  const list = `${linkBaseUrl(deps.config)}/account/Packages`
  await queueAll(tx, deps, await listPeople(tx, account, 'answer-ownership-request'), {
    kind: 'ownership-request',
    isAlwaysSent: true,
    subject: messages.requestSubject,
    body: messages.requestBody,
    names: namesOf(request),
    links: { url: `<${url}>`, list: `<${list}>` },
    after: (t) =>
      request.message === null
        ? ''
        : `\n\n${t(messages.messageOf, escaped(namesOf(request)))}\n\n> ${escapeMarkdown(request.message)}`,
    ...(asker.contactAllowed && asker.email !== null && { replyTo: asker.email }),
  })
}

/** To the present owners: each may cancel it. */
export async function queueAnnouncedMails(
  tx: Db,
  deps: MailDeps,
  { request, owners }: { request: OwnershipRequest; owners: readonly Account[] },
): Promise<void> {
  const people = await listPeopleOf(tx, owners, 'manage-owners')
  await queueAll(tx, deps, people, {
    kind: 'ownership-request-announced',
    subject: messages.announcedSubject,
    body: messages.announcedBody,
    names: namesOf(request),
    links: { url: `<${packageUrl(deps, request.packageId)}/owners>` },
  })
}

export async function queueDeclinedMail(tx: Db, deps: MailDeps, request: OwnershipRequest): Promise<void> {
  const asker = await findAccountById(tx, request.asker.id)
  await queueAll(tx, deps, asker ? [asker] : [], {
    kind: 'ownership-request-declined',
    subject: messages.declinedSubject,
    body: messages.declinedBody,
    names: namesOf(request),
  })
}

export async function queueCancelledMails(
  tx: Db,
  deps: MailDeps,
  { request, account }: { request: OwnershipRequest; account: Account },
): Promise<void> {
  await queueAll(tx, deps, await listPeople(tx, account, 'answer-ownership-request'), {
    kind: 'ownership-request-cancelled',
    subject: messages.cancelledSubject,
    body: messages.cancelledBody,
    names: namesOf(request),
  })
}

/** To both sides: every owner after the change, and the one who went. */
export async function queueOwnerMails(
  tx: Db,
  deps: MailDeps,
  change: {
    readonly package: Pick<Package, 'id'>
    readonly added: Account | null
    readonly removed: Account | null
    /** What an administrator writes to them all. */
    readonly message?: string | null
    readonly owners: readonly Account[]
  },
): Promise<void> {
  const { added, removed, message, owners } = change
  const { id } = change.package
  const list = owners.map((owner) => `- ${escapeMarkdown(owner.name)}`).join('\n')
  const links = { owners: list, url: `<${packageUrl(deps, id)}>` }
  const after = (t: Translate) =>
    message ? `\n\n${t(messages.administratorWrites)}\n\n> ${escapeMarkdown(message)}` : ''
  const people = await listPeopleOf(tx, removed ? [...owners, removed] : owners, 'manage-owners')
  if (added) {
    await queueAll(tx, deps, people, {
      kind: 'owner-added',
      subject: messages.addedSubject,
      body: messages.addedBody,
      names: { id, name: added.name },
      links,
      after,
    })
  }
  if (removed) {
    await queueAll(tx, deps, people, {
      kind: 'owner-removed',
      subject: messages.removedSubject,
      body: messages.removedBody,
      names: { id, name: removed.name },
      links,
      after,
    })
  }
}

type Mail = {
  readonly kind: string
  readonly isAlwaysSent?: boolean
  readonly subject: Message
  readonly body: Message
  /** Plain text, escaped for the body. */
  readonly names: Readonly<Record<string, string>>
  /** Markdown. */
  readonly links?: Readonly<Record<string, string>>
  readonly after?: (t: Translate) => string
  readonly replyTo?: string
}

async function queueAll(tx: Db, deps: MailDeps, people: readonly Account[], mail: Mail): Promise<void> {
  for (const person of people) {
    if (person.email === null || !(mail.isAlwaysSent || person.contactAllowed)) continue
    const language = person.language ?? 'en'
    const t = translator(language)
    await queueMail(tx, deps, {
      kind: mail.kind,
      to: person.email,
      account: person,
      language,
      subject: t(mail.subject, mail.names),
      markdown: t(mail.body, { ...escaped(mail.names), ...mail.links }) + (mail.after?.(t) ?? ''),
      ...(mail.replyTo !== undefined && { replyTo: mail.replyTo }),
    })
  }
}

/** A user themself; of an organization the members who have this right (gallery.md §6.5). */
async function listPeople(tx: Db, account: Account, action: Action): Promise<readonly Account[]> {
  if (account.kind === 'user') return [account]
  const members = await listMembers(tx, account.id)
  return members.filter(({ role }) => mayActAs(action, role)).map(({ user }) => user)
}

/** Each person once. */
async function listPeopleOf(tx: Db, accounts: readonly Account[], action: Action): Promise<readonly Account[]> {
  const people = new Map<number, Account>()
  for (const account of accounts) {
    for (const person of await listPeople(tx, account, action)) people.set(person.id, person)
  }
  return [...people.values()]
}

function namesOf({ packageId, account, asker, askedFor, handsOver }: OwnershipRequest) {
  const names = { id: packageId, name: account.name, asker: asker.name, askedFor: askedFor.name }
  return { ...names, handsOver: handsOver ? 'yes' : 'no' }
}

function escaped(names: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(names).map(([key, text]) => [key, escapeMarkdown(text)]))
}

function packageUrl({ config }: Pick<Deps, 'config'>, id: string): string {
  return `${linkBaseUrl(config)}/packages/${id}`
}
