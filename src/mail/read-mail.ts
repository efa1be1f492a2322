import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { findMail, type StoredMail } from './store.ts'

/** A mail for an administrator. One that is kept may hold a link that opens somebody's account: who read it must be known. */
export async function readMail(deps: Pick<Deps, 'db' | 'now'>, id: number, actor: Actor): Promise<StoredMail | null> {
  const mail = await findMail(deps.db.read, id)
  if (!mail || mail.text === '') return mail
  const entry = { at: deps.now(), actor, action: 'ReadMail', accountId: mail.accountId ?? undefined }
  await deps.db.transaction((tx) => appendAudit(tx, { ...entry, detail: { mailId: mail.id, kind: mail.kind } }))
  return mail
}
