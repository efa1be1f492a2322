import type { Account } from '../accounts/account.ts'
import { findAccountById, listAdministrators } from '../accounts/store.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { queueTicketCopy, queueTicketMails } from './mails.ts'
import { findTicket, insertTicket } from './ticket-store.ts'
import { plainMessage, plainSubject, refuseMessage, refuseSubject, type ContactRefusal, type Ticket } from './ticket.ts'

export type Question = {
  readonly subject: string
  readonly message: string
  readonly wantsCopy: boolean
}

/** Asks the administrators of the gallery something; users who are locked or wait for the mail that confirms them may, too. */
export async function askSupport(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  user: Pick<Account, 'id'>,
  question: Question,
  actor: Actor,
): Promise<Result<Ticket, ContactRefusal>> {
  const message = plainMessage(question.message)
  const subject = plainSubject(question.subject)
  const refusal = refuseSubject(subject) ?? refuseMessage(message)
  if (refusal) return fail(refusal)
  return deps.db.transaction(async (tx) => {
    const sender = await findAccountById(tx, user.id)
    const email = sender?.email ?? sender?.unconfirmedEmail
    if (!sender || !email) return fail({ code: 'contact-email-invalid' })
    const number = await insertTicket(tx, {
      kind: 'support',
      reason: null,
      package: null,
      subject,
      message,
      hasAskedOwners: false,
      sender,
      email,
      isEmailConfirmed: sender.email !== null,
      address: actor.address,
      createdAt: deps.now(),
    })
    const ticket = await findTicket(tx, number)
    if (!ticket) throw new Error('the ticket vanished while it was made')
    await appendAudit(tx, { at: deps.now(), actor, action: 'ContactSupport', detail: { ticket: number } })
    await queueTicketMails(tx, deps, ticket, await listAdministrators(tx))
    if (question.wantsCopy) await queueTicketCopy(tx, deps, ticket, sender)
    return ok(ticket)
  })
}
