import { findAccountById } from '../accounts/store.ts'
import type { Deps } from '../deps.ts'
import type { ApiKey } from './key.ts'
import { queueExpiryDigest } from './mails.ts'
import { takeKeysToNotice } from './store.ts'

const day = 86_400_000

/**
 * Queues one mail per account about keys that end soon and keys that ended since the last run (gallery.md §4.9). Keys are
 * marked in the same transaction: a second run, or a second process, says nothing again. Revoked keys are left out, and
 * accounts that switched contact off are marked without a mail. Answers how many mails were queued.
 */
export function sendExpiryDigests(deps: Pick<Deps, 'config' | 'db' | 'now'>): Promise<number> {
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const until = new Date(now.getTime() + deps.config.keyWarningDays * day)
    const { expiring, expired } = await takeKeysToNotice(tx, now, until)
    const users = new Set([...expiring, ...expired].map((key) => key.userId))
    let mails = 0
    for (const userId of users) {
      const own = (key: ApiKey) => key.userId === userId
      const user = await findAccountById(tx, userId)
      if (!user || user.deletedAt || !user.contactAllowed || user.email === null) continue
      await queueExpiryDigest(tx, deps, user, { expiring: expiring.filter(own), expired: expired.filter(own) })
      mails += 1
    }
    return mails
  })
}
