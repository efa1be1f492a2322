import type { Db } from '../db/database.ts'

/** An account is asked to become an owner of a package. It is there until it is answered, cancelled or void. */
export type OwnershipRequest = {
  readonly number: number
  readonly packageKey: number
  readonly packageId: string
  /** Who is asked. */
  readonly account: AccountName
  /** The user who asks, and the owner in whose name. */
  readonly asker: AccountName
  readonly askedFor: AccountName
  /** `askedFor` goes when the request is accepted. */
  readonly handsOver: boolean
  readonly message: string | null
  readonly createdAt: Date
}

export type AccountName = { readonly id: number; readonly name: string }

export type NewRequest = {
  readonly packageKey: number
  readonly accountId: number
  readonly requestedBy: number
  readonly requestedFor: number
  readonly handsOver: boolean
  readonly message: string | null
  readonly createdAt: Date
}

export async function insertRequest(tx: Db, request: NewRequest): Promise<number> {
  const { id } = await tx
    .insertInto('ownership_requests')
    .values({
      package_key: request.packageKey,
      account_id: request.accountId,
      requested_by: request.requestedBy,
      requested_for: request.requestedFor,
      hands_over: request.handsOver ? 1 : 0,
      message: request.message,
      created_at: request.createdAt.getTime(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function findRequest(db: Db, number: number): Promise<OwnershipRequest | null> {
  const row = await selectRequests(db).where('ownership_requests.id', '=', number).executeTakeFirst()
  return row ? toRequest(row) : null
}

/** The oldest first. */
export async function listRequestsOfPackage(db: Db, packageKey: number): Promise<readonly OwnershipRequest[]> {
  const rows = await selectRequests(db).where('package_key', '=', packageKey).execute()
  return rows.map(toRequest)
}

/** As many as somebody looks at: anybody may ask, and what is answered makes room for the rest. */
const mostListed = 200

/** Those that ask one of these accounts, the oldest first. */
export async function listRequestsTo(db: Db, accountIds: readonly number[]): Promise<readonly OwnershipRequest[]> {
  if (accountIds.length === 0) return []
  return (await selectRequests(db).where('account_id', 'in', accountIds).limit(mostListed).execute()).map(toRequest)
}

/** Those that were asked in the name of one of these accounts, the oldest first. */
export async function listRequestsFor(db: Db, accountIds: readonly number[]): Promise<readonly OwnershipRequest[]> {
  if (accountIds.length === 0) return []
  return (await selectRequests(db).where('requested_for', 'in', accountIds).limit(mostListed).execute()).map(toRequest)
}

/** Those that an account has any part in. */
export async function listRequestsAround(db: Db, accountId: number): Promise<readonly OwnershipRequest[]> {
  const rows = await selectRequests(db)
    .where((where) =>
      where.or([
        where('account_id', '=', accountId),
        where('requested_by', '=', accountId),
        where('requested_for', '=', accountId),
      ]),
    )
    .execute()
  return rows.map(toRequest)
}

/** False when somebody else answered or cancelled it first. */
export async function deleteRequest(tx: Db, number: number): Promise<boolean> {
  const result = await tx.deleteFrom('ownership_requests').where('id', '=', number).executeTakeFirst()
  return result.numDeletedRows > 0n
}

function selectRequests(db: Db) {
  return db
    .selectFrom('ownership_requests')
    .innerJoin('packages', 'packages.id', 'ownership_requests.package_key')
    .innerJoin('accounts as account', 'account.id', 'ownership_requests.account_id')
    .innerJoin('accounts as asker', 'asker.id', 'ownership_requests.requested_by')
    .innerJoin('accounts as asked_for', 'asked_for.id', 'ownership_requests.requested_for')
    .selectAll('ownership_requests')
    .select([
      'packages.package_id',
      'account.name as account_name',
      'asker.name as asker_name',
      'asked_for.name as asked_for_name',
    ])
    .orderBy('ownership_requests.id')
}

type Row = Awaited<ReturnType<ReturnType<typeof selectRequests>['executeTakeFirstOrThrow']>>

function toRequest(row: Row): OwnershipRequest {
  return {
    number: row.id,
    packageKey: row.package_key,
    packageId: row.package_id,
    account: { id: row.account_id, name: row.account_name },
    asker: { id: row.requested_by, name: row.asker_name },
    askedFor: { id: row.requested_for, name: row.asked_for_name },
    handsOver: row.hands_over === 1,
    message: row.message,
    createdAt: new Date(row.created_at),
  }
}
