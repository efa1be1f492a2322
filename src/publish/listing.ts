import type { Account } from '../accounts/account.ts'
import { accountsToActFor } from '../accounts/permissions.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { appendCatalogItem } from '../feed/catalog-store.ts'
import { findPresentedKey, type AuthorisationRefusal } from '../keys/authorise.ts'
import { refuseKey } from '../keys/key.ts'
import { parsePackageId, toLowerId } from '../nuget/package-id.ts'
import { parseVersion } from '../nuget/version.ts'
import { refuseOwner } from '../packages/ownership.ts'
import { findPackage, findVersion, updateListed } from '../packages/store.ts'
import { isOwner } from '../packages/owner-store.ts'
import { fail, ok, type Result } from '../result.ts'
import type { ListingRefusal } from './publish.ts'

/** With what right: the secret of a key with the `unlist` action, or a signed-in user. */
export type ListingAuthority =
  { readonly kind: 'key'; readonly secret: string | null } | { readonly kind: 'user'; readonly user: Account }

export type ListingChange = {
  readonly id: string
  /** In any form that normalizes to the version: `1.0` finds `1.0.0`. */
  readonly version: string
  readonly isListed: boolean
}

/**
 * Lists or unlists one version. Doing so twice is the same as once. Unlisted versions leave search and keep answering
 * exact restores; relisting brings the original publish time back. Answers the version's display form.
 */
export async function changeListing(
  deps: Pick<Deps, 'config' | 'db' | 'search' | 'now'>,
  authority: ListingAuthority,
  change: ListingChange,
  actor: Actor,
): Promise<Result<{ readonly id: string; readonly version: string }, ListingRefusal | AuthorisationRefusal>> {
  let committedUs = 0
  const changed = await deps.db.transaction(async (tx) => {
    const owners = await findOwnersToActAs(tx, deps, authority, change)
    if (!owners.ok) return owners

    const unknownPackage = { code: 'package-unknown', id: change.id } as const
    const pkg = await findPackage(tx, toLowerId(change.id))
    if (!pkg) return fail(unknownPackage)
    const refusal = refuseOwner(pkg, await firstOwning(tx, pkg.key, owners.value))
    if (refusal) return fail(refusal)

    const parsed = parseVersion(change.version)
    const version = parsed && (await findVersion(tx, pkg.key, parsed.lower))
    if (!version) return fail({ code: 'version-unknown', id: pkg.id, version: change.version } as const)

    if (version.isListed !== change.isListed) {
      const now = deps.now()
      await updateListed(tx, version.key, change.isListed, now)
      await appendAudit(tx, {
        at: now,
        actor,
        action: change.isListed ? 'List' : 'Unlist',
        packageId: pkg.id,
        version: version.version.normalized,
      })
      committedUs = await appendCatalogItem(tx, {
        kind: 'details',
        packageKey: pkg.key,
        lowerId: pkg.lowerId,
        id: pkg.id,
        version: version.version,
        now,
      })
    }
    return ok({ id: pkg.id, version: version.version.normalized })
  })
  if (changed.ok && committedUs > 0) await deps.search.reached(committedUs, 2000).catch(() => false)
  return changed
}

async function findOwnersToActAs(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  authority: ListingAuthority,
  change: ListingChange,
): Promise<Result<readonly Account[], AuthorisationRefusal | ListingRefusal>> {
  if (authority.kind === 'user') return ok(accountsToActFor(authority.user))
  const now = deps.now()
  const presented = await findPresentedKey(tx, authority.secret, now, deps.config)
  if (!presented.ok) return presented
  const id = parsePackageId(change.id)
  if (!id) return fail({ code: 'package-unknown', id: change.id })
  const refusal = refuseKey(presented.value.key, 'unlist', id, now)
  return refusal ? fail(refusal) : ok([presented.value.owner])
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
