import type { Account } from '../accounts/account.ts'
import type { Role } from '../accounts/permissions.ts'
import { linkBaseUrl } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { translator } from '../i18n/translate.ts'
import { escapeMarkdown } from '../mail/markdown.ts'
import { queueMail } from '../mail/queue.ts'
import { mailMessages as messages } from './mail-messages.ts'
import { roleWords } from './role-words.ts'

const texts = {
  invited: [messages.invitedSubject, messages.invitedBody],
  'invitation-sent': [messages.invitationSentSubject, messages.invitationSentBody],
  'invitation-accepted': [messages.acceptedSubject, messages.acceptedBody],
  'invitation-declined': [messages.declinedSubject, messages.declinedBody],
  'invitation-cancelled': [messages.cancelledSubject, messages.cancelledBody],
  'member-changed': [messages.memberChangedSubject, messages.memberChangedBody],
  'member-removed': [messages.memberRemovedSubject, messages.memberRemovedBody],
  'member-left': [messages.memberLeftSubject, messages.memberLeftBody],
} as const

/** What the recipient is asked to answer is sent whatever their switch says (gallery.md §3.13). */
const always: ReadonlySet<keyof typeof texts> = new Set(['invited'])

/** One of the mails about members (gallery.md §3.13), to each of these accounts that has an address and wants such mails. */
export async function queueOrganizationMail(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  kind: keyof typeof texts,
  to: readonly Account[],
  about: {
    readonly organization: Account
    readonly user: Account
    /** Who did it; null for whoever looks after the site. */
    readonly by: string | null
    readonly role: Role
  },
): Promise<void> {
  const [subject, body] = texts[kind]
  for (const account of to) {
    if (account.email === null || !(account.contactAllowed || always.has(kind))) continue
    const language = account.language ?? 'en'
    const t = translator(language)
    const [organization, user] = [about.organization.name, about.user.name]
    const page = account.id === about.user.id ? '/account/Organizations' : `/organization/${organization}`
    await queueMail(tx, deps, {
      kind: `organization-${kind}`,
      to: account.email,
      account,
      language,
      subject: t(subject, { organization, user }),
      // Who is asked may want to ask back first (gallery.md §3.13).
      replyTo:
        kind === 'invited' && about.organization.contactAllowed ? (about.organization.email ?? undefined) : undefined,
      markdown: t(body, {
        organization: escapeMarkdown(organization),
        user: escapeMarkdown(user),
        by: about.by === null ? t(messages.siteAdministrators) : escapeMarkdown(about.by),
        role: t(roleWords[about.role]),
        url: `<${linkBaseUrl(deps.config)}${page}>`,
      }),
    })
  }
}
