import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import { countHeldAdministrators, findAccountByName, updateAccount } from './store.ts'

export type AdminRefusal =
  | { readonly code: 'account-unknown'; readonly name: string }
  | { readonly code: 'account-is-organization'; readonly name: string }
  | { readonly code: 'last-administrator' }

/** Makes a user an administrator of this instance. Twice is once. */
export async function makeAdmin(
  deps: Pick<Deps, 'db' | 'now'>,
  name: string,
  actor: Actor,
): Promise<Result<Account, AdminRefusal>> {
  return changeRole(deps, name, actor, true)
}

/** Takes the role away again, but not from the last one who has it. */
export async function revokeAdmin(
  deps: Pick<Deps, 'db' | 'now'>,
  name: string,
  actor: Actor,
): Promise<Result<Account, AdminRefusal>> {
  return changeRole(deps, name, actor, false)
}

async function changeRole(
  deps: Pick<Deps, 'db' | 'now'>,
  name: string,
  actor: Actor,
  isAdmin: boolean,
): Promise<Result<Account, AdminRefusal>> {
  return deps.db.transaction(async (tx) => {
    const account = await findAccountByName(tx, name)
    if (!account || account.deletedAt) return fail({ code: 'account-unknown', name })
    if (account.kind === 'organization') return fail({ code: 'account-is-organization', name: account.name })
    if (account.isAdmin === isAdmin) return ok(account)
    if (!isAdmin && (await countHeldAdministrators(tx)) <= 1) return fail({ code: 'last-administrator' })
    await updateAccount(tx, account.id, { isAdmin })
    const action = isAdmin ? 'AddAdministrator' : 'RemoveAdministrator'
    await appendAudit(tx, { at: deps.now(), actor, action, accountId: account.id })
    return ok({ ...account, isAdmin })
  })
}
