import type { Db } from '../db/database.ts'
import type { ComposedMail } from './compose.ts'

/** A mail as administrators see it. The bodies are empty once it was sent. */
export type StoredMail = {
  readonly id: number
  readonly recipient: string
  readonly accountId: number | null
  readonly kind: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly createdAt: Date
  readonly sentAt: Date | null
  /** Where an answer goes; null for the sender. */
  readonly replyTo: string | null
}

type InsertedMail = ComposedMail & {
  readonly recipient: string
  readonly accountId: number | null
  readonly kind: string
  readonly createdAt: Date
  readonly replyTo: string | null
}

export async function insertMail(tx: Db, mail: InsertedMail): Promise<number> {
  const { id } = await tx
    .insertInto('mails')
    .values({
      recipient: mail.recipient,
      account_id: mail.accountId,
      kind: mail.kind,
      subject: mail.subject,
      body_text: mail.text,
      body_html: mail.html,
      created_at: mail.createdAt.getTime(),
      sent_at: null,
      reply_to: mail.replyTo,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function findMail(db: Db, id: number): Promise<StoredMail | null> {
  const row = await db.selectFrom('mails').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toMail(row) : null
}

/** Newest first; `beforeId` goes on where the last page ended. */
export async function listMails(
  db: Db,
  page: { readonly limit: number; readonly beforeId?: number },
): Promise<StoredMail[]> {
  const { beforeId } = page
  const rows = await db
    .selectFrom('mails')
    .selectAll()
    .$if(beforeId !== undefined, (query) => query.where('id', '<', beforeId ?? 0))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute()
  return rows.map(toMail)
}

/** Sent mails lose their bodies: these may hold one-time links, of which everything else keeps only hashes. */
export async function markMailSent(tx: Db, id: number, at: Date): Promise<void> {
  await tx
    .updateTable('mails')
    .set({ sent_at: at.getTime(), body_text: '', body_html: '' })
    .where('id', '=', id)
    .execute()
}

/** Before an account's row is removed for good: its mails stay without it. */
export async function detachMails(tx: Db, accountId: number): Promise<void> {
  await tx.updateTable('mails').set({ account_id: null }).where('account_id', '=', accountId).execute()
}

type MailRow = {
  id: number
  recipient: string
  account_id: number | null
  kind: string
  subject: string
  body_text: string
  body_html: string
  created_at: number
  sent_at: number | null
  reply_to: string | null
}

function toMail(row: MailRow): StoredMail {
  return {
    id: row.id,
    recipient: row.recipient,
    accountId: row.account_id,
    kind: row.kind,
    subject: row.subject,
    text: row.body_text,
    html: row.body_html,
    createdAt: new Date(row.created_at),
    sentAt: row.sent_at === null ? null : new Date(row.sent_at),
    replyTo: row.reply_to,
  }
}
