import type { Account } from '../accounts/account.ts'
import { linkBaseUrl } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import type { Message, MessageValues } from '../i18n/message.ts'
import { translator } from '../i18n/translate.ts'
import { escapeMarkdown } from '../mail/markdown.ts'
import { queueMail } from '../mail/queue.ts'
import { listOwners } from '../packages/owner-store.ts'
import type { Package, PackageVersion } from '../packages/package.ts'
import { messages } from './messages.ts'

/** Tells the owners who want to know (gallery.md §3.13, switch P) that a version was published. */
export async function queuePublishedMails(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  published: { packageKey: number; id: string; version: string; pushedBy: Pick<Account, 'name'> | null },
): Promise<void> {
  const { id, version } = published
  await queueOwnerMails(tx, deps, published.packageKey, {
    kind: 'package-published',
    isFor: (owner) => owner.notifyPush,
    subject: messages.publishedSubject,
    body: messages.publishedBody,
    values: {
      id,
      version,
      pusher: published.pushedBy?.name ?? deps.config.brand,
      url: `${linkBaseUrl(deps.config)}/packages/${id}/${version}`,
    },
  })
}

const mostVersionsNamed = 20

/** Tells every owner, whatever they subscribed to, that versions are gone (gallery.md §3.13). */
export async function queueDeletedMails(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  deleted: {
    readonly package: Package
    readonly versions: readonly PackageVersion[]
    readonly reason: string | null
    readonly deletedBy: Pick<Account, 'name'> | null
  },
): Promise<void> {
  const { id, key } = deleted.package
  const names = deleted.versions.map(({ version }) => version.normalized)
  const more = names.length > mostVersionsNamed ? ` (+${names.length - mostVersionsNamed})` : ''
  await queueOwnerMails(tx, deps, key, {
    kind: 'package-deleted',
    isFor: () => true,
    subject: messages.deletedSubject,
    body: messages.deletedBody,
    values: {
      id,
      versions: names.slice(0, mostVersionsNamed).join(', ') + more,
      count: names.length,
      who: deleted.deletedBy?.name ?? deps.config.brand,
      reason: deleted.reason === null ? 'none' : escapeMarkdown(deleted.reason),
    },
  })
}

type OwnerMail = {
  readonly kind: string
  readonly isFor: (owner: Account) => boolean
  readonly subject: Message
  readonly body: Message
  readonly values: MessageValues
}

/** One mail to each owner that it is for and who has a confirmed address, in the owner's language. */
async function queueOwnerMails(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  packageKey: number,
  { kind, isFor, subject, body, values }: OwnerMail,
): Promise<void> {
  for (const owner of await listOwners(tx, packageKey)) {
    if (owner.email === null || !isFor(owner)) continue
    const language = owner.language ?? 'en'
    const t = translator(language)
    await queueMail(tx, deps, {
      kind,
      to: owner.email,
      account: owner,
      language,
      subject: t(subject, values),
      markdown: t(body, values),
    })
  }
}
