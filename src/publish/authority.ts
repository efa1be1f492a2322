import type { Account } from '../accounts/account.ts'
import { findActingUser } from '../accounts/acting-user.ts'
import { listAccountsToActFor } from '../accounts/membership-store.ts'
import { maySiteAdministrator, refuseActingFor, type ActingRefusal } from '../accounts/permissions.ts'
import { findAccountById } from '../accounts/store.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { findPresentedKey, type AuthorisationRefusal } from '../keys/authorise.ts'
import { refuseKey } from '../keys/key.ts'
import { parsePackageId, toLowerId } from '../nuget/package-id.ts'
import { parseVersion } from '../nuget/version.ts'
import { isOwner } from '../packages/owner-store.ts'
import { refuseOwner } from '../packages/ownership.ts'
import type { Package, PackageVersion } from '../packages/package.ts'
import { findVersions, listVersions, takePackage } from '../packages/store.ts'
import { fail, ok, type Result } from '../result.ts'
import type { ListingRefusal } from './publish.ts'

/**
 * With what right somebody changes versions that exist: the secret of a key with the `unlist` action, a signed-in user
 * (who may be an administrator of this gallery), or an administrator as such. Administrators need no ownership, and no
 * lock of the package stops them; their keys are worth no more than those of others, so that none is handed out with that.
 */
export type Authority =
  | { readonly kind: 'key'; readonly secret: string | null }
  | { readonly kind: 'user'; readonly user: Account }
  | { readonly kind: 'administrator' }

/** Versions in any form that normalizes to them (`1.0` finds `1.0.0`), or every version there is. */
export type VersionsNamed = readonly string[] | 'all'

export type Changeable = { readonly package: Package; readonly versions: readonly PackageVersion[] }
export type ChangeRefusal = ListingRefusal | AuthorisationRefusal

/** The package and the versions meant, when they may be changed with this right. Each version is answered once. */
export async function findChangeable(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  authority: Authority,
  subject: { readonly id: string; readonly versions: VersionsNamed },
): Promise<Result<Changeable, ChangeRefusal>> {
  const pkg = await findOwnPackage(tx, deps, authority, subject.id)
  if (!pkg.ok) return pkg
  const { key, id } = pkg.value
  const versions =
    subject.versions === 'all' ? ok(await listVersions(tx, key)) : await findNamed(tx, { key, id }, subject.versions)
  return versions.ok ? ok({ package: pkg.value, versions: versions.value }) : versions
}

/** The package, when it may be changed with this right; held against other changes until the transaction ends. */
export async function findOwnPackage(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  authority: Authority,
  id: string,
): Promise<Result<Package, ChangeRefusal>> {
  const pkg = await takePackage(tx, toLowerId(id)) // before rights are looked up: they may change while we wait
  const owners = await findOwnersToActAs(tx, deps, authority, id)
  if (!owners.ok) return owners
  if (!pkg) return fail({ code: 'package-unknown', id })
  if (await actsAsAdministrator(tx, deps.config, authority)) return ok(pkg)
  const refusal = refuseOwner(pkg, await firstOwning(tx, pkg.key, owners.value))
  if (!refusal) return ok(pkg)
  const barred = authority.kind === 'user' ? await findBarredOwner(tx, pkg.key, authority.user) : null
  return fail(barred ?? refusal)
}

/** Whether this right is that of an administrator of the gallery, by the rows of this moment. */
export async function actsAsAdministrator(
  tx: Db,
  config: Pick<Config, 'adminPages'>,
  authority: Authority,
): Promise<boolean> {
  if (authority.kind !== 'user') return authority.kind === 'administrator'
  if (!maySiteAdministrator('change-versions')) return false
  const present = await findActingUser(tx, config, authority.user.id)
  return present !== null && present.isAdmin && !refuseActingFor(present, present, null, 'change-versions')
}

/** Why an owner for whom the user acts otherwise is out of their reach now, such as an organization that asks for two factors. */
async function findBarredOwner(tx: Db, packageKey: number, user: Account): Promise<ActingRefusal | null> {
  for (const { account, role } of await listAccountsToActFor(tx, user)) {
    const refusal = refuseActingFor(user, account, role, 'change-versions')
    if (refusal && (await isOwner(tx, packageKey, account.id))) return refusal
  }
  return null
}

async function findNamed(
  tx: Db,
  { key, id }: Pick<Package, 'key' | 'id'>,
  texts: readonly string[],
): Promise<Result<readonly PackageVersion[], ListingRefusal>> {
  const lowerOf = new Map(texts.map((text) => [text, parseVersion(text)?.lower]))
  const lowers = [...new Set([...lowerOf.values()].flatMap((lower) => lower ?? []))]
  const found = new Map((await findVersions(tx, key, lowers)).map((version) => [version.version.lower, version]))
  const missing = texts.find((text) => !found.has(lowerOf.get(text) ?? ''))
  if (missing !== undefined) return fail({ code: 'version-unknown', id, version: missing })
  return ok(lowers.flatMap((lower) => found.get(lower) ?? []))
}

async function findOwnersToActAs(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  authority: Authority,
  idText: string,
): Promise<Result<readonly Account[], ChangeRefusal>> {
  if (authority.kind === 'administrator') return ok([])
  if (authority.kind === 'user') return findUsersAccounts(tx, authority.user)
  const now = deps.now()
  const presented = await findPresentedKey(tx, authority.secret, now, deps.config)
  if (!presented.ok) return presented
  const id = parsePackageId(idText)
  if (!id) return fail({ code: 'package-unknown', id: idText })
  const refusal = refuseKey(presented.value.key, 'unlist', id, now)
  return refusal ? fail(refusal) : ok([presented.value.owner])
}

/** Those that the user may act for now: somebody locked a moment ago may not go on. */
async function findUsersAccounts(tx: Db, user: Account): Promise<Result<readonly Account[], ActingRefusal>> {
  const present = await findAccountById(tx, user.id)
  if (!present) return fail({ code: 'user-deleted', user: user.name })
  const refusal = refuseActingFor(present, present, null, 'change-versions')
  if (refusal) return fail(refusal)
  const acting = await listAccountsToActFor(tx, present)
  return ok(
    acting
      .filter(({ account, role }) => !refuseActingFor(present, account, role, 'change-versions'))
      .map(({ account }) => account),
  )
}

async function firstOwning(
  tx: Db,
  packageKey: number,
  accounts: readonly Account[],
): Promise<{ readonly name: string; readonly owns: boolean }> {
  for (const account of accounts)
    if (await isOwner(tx, packageKey, account.id)) return { name: account.name, owns: true }
  return { name: accounts[0]?.name ?? '', owns: false }
}
