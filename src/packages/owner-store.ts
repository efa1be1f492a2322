import type { ExpressionBuilder } from 'kysely'
import type { Account } from '../accounts/account.ts'
import { toAccount } from '../accounts/store.ts'
import type { Db } from '../db/database.ts'
import type { Tables } from '../db/schema.ts'
import { compareVersions } from '../nuget/version.ts'
import type { Package, PackageVersion } from './package.ts'
import { findVersionFiles, pickLatest, toPackage, toVersion } from './store.ts'

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

export type PackageOwner = { readonly id: number; readonly name: string }

/** The owners of several packages by name, by package key. */
export async function listOwnersOf(
  db: Db,
  packageKeys: readonly number[],
): Promise<ReadonlyMap<number, readonly PackageOwner[]>> {
  if (packageKeys.length === 0) return new Map()
  const rows = await selectOwners(db).where('package_owners.package_key', 'in', packageKeys).execute()
  return Map.groupBy(rows, (row) => row.package_key)
}

/** Names of the owners of several packages, by package key. */
export async function listOwnerNames(
  db: Db,
  packageKeys: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const owners = await listOwnersOf(db, packageKeys)
  return new Map([...owners].map(([key, list]) => [key, list.map(({ name }) => name)]))
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

/** One of an account's packages that have a version. */
export type OwnedPackage = Package & {
  readonly owners: readonly PackageOwner[]
  /** Whether any of its versions is listed. */
  readonly isListed: boolean
}

/** The same with what a row about it shows. */
export type ShownPackage = OwnedPackage & {
  /** The newest listed version (stable before prerelease), or else the newest one. */
  readonly latest: OwnedLine & Pick<PackageVersion, 'files'>
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

/**
 * The packages that at least one of the accounts owns, each once, by ID. An account may own any number: no version is
 * read, and no key of theirs is named in a query.
 */
export async function listPackagesOwnedByAny(db: Db, accountIds: readonly number[]): Promise<readonly OwnedPackage[]> {
  if (accountIds.length === 0) return []
  const owned = selectOwned(db, accountIds)
  const rows = await db
    .selectFrom('packages')
    .selectAll()
    .select(({ case: when, exists, lit, selectFrom }) =>
      when()
        .when(exists(selectPresent(selectFrom).where('versions.listed', '=', 1)))
        .then(lit(1))
        .else(lit(0))
        .end()
        .as('has_listed'),
    )
    .where('id', 'in', owned)
    .where(({ exists, selectFrom }) => exists(selectPresent(selectFrom)))
    .orderBy('packages.lower_id')
    .execute()
  const owners = await selectOwners(db).where('package_owners.package_key', 'in', owned).execute()
  const ownersByPackage = Map.groupBy(owners, (owner) => owner.package_key)
  return rows.map((row) => ({
    ...toPackage(row),
    owners: ownersByPackage.get(row.id) ?? [],
    isListed: row.has_listed === 1,
  }))
}

/** For the few that a page shows. A package whose last version was deleted at this moment is left out. */
export async function withLatest(db: Db, packages: readonly OwnedPackage[]): Promise<readonly ShownPackage[]> {
  const lines = await listOwnedLines(
    db,
    packages.map(({ key }) => key),
  )
  const latest = new Map([...lines].map(([key, own]) => [key, pickLatest(own)]))
  const keys = [...latest.values()].flatMap((line) => line?.key ?? [])
  const filesByVersion = await findVersionFiles(db, keys)
  return packages.flatMap((pkg) => {
    const line = latest.get(pkg.key)
    const files = filesByVersion.get(line?.key ?? 0)
    return line && files ? [{ ...pkg, latest: { ...line, files } }] : []
  })
}

/** Which version it is, and whether it is listed: enough to choose the latest of very many. */
type OwnedLine = Pick<PackageVersion, 'key' | 'packageKey' | 'id' | 'version' | 'isListed'> & {
  readonly isDeprecated: boolean
}

/** All versions of these packages without their manifests, by package key; each list in NuGet order. */
async function listOwnedLines(
  db: Db,
  packageKeys: readonly number[],
): Promise<ReadonlyMap<number, readonly OwnedLine[]>> {
  if (packageKeys.length === 0) return new Map()
  const rows = await db
    .selectFrom('versions')
    .select(['id', 'package_key', 'package_id', 'full_version', 'listed'])
    .select((select) =>
      select.case().when('deprecation', 'is', null).then(select.lit(0)).else(select.lit(1)).end().as('deprecated'),
    )
    .where('package_key', 'in', packageKeys)
    .where('deleted_at', 'is', null)
    .execute()
  const lines = rows.map((row) => ({
    key: row.id,
    packageKey: row.package_key,
    id: row.package_id,
    version: toVersion(row),
    isListed: row.listed === 1,
    isDeprecated: row.deprecated === 1,
  }))
  const byPackage = Map.groupBy(lines, ({ packageKey }) => packageKey)
  for (const own of byPackage.values()) own.sort((a, b) => compareVersions(a.version, b.version))
  return byPackage
}

/** Versions of the package of the query around it. */
function selectPresent(selectFrom: ExpressionBuilder<Tables, 'packages'>['selectFrom']) {
  return selectFrom('versions')
    .select('versions.id')
    .whereRef('versions.package_key', '=', 'packages.id')
    .where('versions.deleted_at', 'is', null)
}

function selectOwned(db: Db, accountIds: readonly number[]) {
  return db.selectFrom('package_owners').select('package_key').where('account_id', 'in', accountIds)
}

function selectOwners(db: Db) {
  return db
    .selectFrom('package_owners')
    .innerJoin('accounts', 'accounts.id', 'package_owners.account_id')
    .select(['package_owners.package_key', 'accounts.id', 'accounts.name'])
    .where('accounts.deleted_at', 'is', null)
    .orderBy('accounts.lower_name')
}

/** What an account shows of itself: the packages of one page, and how many and how much downloaded they are in all. */
export type Published = { readonly keys: readonly number[]; readonly packages: number; readonly downloads: number }

/** The packages with a listed version that the account owns, the most downloaded first. */
export async function findPublishedBy(
  db: Db,
  accountId: number,
  page: { readonly skip: number; readonly take: number },
): Promise<Published> {
  const published = db
    .selectFrom('packages')
    .where('id', 'in', selectOwned(db, [accountId]))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('versions')
          .select('versions.id')
          .whereRef('versions.package_key', '=', 'packages.id')
          .where('versions.listed', '=', 1),
      ),
    )
  const totals = await published
    .select(({ fn }) => [fn.countAll<number>().as('packages'), fn.sum<number | null>('downloads').as('downloads')])
    .executeTakeFirstOrThrow()
  const rows = await published
    .select('id')
    .orderBy('downloads', 'desc')
    .orderBy('lower_id')
    .offset(page.skip)
    .limit(page.take)
    .execute()
  return {
    keys: rows.map(({ id }) => id),
    packages: Number(totals.packages),
    downloads: Number(totals.downloads ?? 0),
  }
}

/** The keys of the versions that came last to what the account owns, newest first: listed ones. */
export async function listNewestVersionsOf(db: Db, accountId: number, limit: number): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('versions')
    .select('versions.id')
    .where('package_key', 'in', selectOwned(db, [accountId]))
    .where('listed', '=', 1)
    .orderBy('versions.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}
