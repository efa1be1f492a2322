import type { Db } from '../db/database.ts'
import type { PrefixPattern } from './prefix.ts'

/** Somebody asks that IDs be reserved for an account. It is there until an administrator decides. */
export type PrefixRequest = PrefixPattern & {
  readonly number: number
  /** Who shall own it. */
  readonly account: { readonly id: number; readonly name: string }
  readonly asker: { readonly id: number; readonly name: string }
  readonly message: string
  readonly createdAt: Date
}

export async function insertPrefixRequest(
  tx: Db,
  request: PrefixPattern & {
    readonly accountId: number
    readonly requestedBy: number
    readonly message: string
    readonly createdAt: Date
  },
): Promise<number> {
  const { id } = await tx
    .insertInto('prefix_requests')
    .values({
      value: request.value,
      is_prefix: request.isPrefix ? 1 : 0,
      account_id: request.accountId,
      requested_by: request.requestedBy,
      message: request.message,
      created_at: request.createdAt.getTime(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The oldest first. */
export async function listPrefixRequests(db: Db): Promise<readonly PrefixRequest[]> {
  return (await selectRequests(db).execute()).map(toRequest)
}

export async function listPrefixRequestsBy(db: Db, userId: number): Promise<readonly PrefixRequest[]> {
  return (await selectRequests(db).where('requested_by', '=', userId).execute()).map(toRequest)
}

export async function findPrefixRequest(db: Db, number: number): Promise<PrefixRequest | null> {
  const row = await selectRequests(db).where('prefix_requests.id', '=', number).executeTakeFirst()
  return row ? toRequest(row) : null
}

/** False when somebody else decided first. */
export async function deletePrefixRequest(tx: Db, number: number): Promise<boolean> {
  const result = await tx.deleteFrom('prefix_requests').where('id', '=', number).executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** Takes an account that goes off its reservations, which stay, and drops its requests. */
export async function deletePrefixesOf(tx: Db, accountId: number): Promise<void> {
  await tx.deleteFrom('reserved_prefix_owners').where('account_id', '=', accountId).execute()
  await tx
    .deleteFrom('prefix_requests')
    .where((where) => where.or([where('account_id', '=', accountId), where('requested_by', '=', accountId)]))
    .execute()
}

function selectRequests(db: Db) {
  return db
    .selectFrom('prefix_requests')
    .innerJoin('accounts as account', 'account.id', 'prefix_requests.account_id')
    .innerJoin('accounts as asker', 'asker.id', 'prefix_requests.requested_by')
    .selectAll('prefix_requests')
    .select(['account.name as account_name', 'asker.name as asker_name'])
    .orderBy('prefix_requests.id')
}

type Row = Awaited<ReturnType<ReturnType<typeof selectRequests>['executeTakeFirstOrThrow']>>

function toRequest(row: Row): PrefixRequest {
  return {
    number: row.id,
    value: row.value,
    isPrefix: row.is_prefix === 1,
    account: { id: row.account_id, name: row.account_name },
    asker: { id: row.requested_by, name: row.asker_name },
    message: row.message,
    createdAt: new Date(row.created_at),
  }
}
