import { parseEmailAddress } from '../accounts/email-address.ts'
import { findAccountById, listAdministrators } from '../accounts/store.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { queueTicketCopy, queueTicketMails } from './mails.ts'
import { findTicket, insertTicket } from './ticket-store.ts'
import { plainMessage, refuseMessage, type AbuseReason, type ContactRefusal, type Ticket } from './ticket.ts'

export type Report = {
  readonly package: { readonly id: string; readonly version: string }
  readonly reason: AbuseReason | null
  readonly hasAskedOwners: boolean
  readonly message: string
  /** Of strangers, and of users who have not confirmed theirs. */
  readonly email: string
  /** Sent to confirmed addresses alone. */
  readonly wantsCopy: boolean
}

/** Tells the administrators that something is wrong with a package. Anybody may; owners do not learn who did. */
export async function reportAbuse(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  report: Report,
  actor: Actor,
): Promise<Result<Ticket, ContactRefusal>> {
  const message = plainMessage(report.message)
  if (report.reason === null) return fail({ code: 'contact-reason-missing' })
  const { reason } = report
  const refusal = refuseMessage(message)
  if (refusal) return fail(refusal)
  return deps.db.transaction(async (tx) => {
    const sender = actor.account && (await findAccountById(tx, actor.account.id))
    const confirmed = sender?.email ?? null
    const typed = confirmed === null ? parseEmailAddress(report.email) : ok(confirmed)
    if (!typed.ok) return fail({ code: 'contact-email-invalid' })
    const number = await insertTicket(tx, {
      kind: 'abuse',
      reason,
      package: report.package,
      subject: null,
      message,
      hasAskedOwners: report.hasAskedOwners,
      sender,
      email: typed.value,
      isEmailConfirmed: confirmed !== null,
      address: actor.address,
      createdAt: deps.now(),
    })
    const ticket = await findTicket(tx, number)
    if (!ticket) throw new Error('the ticket vanished while it was made')
    // The package is in the detail only: what is in the entry's own columns, its owners read.
    const detail = { ticket: number, package: report.package.id, version: report.package.version, reason }
    await appendAudit(tx, { at: deps.now(), actor, action: 'ReportAbuse', detail })
    await queueTicketMails(tx, deps, ticket, await listAdministrators(tx))
    if (report.wantsCopy && sender) await queueTicketCopy(tx, deps, ticket, sender)
    return ok(ticket)
  })
}
