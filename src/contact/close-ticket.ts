import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { updateClosed, updateReopened } from './ticket-store.ts'
import { longestNote, plainMessage, type ContactRefusal } from './ticket.ts'

type CloseDeps = Pick<Deps, 'db' | 'now'>

/** It is dealt with. The note is for the other administrators. For administrators. */
export async function closeTicket(
  deps: CloseDeps,
  number: number,
  note: string,
  actor: Actor,
): Promise<Result<number, ContactRefusal>> {
  const text = plainMessage(note)
  if (text.length > longestNote) return fail({ code: 'contact-message-too-long', limit: longestNote })
  return deps.db.transaction(async (tx) => {
    const closed = { at: deps.now(), by: actor.account?.id ?? null, note: text === '' ? null : text }
    if (!(await updateClosed(tx, number, closed))) return fail({ code: 'ticket-unchanged' })
    await appendAudit(tx, { at: closed.at, actor, action: 'CloseTicket', detail: { ticket: number } })
    return ok(number)
  })
}

/** For administrators. */
export async function reopenTicket(
  deps: CloseDeps,
  number: number,
  actor: Actor,
): Promise<Result<number, ContactRefusal>> {
  return deps.db.transaction(async (tx) => {
    if (!(await updateReopened(tx, number))) return fail({ code: 'ticket-unchanged' })
    await appendAudit(tx, { at: deps.now(), actor, action: 'ReopenTicket', detail: { ticket: number } })
    return ok(number)
  })
}
