import type { Account } from '../accounts/account.ts'
import { findAccountByName, takeAccountByName } from '../accounts/store.ts'
import type { Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { holdPackage } from '../packages/lifecycle-store.ts'
import { listOwners } from '../packages/owner-store.ts'
import type { Package } from '../packages/package.ts'
import { findPackage } from '../packages/store.ts'
import { fail, ok, type Result } from '../result.ts'
import { applyOwners, dropVoidRequests, waitForSearch, withSearch, type OwnerDeps } from './change-owners.ts'
import { refuseNewOwner, refuseRemoval, type OwnerRefusal } from './owner-rules.ts'

/** Many packages that an administrator gives to another owner, takes from one, or both. */
export type Move = {
  readonly ids: readonly string[]
  /** Who becomes an owner; null when nobody does. */
  readonly to: string | null
  /** Who stops being one; null when all stay. */
  readonly from: string | null
  /** What the owners read of it in their mails; null for nothing. */
  readonly message: string | null
}

/** What becomes, or became, of one package. `owners` are those afterwards. */
export type Moved =
  | { readonly id: string; readonly owners: readonly string[]; readonly refusal: null }
  | { readonly id: string; readonly owners: null; readonly refusal: OwnerRefusal }

/** As many as one act looks at: each takes a transaction of its own. */
export const mostMoved = 500

/** Says what `movePackages` would do to each package. Changes nothing. */
export async function previewMove(
  deps: Pick<OwnerDeps, 'config' | 'db'>,
  move: Move,
): Promise<Result<readonly Moved[], OwnerRefusal>> {
  const refusal = await refuseMove(deps, move)
  if (refusal) return fail(refusal)
  const moved = []
  for (const id of eachOnce(move.ids)) moved.push(toMoved(id, await decideMove(deps.db.read, deps, move, id)))
  return ok(moved)
}

/**
 * Changes the owners of many packages without asking anybody: the prefix rule does not hold for administrators. Each package
 * is decided and changed by itself, so that one that is refused leaves the others changed.
 */
export async function movePackages(
  deps: OwnerDeps,
  move: Move,
  actor: Actor,
): Promise<Result<readonly Moved[], OwnerRefusal>> {
  const refusal = await refuseMove(deps, move)
  if (refusal) return fail(refusal)
  const moved: Moved[] = []
  let newestUs = 0
  for (const id of eachOnce(move.ids)) {
    const done = await withSearch<Decided, OwnerRefusal>({ ...deps, search: null }, async (tx, now, committed) => {
      const found = await findPackage(tx, toLowerId(id))
      if (found) await holdPackage(tx, found.key)
      if (move.to !== null) await takeAccountByName(tx, move.to) // it is not deleted while it gets a package
      const decided = await decideMove(tx, deps, move, id)
      if (!decided.ok) return decided
      const { pkg, added, removed } = decided.value
      await dropVoidRequests(tx, pkg.key, actor, now)
      const change = { package: pkg, added, removed, message: move.message, actor, now }
      committed((newestUs = await applyOwners(tx, deps, change)))
      return decided
    })
    moved.push(toMoved(id, done))
  }
  await waitForSearch(deps, newestUs)
  return ok(moved)
}

type Decided = {
  readonly pkg: Package
  readonly added: Account | null
  readonly removed: Account | null
  readonly after: readonly string[]
}

/** What is wrong with the whole of it, whatever the package. */
async function refuseMove(
  { config, db }: Pick<OwnerDeps, 'config' | 'db'>,
  { ids, to, from, message }: Move,
): Promise<OwnerRefusal | null> {
  const { owners: maxOwners, messageLength } = config.ownerLimits
  if (ids.length === 0) return { code: 'no-packages-named' }
  if (ids.length > mostMoved) return { code: 'too-many-packages', limit: mostMoved }
  if (to === null && from === null) return { code: 'new-owner-missing' }
  if ((message?.length ?? 0) > messageLength) return { code: 'message-too-long', limit: messageLength }
  if (to === null) return null
  const account = await findAccountByName(db.read, to)
  return refuseNewOwner({ id: '', name: to, account, owners: [], leaving: 0, maxOwners })
}

async function decideMove(
  db: Db,
  { config }: Pick<OwnerDeps, 'config'>,
  { to, from }: Move,
  id: string,
): Promise<Result<Decided, OwnerRefusal>> {
  const maxOwners = config.ownerLimits.owners
  const pkg = await findPackage(db, toLowerId(id))
  if (!pkg) return fail({ code: 'package-unknown', id })
  const owners = await listOwners(db, pkg.key)
  const removed = from === null ? null : owners.find(({ name }) => name.toLowerCase() === from.toLowerCase())
  if (removed === undefined) return fail({ code: 'not-an-owner', name: from ?? '', id: pkg.id })
  const account = to === null ? null : await findAccountByName(db, to)
  const isThere = owners.some((owner) => owner.id === account?.id && owner.id !== removed?.id)
  const isRemoval = removed !== null && (to === null || isThere) // whoever owns it already stays, while the other goes
  const refusal = isRemoval
    ? refuseRemoval(pkg.id, owners, removed)
    : refuseNewOwner({ id: pkg.id, name: to ?? '', account, owners, leaving: removed ? 1 : 0, maxOwners })
  if (refusal) return fail(refusal)
  const added = isRemoval ? null : account
  const after = [...owners.filter((owner) => owner.id !== removed?.id), ...(added ? [added] : [])]
  return ok({ pkg, added, removed, after: after.map(({ name }) => name) })
}

function toMoved(id: string, decided: Result<Decided, OwnerRefusal>): Moved {
  return decided.ok
    ? { id: decided.value.pkg.id, owners: decided.value.after, refusal: null }
    : { id, owners: null, refusal: decided.error }
}

/** In one order, as every writer of several packages goes. */
function eachOnce(ids: readonly string[]): readonly string[] {
  return [...new Map(ids.map((id) => [toLowerId(id), id])).values()]
}
