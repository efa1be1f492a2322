import type { Db } from '../db/database.ts'
import { parseReason, type Ticket } from './ticket.ts'

export type NewTicket = Omit<Ticket, 'number' | 'closed'>

/** Its number. */
export async function insertTicket(tx: Db, ticket: NewTicket): Promise<number> {
  const { id } = await tx
    .insertInto('tickets')
    .values({
      kind: ticket.kind,
      reason: ticket.reason,
      package_id: ticket.package?.id ?? null,
      version: ticket.package?.version ?? null,
      subject: ticket.subject,
      message: ticket.message,
      asked_owners: ticket.hasAskedOwners ? 1 : 0,
      sender_id: ticket.sender?.id ?? null,
      email: ticket.email,
      email_confirmed: ticket.isEmailConfirmed ? 1 : 0,
      address: ticket.address,
      created_at: ticket.createdAt.getTime(),
      closed_at: null,
      closed_by: null,
      note: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function findTicket(db: Db, number: number): Promise<Ticket | null> {
  const row = await selectTickets(db).where('tickets.id', '=', number).executeTakeFirst()
  return row ? toTicket(row) : null
}

/** The newest first, at most `limit`; with `before` those with lower numbers. */
export async function listTickets(
  db: Db,
  { isOpen, limit, before = null }: { isOpen: boolean; limit: number; before?: number | null },
): Promise<readonly Ticket[]> {
  const rows = await selectTickets(db)
    .where('tickets.closed_at', isOpen ? 'is' : 'is not', null)
    .$if(before !== null, (query) => query.where('tickets.id', '<', before))
    .orderBy('tickets.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toTicket)
}

export async function countOpenTickets(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('tickets')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** False when it is not open any more. */
export async function updateClosed(
  tx: Db,
  number: number,
  closed: { readonly at: Date; readonly by: number | null; readonly note: string | null },
): Promise<boolean> {
  const result = await tx
    .updateTable('tickets')
    .set({ closed_at: closed.at.getTime(), closed_by: closed.by, note: closed.note })
    .where('id', '=', number)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** False when it is open already. The note stays until it is closed again. */
export async function updateReopened(tx: Db, number: number): Promise<boolean> {
  const result = await tx
    .updateTable('tickets')
    .set({ closed_at: null, closed_by: null })
    .where('id', '=', number)
    .where('closed_at', 'is not', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** What somebody who goes reported and asked stays, without where they could be reached. */
export async function forgetSender(tx: Db, accountId: number): Promise<void> {
  await tx.updateTable('tickets').set({ email: null, address: null }).where('sender_id', '=', accountId).execute()
}

function selectTickets(db: Db) {
  return db
    .selectFrom('tickets')
    .leftJoin('accounts as sender', 'sender.id', 'tickets.sender_id')
    .leftJoin('accounts as closer', 'closer.id', 'tickets.closed_by')
    .selectAll('tickets')
    .select(['sender.name as sender_name', 'closer.name as closer_name'])
}

type Row = Awaited<ReturnType<ReturnType<typeof selectTickets>['executeTakeFirstOrThrow']>>

function toTicket(row: Row): Ticket {
  return {
    number: row.id,
    kind: row.kind,
    reason: parseReason(row.reason),
    package: row.package_id === null ? null : { id: row.package_id, version: row.version ?? '' },
    subject: row.subject,
    message: row.message,
    hasAskedOwners: row.asked_owners === 1,
    sender: row.sender_id === null ? null : { id: row.sender_id, name: row.sender_name ?? '' },
    email: row.email,
    isEmailConfirmed: row.email_confirmed === 1,
    address: row.address,
    createdAt: new Date(row.created_at),
    closed: row.closed_at === null ? null : { at: new Date(row.closed_at), by: row.closer_name, note: row.note },
  }
}
