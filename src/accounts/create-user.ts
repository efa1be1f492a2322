import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import type { Result } from '../result.ts'
import type { Account } from './account.ts'
import { addUser, type UserFieldRefusal, type UserFields } from './new-user.ts'

/**
 * An operator makes an account, also where registration is closed. The address counts as confirmed. Without a password
 * the user needs a one-time link: see `resetPasswordLink`.
 */
export async function createUser(
  deps: Pick<Deps, 'db' | 'now'>,
  user: UserFields & { readonly isAdmin: boolean },
  actor: Actor,
): Promise<Result<Account, readonly UserFieldRefusal[]>> {
  const settings = { isEmailConfirmed: true, isAdmin: user.isAdmin, language: null }
  return addUser(deps, user, settings, async (tx, account, now) => {
    const detail = { isAdmin: user.isAdmin }
    await appendAudit(tx, { at: now, actor, action: 'Register', accountId: account.id, detail })
    return account
  })
}
