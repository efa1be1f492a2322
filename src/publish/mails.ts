import type { Account } from '../accounts/account.ts'
import { linkBaseUrl } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
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
  for (const owner of await listOwners(tx, published.packageKey)) {
    if (!owner.notifyPush || owner.email === null) continue
    const language = owner.language ?? 'en'
    const t = translator(language)
    const values = {
      id,
      version,
      pusher: published.pushedBy?.name ?? deps.config.brand,
      url: `${linkBaseUrl(deps.config)}/packages/${id}/${version}`,
    }
    await queueMail(tx, deps, {
      kind: 'package-published',
      to: owner.email,
      account: owner,
      language,
      subject: t(messages.publishedSubject, values),
      markdown: t(messages.publishedBody, values),
    })
  }
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
  const values = {
    id,
    versions: names.slice(0, mostVersionsNamed).join(', ') + more,
    count: names.length,
    who: deleted.deletedBy?.name ?? deps.config.brand,
    reason: deleted.reason === null ? 'none' : escapeMarkdown(deleted.reason),
  }
  for (const owner of await listOwners(tx, key)) {
    if (owner.email === null) continue
    const language = owner.language ?? 'en'
    const t = translator(language)
    await queueMail(tx, deps, {
      kind: 'package-deleted',
      to: owner.email,
      account: owner,
      language,
      subject: t(messages.deletedSubject, values),
      markdown: t(messages.deletedBody, values),
    })
  }
}
