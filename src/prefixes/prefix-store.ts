import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { foldId, type PrefixPattern, type ReservedPrefix } from './prefix.ts'

/** The reservations that this ID belongs to: what decides who may push it, and whether it has the mark. */
export async function listMatchingPrefixes(db: Db, id: string): Promise<readonly ReservedPrefix[]> {
  const folded = foldId(id)
  const rows = await db
    .selectFrom('reserved_prefixes')
    .selectAll()
    .where(sql<boolean>`substr(cast(${folded} as text), 1, length(folded_value)) = folded_value`)
    .where((where) => where.or([where('is_prefix', '=', 1), where('folded_value', '=', folded)]))
    .execute()
  return withOwners(db, rows)
}

/** Those of the same value or a longer one. */
export async function listPrefixesFrom(db: Db, value: string): Promise<readonly ReservedPrefix[]> {
  const folded = foldId(value)
  const rows = await db
    .selectFrom('reserved_prefixes')
    .selectAll()
    .where(sql<boolean>`substr(folded_value, 1, length(cast(${folded} as text))) = cast(${folded} as text)`)
    .execute()
  return withOwners(db, rows)
}

/** By value; those that have `text` in them, when that is given. */
export async function listPrefixes(db: Db, text = ''): Promise<readonly ReservedPrefix[]> {
  const rows = await db.selectFrom('reserved_prefixes').selectAll().orderBy('folded_value').execute()
  const folded = foldId(text)
  return withOwners(
    db,
    rows.filter((row) => row.folded_value.includes(folded)),
  )
}

/** Those that one of these accounts owns, by value. */
export async function listPrefixesOwnedBy(db: Db, accountIds: readonly number[]): Promise<readonly ReservedPrefix[]> {
  if (accountIds.length === 0) return []
  const own = db.selectFrom('reserved_prefix_owners').select('prefix_id').where('account_id', 'in', accountIds)
  const rows = await db
    .selectFrom('reserved_prefixes')
    .selectAll()
    .where('id', 'in', own)
    .orderBy('folded_value')
    .execute()
  return withOwners(db, rows)
}

export async function findPrefix(db: Db, number: number): Promise<ReservedPrefix | null> {
  const rows = await db.selectFrom('reserved_prefixes').selectAll().where('id', '=', number).execute()
  return (await withOwners(db, rows))[0] ?? null
}

/** The reservation of exactly this pattern, in any letter case. */
export async function findPrefixByPattern(db: Db, { value, isPrefix }: PrefixPattern): Promise<ReservedPrefix | null> {
  const rows = await db
    .selectFrom('reserved_prefixes')
    .selectAll()
    .where('folded_value', '=', foldId(value))
    .where('is_prefix', '=', isPrefix ? 1 : 0)
    .execute()
  return (await withOwners(db, rows))[0] ?? null
}

/** Throws a unique violation when the value is reserved. */
export async function insertPrefix(
  tx: Db,
  { value, isPrefix }: PrefixPattern,
  { isShared, createdAt }: { readonly isShared: boolean; readonly createdAt: Date },
): Promise<number> {
  const { id } = await tx
    .insertInto('reserved_prefixes')
    .values({
      value,
      folded_value: foldId(value),
      is_prefix: isPrefix ? 1 : 0,
      is_shared: isShared ? 1 : 0,
      created_at: createdAt.getTime(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function deletePrefix(tx: Db, number: number): Promise<void> {
  await tx.deleteFrom('reserved_prefix_owners').where('prefix_id', '=', number).execute()
  await tx.deleteFrom('reserved_prefixes').where('id', '=', number).execute()
}

export async function insertPrefixOwner(tx: Db, number: number, accountId: number): Promise<void> {
  await tx
    .insertInto('reserved_prefix_owners')
    .values({ prefix_id: number, account_id: accountId })
    .onConflict((conflict) => conflict.columns(['prefix_id', 'account_id']).doNothing())
    .execute()
}

export async function deletePrefixOwner(tx: Db, number: number, accountId: number): Promise<void> {
  await tx
    .deleteFrom('reserved_prefix_owners')
    .where('prefix_id', '=', number)
    .where('account_id', '=', accountId)
    .execute()
}

type Row = {
  readonly id: number
  readonly value: string
  readonly is_prefix: 0 | 1
  readonly is_shared: 0 | 1
}

async function withOwners(db: Db, rows: readonly Row[]): Promise<readonly ReservedPrefix[]> {
  if (rows.length === 0) return []
  const owners = await db
    .selectFrom('reserved_prefix_owners')
    .innerJoin('accounts', 'accounts.id', 'reserved_prefix_owners.account_id')
    .select(['reserved_prefix_owners.prefix_id', 'accounts.id', 'accounts.name'])
    .where(
      'prefix_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('accounts.lower_name')
    .execute()
  const ownersOf = Map.groupBy(owners, (owner) => owner.prefix_id)
  return rows.map(({ id: number, value, is_prefix, is_shared }) => ({
    number,
    value,
    isPrefix: is_prefix === 1,
    isShared: is_shared === 1,
    owners: (ownersOf.get(number) ?? []).map(({ id, name }) => ({ id, name })),
  }))
}
