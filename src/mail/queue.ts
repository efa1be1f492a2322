import type { Account } from '../accounts/account.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import type { Language } from '../i18n/message.ts'
import { enqueueJob } from '../jobs/queue.ts'
import { isSafeAddress } from './address.ts'
import { composeMail } from './compose.ts'
import { insertMail } from './store.ts'

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
  /** Where an answer goes, when that is not the sender: the confirmed address of somebody who wants to be reached. */
  readonly replyTo?: string
}

/**
 * Queues a mail in the transaction of the act that causes it: a row in `mails` and a job that sends it. Without SMTP the
 * row stays for administrators to read. Throws when the address could smuggle headers: accounts never store such ones.
 */
export async function queueMail(tx: Db, deps: Pick<Deps, 'config' | 'now'>, mail: NewMail): Promise<void> {
  for (const address of [mail.to, mail.replyTo ?? mail.to]) {
    if (!isSafeAddress(address)) throw new Error(`not an address that mail may go to: ${JSON.stringify(address)}`)
  }
  const createdAt = deps.now()
  const composed = composeMail(deps.config, mail)
  const { kind, to: recipient, replyTo = null } = mail
  const accountId = mail.account?.id ?? null
  const mailId = await insertMail(tx, { ...composed, recipient, kind, accountId, createdAt, replyTo })
  if (deps.config.smtpUrl !== null) await enqueueJob(tx, { kind: 'send-mail', payload: { mailId }, runAt: createdAt })
}
