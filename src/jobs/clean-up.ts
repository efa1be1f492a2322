import { knownDeviceLifetimeMs } from '../accounts/known-device.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { endOldUploads } from '../upload/end.ts'

const hour = 60 * 60_000
const day = 24 * hour
const batchSize = 500

/**
 * Removes what has outlived its use. In small transactions, so that a push never waits for it; what is left after a crash
 * goes tomorrow.
 */
export async function cleanUp(deps: Pick<Deps, 'blobs' | 'db' | 'now'>): Promise<void> {
  const now = deps.now().getTime()
  for (const removeSome of outlived(now)) {
    let removed: bigint
    do {
      removed = await deps.db.transaction(removeSome)
    } while (removed >= batchSize)
  }
  await endOldUploads(deps)
}

type RemoveSome = (tx: Db) => Promise<bigint>

/** One entry per kind of thing; each removes at most one batch and says how many. */
function outlived(now: number): readonly RemoveSome[] {
  return [
    async (tx) => {
      const old = tx.selectFrom('sessions').select('id').where('expires_at', '<=', now).limit(batchSize)
      return (await tx.deleteFrom('sessions').where('id', 'in', old).executeTakeFirst()).numDeletedRows
    },
    // A form token is good for hours; its page may have been open over night.
    async (tx) => {
      const spent = tx.selectFrom('spent_form_tokens').select('token_hash')
      const old = spent.where('spent_at', '<=', now - 7 * day).limit(batchSize)
      return (await tx.deleteFrom('spent_form_tokens').where('token_hash', 'in', old).executeTakeFirst()).numDeletedRows
    },
    async (tx) => {
      const keys = tx.selectFrom('verification_keys').select('secret_hash')
      const old = keys.where('expires_at', '<=', now).limit(batchSize)
      return (await tx.deleteFrom('verification_keys').where('secret_hash', 'in', old).executeTakeFirst())
        .numDeletedRows
    },
    async (tx) => {
      const old = tx.selectFrom('second_steps').select('token_hash').where('expires_at', '<=', now).limit(batchSize)
      return (await tx.deleteFrom('second_steps').where('token_hash', 'in', old).executeTakeFirst()).numDeletedRows
    },
    async (tx) => {
      const old = tx
        .selectFrom('passkey_challenges')
        .select('challenge_hash')
        .where('expires_at', '<=', now)
        .limit(batchSize)
      return (await tx.deleteFrom('passkey_challenges').where('challenge_hash', 'in', old).executeTakeFirst())
        .numDeletedRows
    },
    // Kept for a day after their end, so that a late click is told "expired" or "used", not "unknown".
    async (tx) => {
      const tokens = tx.selectFrom('account_tokens').select('id')
      const old = tokens
        .where((row) => row.or([row('expires_at', '<=', now - day), row('used_at', '<=', now - day)]))
        .limit(batchSize)
      return (await tx.deleteFrom('account_tokens').where('id', 'in', old).executeTakeFirst()).numDeletedRows
    },
    async (tx) => {
      const devices = tx.selectFrom('known_devices').select('id')
      const old = devices.where('last_seen_at', '<=', now - knownDeviceLifetimeMs).limit(batchSize)
      return (await tx.deleteFrom('known_devices').where('id', 'in', old).executeTakeFirst()).numDeletedRows
    },
    async (tx) => {
      const failures = tx.selectFrom('sign_in_failures').select('subject')
      const old = failures.where('last_failed_at', '<=', now - 7 * day).limit(batchSize)
      return (await tx.deleteFrom('sign_in_failures').where('subject', 'in', old).executeTakeFirst()).numDeletedRows
    },
    async (tx) => {
      const limits = tx.selectFrom('rate_limits').select('subject')
      const old = limits.where('ends_at', '<=', now).limit(batchSize)
      return (await tx.deleteFrom('rate_limits').where('subject', 'in', old).executeTakeFirst()).numDeletedRows
    },
    // Their dedupe keys name a day that will not come again.
    async (tx) => {
      const jobs = tx.selectFrom('jobs').select('id')
      const old = jobs.where('finished_at', '<=', now - 7 * day).limit(batchSize)
      return (await tx.deleteFrom('jobs').where('id', 'in', old).executeTakeFirst()).numDeletedRows
    },
    async (tx) => {
      const mails = tx.selectFrom('mails').select('id')
      const old = mails.where('created_at', '<=', now - 90 * day).limit(batchSize)
      return (await tx.deleteFrom('mails').where('id', 'in', old).executeTakeFirst()).numDeletedRows
    },
  ]
}
