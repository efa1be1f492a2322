import type { Account } from '../accounts/account.ts'
import { findAccountById } from '../accounts/store.ts'
import type { Db } from '../db/database.ts'
import { listAccountsFor, mayAnswerFor, onlyStillAsked } from './owner-rights.ts'
import { findRequest, listRequestsFor, listRequestsTo, type OwnershipRequest } from './request-store.ts'

export type OpenRequests = {
  readonly received: readonly OwnershipRequest[]
  readonly sent: readonly OwnershipRequest[]
}

/** The open requests that this user may answer or cancel now; those of `among` alone, when that is given. */
export async function listOpenRequests(
  db: Db,
  user: Account,
  among: ReadonlySet<number> | null = null,
): Promise<OpenRequests> {
  const keysFor = async (action: 'answer-ownership-request' | 'manage-owners') => {
    const accounts = await listAccountsFor(db, user, action)
    return accounts.map(({ id }) => id).filter((id) => among === null || among.has(id))
  }
  return {
    received: await onlyStillAsked(db, await listRequestsTo(db, await keysFor('answer-ownership-request'))),
    sent: await onlyStillAsked(db, await listRequestsFor(db, await keysFor('manage-owners'))),
  }
}

/** The request when this user may answer it now, void or not; else null, as if there were none. */
export async function findAnswerableRequest(db: Db, user: Account, number: number): Promise<OwnershipRequest | null> {
  const request = await findRequest(db, number)
  const account = request && (await findAccountById(db, request.account.id))
  return account && (await mayAnswerFor(db, user, account)) ? request : null
}
