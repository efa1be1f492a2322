import { createTransport, type Transporter } from 'nodemailer'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { JobIsHopeless } from '../jobs/job.ts'
import { findMail, markMailSent, type StoredMail } from './store.ts'

export type MailSender = {
  /** Sends the mail of one `send-mail` job. A mail that was sent already is not sent again. */
  send(payload: unknown): Promise<void>
  close(): void
}

/** Sends queued mail over pooled SMTP connections, which are opened when the first mail needs one. */
export function createMailSender(deps: Pick<Deps, 'config' | 'db' | 'now'>): MailSender {
  let transport: Transporter | null = null
  return {
    async send(payload) {
      const mail = await findMail(deps.db.read, toMailId(payload))
      const { smtpUrl } = deps.config
      if (!mail || mail.sentAt || smtpUrl === null) return
      transport ??= openTransport(smtpUrl)
      await deliver(transport, deps.config, mail)
      await deps.db.transaction((tx) => markMailSent(tx, mail.id, deps.now()))
    },
    close: () => transport?.close(),
  }
}

function openTransport(smtpUrl: string): Transporter {
  const url = new URL(smtpUrl)
  const fixed = { pool: 'true', maxConnections: '2', connectionTimeout: '20000', greetingTimeout: '20000' }
  for (const [name, value] of Object.entries({ ...fixed, socketTimeout: '60000' })) {
    if (!url.searchParams.has(name)) url.searchParams.set(name, value)
  }
  return createTransport(url.href)
}

async function deliver(transport: Transporter, config: Config, mail: StoredMail): Promise<void> {
  try {
    await transport.sendMail({
      from: config.mailFrom,
      to: { name: '', address: mail.recipient },
      ...(mail.replyTo !== null && { replyTo: { name: '', address: mail.replyTo } }),
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      // The same at each attempt: a reader's program can drop the second copy after a crash between sending and noting it.
      messageId: `<${mail.id}.${mail.createdAt.getTime()}@${senderDomain(config)}>`,
      date: mail.createdAt,
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  } catch (error) {
    if (isRefusedForGood(error)) throw new JobIsHopeless(error.message, { cause: error })
    throw error
  }
}

function senderDomain(config: Pick<Config, 'mailFrom'>): string {
  return /@([A-Za-z0-9.-]+)/.exec(config.mailFrom)?.[1] ?? 'localhost'
}

/** A 5xx about this recipient or content. A refused login is also 5xx, but an operator can mend that. */
function isRefusedForGood(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && typeof responseCode === 'number' && responseCode >= 500
}

function toMailId(payload: unknown): number {
  const id = (payload as { mailId?: unknown } | null)?.mailId
  if (typeof id !== 'number') throw new JobIsHopeless('a send-mail job without a mailId')
  return id
}
