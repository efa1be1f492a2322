import type { Account } from '../accounts/account.ts'
import { listAccountsToActFor, type ActingAccount } from '../accounts/membership-store.ts'
import { refuseActingFor, type ActingRefusal, type Role } from '../accounts/permissions.ts'
import { findAccountById } from '../accounts/store.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/database.ts'
import { findPresentedKey, type AuthorisationRefusal } from '../keys/authorise.ts'
import type { ApiKey } from '../keys/key.ts'
import { toLowerId, type PackageId } from '../nuget/package-id.ts'
import { isOwner } from '../packages/owner-store.ts'
import { findPackage } from '../packages/store.ts'
import { fail, ok, type Result } from '../result.ts'

/**
 * With what right somebody publishes: the secret of an API key, or a user who is signed in. The user's choice of an owner
 * counts for a new ID alone, null means themselves; what exists is published for the account of theirs that owns it.
 */
export type Publisher =
  | { readonly kind: 'key'; readonly secret: string | null }
  | { readonly kind: 'user'; readonly userId: number; readonly ownerName: string | null }

/** The people behind it at this moment. */
export type PresentPublisher = {
  readonly user: Account
  readonly owner: Account
  /** The user's membership of the owner; null when they are the same, and when there is none. */
  readonly role: Role | null
  /** Null for somebody who is signed in. */
  readonly key: ApiKey | null
}

/**
 * Who publishes `id`, by the rows of this moment; call it again in the transaction that acts. Whether they may is the
 * question after this one (`listRowRefusals` in judge.ts).
 */
export async function findPublisher(
  db: Db,
  config: Pick<Config, 'keyWarningDays' | 'publicUrl' | 'port'>,
  publisher: Publisher,
  id: PackageId,
  now: Date,
): Promise<Result<PresentPublisher, AuthorisationRefusal>> {
  if (publisher.kind === 'key') return findPresentedKey(db, publisher.secret, now, config)
  const user = await findAccountById(db, publisher.userId)
  if (!user) return fail({ code: 'user-deleted', user: '' })
  const pkg = await findPackage(db, toLowerId(id))
  const acting = await listAccountsToActFor(db, user)
  const chosen = pkg ? await findOwning(db, pkg.key, user, acting) : chooseOwner(user, acting, publisher.ownerName)
  return chosen.ok ? ok({ user, owner: chosen.value.account, role: chosen.value.role, key: null }) : chosen
}

/**
 * The account of the user's that owns the package: the first that they may publish for, else one that is out of their reach
 * now, so that they hear why. Without any, themselves, who do not own it.
 */
async function findOwning(
  db: Db,
  packageKey: number,
  user: Account,
  acting: readonly ActingAccount[],
): Promise<Result<ActingAccount, ActingRefusal>> {
  let barred: ActingAccount | null = null
  for (const candidate of acting) {
    if (!(await isOwner(db, packageKey, candidate.account.id))) continue
    if (!refuseActingFor(user, candidate.account, candidate.role, 'push-version')) return ok(candidate)
    barred ??= candidate
  }
  return ok(barred ?? { account: user, role: null })
}

function chooseOwner(
  user: Account,
  acting: readonly ActingAccount[],
  name: string | null,
): Result<ActingAccount, ActingRefusal> {
  const wanted = (name ?? user.name).toLowerCase()
  const found = acting.find(({ account }) => account.name.toLowerCase() === wanted)
  return found ? ok(found) : fail({ code: 'not-acting-for-owner', user: user.name, owner: name ?? user.name })
}
