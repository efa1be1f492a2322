import type { Account } from '../accounts/account.ts'
import { linkBaseUrl } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { formatDate } from '../i18n/format.ts'
import { translator } from '../i18n/translate.ts'
import { escapeMarkdown } from '../mail/markdown.ts'
import { queueMail } from '../mail/queue.ts'
import type { ApiKey } from './key.ts'
import { mailMessages } from './mail-messages.ts'

type MailDeps = Pick<Deps, 'config' | 'now'>

export type KeyEvent = 'added' | 'regenerated' | 'revoked' | 'removed'

const texts = {
  added: [mailMessages.addedSubject, mailMessages.addedBody],
  regenerated: [mailMessages.regeneratedSubject, mailMessages.regeneratedBody],
  revoked: [mailMessages.revokedSubject, mailMessages.revokedBody],
  removed: [mailMessages.removedSubject, mailMessages.removedBody],
} as const

/** Tells the key's user what was done with it (gallery.md §3.13): always sent, whatever the switches say. */
export async function queueKeyMail(
  tx: Db,
  deps: MailDeps,
  event: KeyEvent,
  user: Account,
  key: Pick<ApiKey, 'name'>,
): Promise<void> {
  if (user.email === null) return
  const language = user.language ?? 'en'
  const t = translator(language)
  const [subject, body] = texts[event]
  const url = `${linkBaseUrl(deps.config)}/account/apikeys`
  await queueMail(tx, deps, {
    kind: `key-${event}`,
    to: user.email,
    account: user,
    language,
    subject: t(subject, { name: key.name }),
    markdown: t(body, { name: escapeMarkdown(key.name), user: escapeMarkdown(user.name), url }),
  })
}

/** Tells the key's user that an administrator of the organization for which it acted has ended it. */
export async function queueKeyRevokedByOthersMail(
  tx: Db,
  deps: MailDeps,
  user: Account,
  key: Pick<ApiKey, 'name'>,
  organization: Account,
): Promise<void> {
  if (user.email === null) return
  const language = user.language ?? 'en'
  const t = translator(language)
  const values = {
    name: escapeMarkdown(key.name),
    user: escapeMarkdown(user.name),
    organization: escapeMarkdown(organization.name),
    url: `${linkBaseUrl(deps.config)}/organization/${organization.name}`,
  }
  await queueMail(tx, deps, {
    kind: 'key-revoked',
    to: user.email,
    account: user,
    language,
    subject: t(mailMessages.revokedSubject, { name: key.name }),
    markdown: t(mailMessages.revokedByOthersBody, values),
  })
}

/** Tells the key's user that its secret was seen where anybody could read it, and that it is over. */
export async function queueLeakedMail(
  tx: Db,
  deps: MailDeps,
  user: Account,
  key: Pick<ApiKey, 'name'>,
  leak: { readonly visibleId: string; readonly place: string },
): Promise<void> {
  if (user.email === null) return
  const language = user.language ?? 'en'
  const t = translator(language)
  await queueMail(tx, deps, {
    kind: 'key-leaked',
    to: user.email,
    account: user,
    language,
    subject: t(mailMessages.leakedSubject, { name: key.name }),
    markdown: t(mailMessages.leakedBody, {
      name: escapeMarkdown(key.name),
      user: escapeMarkdown(user.name),
      visibleId: escapeMarkdown(leak.visibleId),
      place: escapeMarkdown(leak.place || t(mailMessages.leakedSomewhere)),
      url: `${linkBaseUrl(deps.config)}/account/apikeys`,
    }),
  })
}

/** One mail for all keys of an account that end soon or have ended. */
export async function queueExpiryDigest(
  tx: Db,
  deps: MailDeps,
  user: Account,
  keys: { readonly expiring: readonly ApiKey[]; readonly expired: readonly ApiKey[] },
): Promise<void> {
  if (user.email === null) return
  const language = user.language ?? 'en'
  const t = translator(language)
  const list = (own: readonly ApiKey[]) =>
    own.map((key) => `- ${escapeMarkdown(key.name)}: ${formatDate(language, key.expiresAt)}`).join('\n')
  const parts = [
    keys.expiring.length > 0 ? `${t(mailMessages.digestExpiring)}\n\n${list(keys.expiring)}` : null,
    keys.expired.length > 0 ? `${t(mailMessages.digestExpired)}\n\n${list(keys.expired)}` : null,
    t(mailMessages.digestAction, { url: `${linkBaseUrl(deps.config)}/account/apikeys` }),
  ]
  await queueMail(tx, deps, {
    kind: 'key-expiry-digest',
    to: user.email,
    account: user,
    language,
    subject: t(mailMessages.digestSubject),
    markdown: parts.filter((part) => part !== null).join('\n\n'),
  })
}
