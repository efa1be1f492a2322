import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { enqueueJob } from '../jobs/queue.ts'
import { fail, ok, type Result } from '../result.ts'
import { findMail } from './store.ts'

/** Sends a mail that was not sent yet, whatever became of the tries before. Sent ones have no body any more. */
export async function resendMail(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  id: number,
  actor: Actor,
): Promise<Result<void, { readonly code: 'mail-unknown' | 'mail-sent' | 'mail-not-set-up' }>> {
  if (deps.config.smtpUrl === null) return fail({ code: 'mail-not-set-up' })
  return deps.db.transaction(async (tx) => {
    const mail = await findMail(tx, id)
    if (!mail) return fail({ code: 'mail-unknown' } as const)
    if (mail.sentAt) return fail({ code: 'mail-sent' } as const)
    const now = deps.now()
    await enqueueJob(tx, { kind: 'send-mail', payload: { mailId: id }, runAt: now })
    const detail = { mailId: id, kind: mail.kind }
    await appendAudit(tx, { at: now, actor, action: 'ResendMail', accountId: mail.accountId ?? undefined, detail })
    return ok()
  })
}
