import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import { findAccountByName, updateAccount } from './store.ts'

type AccountUnknown = { readonly code: 'account-unknown'; readonly name: string }

/** Stops an account (gallery.md §3.12): it may sign in, read, delete and revoke keys, and nothing else. Twice is once. */
export async function lockAccount(
  deps: Pick<Deps, 'db' | 'now'>,
  name: string,
  actor: Actor,
): Promise<Result<Account, AccountUnknown>> {
  return changeLock(deps, name, actor, true)
}

/** Lets a locked account go on. */
export async function unlockAccount(
  deps: Pick<Deps, 'db' | 'now'>,
  name: string,
  actor: Actor,
): Promise<Result<Account, AccountUnknown>> {
  return changeLock(deps, name, actor, false)
}

async function changeLock(
  deps: Pick<Deps, 'db' | 'now'>,
  name: string,
  actor: Actor,
  isLocked: boolean,
): Promise<Result<Account, AccountUnknown>> {
  return deps.db.transaction(async (tx) => {
    const account = await findAccountByName(tx, name)
    if (!account || account.deletedAt) return fail({ code: 'account-unknown', name })
    if ((account.lockedAt !== null) === isLocked) return ok(account)
    const now = deps.now()
    const lockedAt = isLocked ? now : null
    await updateAccount(tx, account.id, { lockedAt })
    await appendAudit(tx, { at: now, actor, action: isLocked ? 'Lock' : 'Unlock', accountId: account.id })
    return ok({ ...account, lockedAt })
  })
}
