import type { Account } from '../accounts/account.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import type { Language } from '../i18n/message.ts'

export type NewMail = {
  /** Which mail of gallery.md §3.13 this is: `confirm-email`, `key-created`. */
  readonly kind: string
  readonly to: string
  /** The account whose mail it is; null when the address belongs to none. */
  readonly account: Pick<Account, 'id' | 'name'> | null
  /** The recipient's language, not that of whoever acts. */
  readonly language: Language
  /** Without the brand, which is put in front. */
  readonly subject: string
  /** Escape what people typed with `escapeMarkdown` (markdown.ts). */
  readonly markdown: string
}

/**
 * Queues a mail in the transaction of the act that causes it: a row in `mails` and a job that sends it. Without SMTP the
 * row stays for administrators to read. Throws when the address could smuggle headers: accounts never store such ones.
 */
export async function queueMail(_tx: Db, _deps: Pick<Deps, 'config' | 'now'>, _mail: NewMail): Promise<void> {
  throw new Error('not written yet')
}
