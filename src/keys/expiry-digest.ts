import { findAccountById } from '../accounts/store.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { queueExpiryDigest } from './mails.ts'
import { listUsersToNotice, takeKeysToNotice } from './store.ts'

const day = 86_400_000

/**
 * Queues one mail per account about keys that end soon and keys that ended since the last run (gallery.md §4.9). Keys are
 * marked in the transaction of their mail: a second run, or a second process, says nothing again. Revoked keys are left
 * out, and accounts that switched contact off are marked without a mail. Answers how many mails were queued.
 */
export async function sendExpiryDigests(deps: Pick<Deps, 'config' | 'db' | 'now'>): Promise<number> {
  const now = deps.now()
  const until = new Date(now.getTime() + deps.config.keyWarningDays * day)
  let mails = 0
  // A transaction for each account, so that pushes never wait long behind thousands of mails.
  for (const userId of await listUsersToNotice(deps.db.read, now, until)) {
    if (await deps.db.transaction((tx) => sendDigest(tx, deps, { userId, now, until }))) mails += 1
  }
  return mails
}

async function sendDigest(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  about: { readonly userId: number; readonly now: Date; readonly until: Date },
): Promise<boolean> {
  const keys = await takeKeysToNotice(tx, about.userId, about.now, about.until)
  const user = await findAccountById(tx, about.userId)
  const isNews = keys.expiring.length + keys.expired.length > 0
  if (!isNews || !user || user.deletedAt || !user.contactAllowed || user.email === null) return false
  await queueExpiryDigest(tx, deps, user, keys)
  return true
}
