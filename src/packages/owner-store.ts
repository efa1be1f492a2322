import type { Account } from '../accounts/account.ts'
import { toAccount } from '../accounts/store.ts'
import type { Db } from '../db/database.ts'
import type { Package, PackageVersion } from './package.ts'
import { listVersionsOfPackages, pickLatest, toPackage } from './store.ts'

/** As many as an administrator looks at; the rest follows once these have owners. */
const mostOrphans = 500

/** The users and organizations that own the package, by name. */
export async function listOwners(db: Db, packageKey: number): Promise<readonly Account[]> {
  const rows = await db
    .selectFrom('package_owners')
    .innerJoin('accounts', 'accounts.id', 'package_owners.account_id')
    .selectAll('accounts')
    .where('package_owners.package_key', '=', packageKey)
    .where('accounts.deleted_at', 'is', null)
    .orderBy('accounts.lower_name')
    .execute()
  return rows.map(toAccount)
}

/** Names of the owners of several packages, by package key. */
export async function listOwnerNames(
  db: Db,
  packageKeys: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  if (packageKeys.length === 0) return new Map()
  const rows = await db
    .selectFrom('package_owners')
    .innerJoin('accounts', 'accounts.id', 'package_owners.account_id')
    .select(['package_owners.package_key', 'accounts.name'])
    .where('package_owners.package_key', 'in', packageKeys)
    .where('accounts.deleted_at', 'is', null)
    .orderBy('accounts.lower_name')
    .execute()
  const grouped = Map.groupBy(rows, (row) => row.package_key)
  return new Map([...grouped].map(([key, owners]) => [key, owners.map((owner) => owner.name)]))
}

export async function isOwner(db: Db, packageKey: number, accountId: number): Promise<boolean> {
  const row = await db
    .selectFrom('package_owners')
    .select('account_id')
    .where('package_key', '=', packageKey)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertOwner(tx: Db, packageKey: number, accountId: number, now: Date): Promise<void> {
  await tx
    .insertInto('package_owners')
    .values({ package_key: packageKey, account_id: accountId, added_at: now.getTime() })
    .onConflict((conflict) => conflict.columns(['package_key', 'account_id']).doNothing())
    .execute()
}

export async function deleteOwner(tx: Db, packageKey: number, accountId: number): Promise<void> {
  await tx
    .deleteFrom('package_owners')
    .where('package_key', '=', packageKey)
    .where('account_id', '=', accountId)
    .execute()
}

/** Takes the account off every package it owns; answers the packages that have no owner left. */
export async function deleteOwnerEverywhere(tx: Db, accountId: number): Promise<readonly Package[]> {
  const owned = await listPackagesOwnedBy(tx, accountId)
  await tx.deleteFrom('package_owners').where('account_id', '=', accountId).execute()
  return owned.filter((pkg) => pkg.owners.every((owner) => owner.id === accountId))
}

/** Packages that nobody owns, the most downloaded first: their owners' accounts were deleted. */
export async function listOrphans(db: Db): Promise<readonly Package[]> {
  const rows = await db
    .selectFrom('packages')
    .selectAll()
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('package_owners')
            .innerJoin('accounts', 'accounts.id', 'package_owners.account_id')
            .select('accounts.id')
            .whereRef('package_owners.package_key', '=', 'packages.id')
            .where('accounts.deleted_at', 'is', null),
        ),
      ),
    )
    .orderBy('downloads', 'desc')
    .orderBy('lower_id')
    .limit(mostOrphans)
    .execute()
  return rows.map(toPackage)
}

/** One of an account's packages, as the lists of packages show it. */
export type OwnedPackage = Package & {
  readonly owners: readonly { readonly id: number; readonly name: string }[]
  /** The newest listed version (stable before prerelease), or else the newest one; every package has at least one. */
  readonly latest: PackageVersion
  readonly versionCount: number
}

/** How many packages with a version each of these accounts owns, by account. */
export async function countPackagesOwnedBy(
  db: Db,
  accountIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (accountIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('package_owners')
    .select((select) => ['account_id', select.fn.countAll<number>().as('count')])
    .where('account_id', 'in', accountIds)
    .where((where) =>
      where.exists(
        where
          .selectFrom('versions')
          .select('versions.id')
          .whereRef('versions.package_key', '=', 'package_owners.package_key')
          .where('versions.deleted_at', 'is', null),
      ),
    )
    .groupBy('account_id')
    .execute()
  return new Map(rows.map((row) => [row.account_id, Number(row.count)]))
}

/** IDs of packages that the account owns, those without a version left too, in order; at most `limit`. */
export async function listIdsOwnedBy(db: Db, accountId: number, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('package_owners')
    .innerJoin('packages', 'packages.id', 'package_owners.package_key')
    .select('packages.package_id')
    .where('package_owners.account_id', '=', accountId)
    .orderBy('packages.lower_id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.package_id)
}

/** The packages that the account owns, by ID. */
export function listPackagesOwnedBy(db: Db, accountId: number): Promise<readonly OwnedPackage[]> {
  return listPackagesOwnedByAny(db, [accountId])
}

/** The packages that at least one of the accounts owns, each once, by ID. */
export async function listPackagesOwnedByAny(db: Db, accountIds: readonly number[]): Promise<readonly OwnedPackage[]> {
  if (accountIds.length === 0) return []
  const owned = db.selectFrom('package_owners').select('package_key').where('account_id', 'in', accountIds)
  const rows = await db
    .selectFrom('packages')
    .selectAll()
    .where('id', 'in', owned)
    .orderBy('packages.lower_id')
    .execute()
  const keys = rows.map((row) => row.id)
  const versions = await listVersionsOfPackages(db, keys)
  const owners = keys.length === 0 ? [] : await selectOwners(db, keys)
  const ownersByPackage = Map.groupBy(owners, (owner) => owner.package_key)
  return rows.flatMap((row) => {
    const own = versions.get(row.id) ?? []
    const latest = pickLatest(own)
    if (!latest) return []
    return { ...toPackage(row), owners: ownersByPackage.get(row.id) ?? [], latest, versionCount: own.length }
  })
}

function selectOwners(db: Db, packageKeys: readonly number[]) {
  return db
    .selectFrom('package_owners')
    .innerJoin('accounts', 'accounts.id', 'package_owners.account_id')
    .select(['package_owners.package_key', 'accounts.id', 'accounts.name'])
    .where('package_owners.package_key', 'in', packageKeys)
    .orderBy('accounts.lower_name')
    .execute()
}
