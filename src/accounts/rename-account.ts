import { appendAudit, type Actor } from '../audit/audit.ts'
import { isUniqueViolation } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { appendCatalogItems } from '../feed/catalog-store.ts'
import { listPackagesOwnedBy } from '../packages/owner-store.ts'
import { fail, ok, type Result } from '../result.ts'
import { parseAccountName } from './account-name.ts'
import type { Account } from './account.ts'
import { queueRenamedMail } from './mails.ts'
import { refuseTakenName } from './new-user.ts'
import type { NameRefusal } from './refusal.ts'
import { renameRow } from './rename-store.ts'
import { findAccountByName } from './store.ts'

export type RenameRefusal = NameRefusal | { readonly code: 'account-unknown'; readonly name: string }

/**
 * Gives a user or an organization another name. Packages, keys and members follow; the old name stays taken for ever, so
 * that this cannot be undone, and its profile does not lead on.
 */
export async function renameAccount(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  rename: { readonly from: string; readonly to: string },
  actor: Actor,
): Promise<Result<Account, RenameRefusal>> {
  const parsed = parseAccountName(rename.to)
  if (!parsed.ok) return parsed
  const name = parsed.value
  try {
    return await deps.db.transaction(async (tx) => {
      const account = await findAccountByName(tx, rename.from)
      if (!account || account.deletedAt) return fail({ code: 'account-unknown', name: rename.from } as const)
      const taken = await refuseTakenName(tx, name)
      if (taken) return fail(taken)
      const now = deps.now()
      const placeholderId = await renameRow(tx, account, name, now)
      const entry = { at: now, actor, action: 'ChangeUsername', detail: { from: account.name, to: name } }
      await appendAudit(tx, { ...entry, accountId: account.id })
      await appendAudit(tx, { ...entry, accountId: placeholderId })
      const renamed = { ...account, name }
      await queueRenamedMail(tx, deps, { account: renamed, oldName: account.name })
      const owned = await listPackagesOwnedBy(tx, account.id)
      await appendCatalogItems(
        tx,
        owned.map(({ key: packageKey, lowerId, id }) => ({
          kind: 'details',
          packageKey,
          lowerId,
          id,
          version: null,
          now,
        })),
      )
      return ok(renamed)
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return fail({ code: 'name-taken', name }) // somebody else was faster
  }
}
