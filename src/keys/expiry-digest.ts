import { findAccountById } from '../accounts/store.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { queueExpiryDigest } from './mails.ts'
import type { ApiKey } from './key.ts'
import { listKeys } from './key-view.ts'
import { listUsersToNotice, takeToNotice } from './store.ts'

const day = 86_400_000

/**
 * Queues one mail per account about keys that end soon and keys that ended since the last run (gallery.md §4.9), where an
 * organization lets keys live shorter, by its limit. Keys are
 * marked in the transaction of their mail: a second run, or a second process, says nothing again. Revoked keys are left
 * out, and accounts that switched contact off are marked without a mail. Answers how many mails were queued.
 */
export async function sendExpiryDigests(deps: Pick<Deps, 'config' | 'db' | 'now'>): Promise<number> {
  const now = deps.now()
  const until = new Date(now.getTime() + deps.config.keyWarningDays * day)
  let mails = 0
  // A transaction for each account, so that pushes never wait long behind thousands of mails.
  for (const userId of await listUsersToNotice(deps.db.read, until)) {
    if (await deps.db.transaction((tx) => sendDigest(tx, deps, { userId, now, until }))) mails += 1
  }
  return mails
}

async function sendDigest(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  about: { readonly userId: number; readonly now: Date; readonly until: Date },
): Promise<boolean> {
  const { now, until } = about
  const user = await findAccountById(tx, about.userId)
  if (!user) return false
  const keys = (await listKeys(tx, user, now)).map(({ key }) => key).filter(({ revokedAt }) => revokedAt === null)
  const take = async (news: 'expiring' | 'expired', meant: readonly ApiKey[]) => {
    const ids = meant.map(({ id }) => id)
    const taken = await takeToNotice(tx, ids, news, now)
    return meant.filter(({ id }) => taken.has(id))
  }
  const isOver = ({ expiresAt }: ApiKey) => expiresAt <= now
  const expired = await take('expired', keys.filter(isOver))
  const expiring = await take(
    'expiring',
    keys.filter((key) => !isOver(key) && key.expiresAt <= until),
  )
  const isNews = expiring.length + expired.length > 0
  if (!isNews || user.deletedAt || !user.contactAllowed || user.email === null) return false
  await queueExpiryDigest(tx, deps, user, { expiring, expired })
  return true
}
