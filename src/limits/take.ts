import type { Database } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { refuseRate, type LimitName, type RateRefusal } from './limit.ts'
import { countTry } from './store.ts'

/** Until when a subject is refused, by name of the limit and subject. */
const refusedByDatabase = new WeakMap<Database, Map<string, number>>()
const mostRemembered = 10_000

/**
 * Counts one try of `subject` against this limit, and says that it was one too many, or null. Nothing is asked or written
 * while the limit is off. Who is refused stays so without another write until the window ends: a flood costs no disk.
 */
export async function takeRate(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  name: LimitName,
  subject: string,
): Promise<RateRefusal | null> {
  const limit = deps.config.rateLimits[name]
  if (limit === null) return null
  const now = deps.now()
  const key = `${name} ${subject}`
  const refused = refusedByDatabase.get(deps.db) ?? new Map<string, number>()
  refusedByDatabase.set(deps.db, refused)
  const until = refused.get(key)
  if (until !== undefined) {
    const waitMs = until - now.getTime()
    if (waitMs > 0 && waitMs <= limit.windowMs) {
      return { code: 'rate-limited', retryAfterSeconds: Math.ceil(waitMs / 1000) }
    }
    refused.delete(key)
  }
  const known = await deps.db.transaction((tx) => countTry(tx, key, limit.windowMs, now))
  const refusal = refuseRate(limit, known, now)
  if (refusal) {
    if (refused.size >= mostRemembered) refused.clear()
    refused.set(key, known.startedAt.getTime() + limit.windowMs)
  }
  return refusal
}
