import type { Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import { auditRequest } from './change-owners.ts'
import { deleteRequest, listRequestsAround } from './request-store.ts'

/** Ends every request that an account has a part in, when the account goes: links to them lead nowhere. */
export async function deleteRequestsAround(tx: Db, accountId: number, actor: Actor, now: Date): Promise<void> {
  for (const request of await listRequestsAround(tx, accountId)) {
    await deleteRequest(tx, request.number)
    await auditRequest(tx, { at: now, actor, action: 'DeleteOwnershipRequest' }, request, 'account-deleted')
  }
}
