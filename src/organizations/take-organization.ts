import type { Account } from '../accounts/account.ts'
import { findActingUser } from '../accounts/acting-user.ts'
import { findRole } from '../accounts/membership-store.ts'
import type { Action, Role } from '../accounts/permissions.ts'
import { findAccountByName, holdAccount } from '../accounts/store.ts'
import type { Actor } from '../audit/audit.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/database.ts'
import { fail, ok, type Result } from '../result.ts'
import type { ManageRefusal } from './refusal.ts'
import { refuseManaging } from './rules.ts'

export type TakenOrganization = {
  readonly organization: Account
  /** Who acts; null for the command line, which may do everything. */
  readonly user: Account | null
  /** Their membership now. */
  readonly role: Role | null
}

/** The living organization of this name, or null. */
export async function findOrganization(db: Db, name: string): Promise<Account | null> {
  const found = await findAccountByName(db, name)
  return found && !found.deletedAt && found.kind === 'organization' ? found : null
}

/** The organization, when whoever acts may do this to it now. */
export async function findManageable(
  db: Db,
  config: Pick<Config, 'adminPages'>,
  name: string,
  actor: Actor,
  action: Action,
): Promise<Result<TakenOrganization, ManageRefusal>> {
  const organization = await findOrganization(db, name)
  if (!organization) return fail({ code: 'organization-unknown', name })
  if (actor.through === 'command-line') return ok({ organization, user: null, role: null })
  const user = actor.account && (await findActingUser(db, config, actor.account.id))
  if (!user) return fail({ code: 'organization-unknown', name })
  const role = await findRole(db, organization.id, user.id)
  const refusal = refuseManaging(user, organization, role, action)
  return refusal ? fail(refusal) : ok({ organization, user, role })
}

/** The same for changing it: held until the transaction ends, so that what was read of its members stays true. */
export async function takeOrganization(
  tx: Db,
  config: Pick<Config, 'adminPages'>,
  name: string,
  actor: Actor,
  action: Action,
): Promise<Result<TakenOrganization, ManageRefusal>> {
  const found = await findOrganization(tx, name)
  if (found) await holdAccount(tx, found.id)
  return findManageable(tx, config, name, actor, action)
}
