import type { Account } from '../accounts/account.ts'
import { findAccountById } from '../accounts/store.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { listOwners } from '../packages/owner-store.ts'
import { findPackage } from '../packages/store.ts'
import { fail, ok, type Result } from '../result.ts'
import { queueOwnerMails, queueOwnersCopy, type OwnerMessage } from './mails.ts'
import { plainMessage, refuseMessage, type ContactRefusal } from './ticket.ts'

/** Whom a message would reach: owners who allow it, and have a confirmed address. Addresses never leave the server. */
export function reachableOwners(owners: readonly Account[]): readonly Account[] {
  return owners.filter(({ contactAllowed, email, lockedAt }) => contactAllowed && email !== null && lockedAt === null)
}

/** Mails a message to those owners who take some. They see the sender's address; the sender sees none of theirs. */
export async function contactOwners(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  user: Pick<Account, 'id'>,
  wanted: OwnerMessage & { readonly wantsCopy: boolean },
  actor: Actor,
): Promise<Result<{ readonly owners: number }, ContactRefusal>> {
  const message = plainMessage(wanted.message)
  const refusal = refuseMessage(message)
  if (refusal) return fail(refusal)
  return deps.db.transaction(async (tx) => {
    const sender = await findAccountById(tx, user.id)
    if (!sender?.email || sender.lockedAt) return fail({ code: 'contact-locked' })
    const pkg = await findPackage(tx, toLowerId(wanted.id))
    if (!pkg) return fail({ code: 'contact-package-unknown', id: wanted.id })
    const owners = reachableOwners(await listOwners(tx, pkg.key))
    if (owners.length === 0) return fail({ code: 'contact-nobody', id: pkg.id })
    const sent = { id: pkg.id, version: wanted.version, message }
    const detail = { package: pkg.id, version: wanted.version, owners: owners.length }
    await appendAudit(tx, { at: deps.now(), actor, action: 'ContactOwners', detail })
    await queueOwnerMails(tx, deps, sent, { sender, owners })
    if (wanted.wantsCopy) await queueOwnersCopy(tx, deps, sent, sender)
    return ok({ owners: owners.length })
  })
}
