import type { Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { listOwners } from '../packages/owner-store.ts'
import type { Package } from '../packages/package.ts'
import { ok, type Result } from '../result.ts'
import { findOwnerManager, onlyStillAsked } from './owner-rights.ts'
import type { OwnerRefusal } from './owner-rules.ts'
import { listRequestsOfPackage, type OwnershipRequest } from './request-store.ts'

/** The owners of a package for somebody who may change them. */
export type OwnersView = {
  readonly package: Package
  readonly owners: readonly Account[]
  /** Open requests, the oldest first. */
  readonly requests: readonly OwnershipRequest[]
  /** The owners that the reader acts for: themselves, or organizations that they administer. */
  readonly managed: readonly Account[]
  /** The reader looks after the gallery and owns nothing here: what they add is an owner at once. */
  readonly isGift: boolean
}

export async function findOwnersView(
  deps: Pick<Deps, 'db' | 'config'>,
  user: Account,
  pkg: Package,
): Promise<Result<OwnersView, OwnerRefusal>> {
  const db = deps.db.read
  const manager = await findOwnerManager(db, deps.config, { kind: 'user', user }, pkg)
  if (!manager.ok) return manager
  const { managed } = manager.value
  const owners = await listOwners(db, pkg.key)
  const requests = await onlyStillAsked(db, await listRequestsOfPackage(db, pkg.key))
  return ok({ package: pkg, owners, requests, managed, isGift: managed.length === 0 })
}
