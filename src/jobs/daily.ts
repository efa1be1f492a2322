import type { Database } from '../db/database.ts'
import type { JobKind } from './job.ts'
import { enqueueJob } from './queue.ts'
import { isJobQueued } from './store.ts'

const dailyKinds: readonly JobKind[] = ['expiry-digest', 'clean-up']

/** The day of daily jobs: `2026-11-24`, in UTC. */
export function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10)
}

/** Queues the daily jobs of today, once, however many processes ask. */
export async function queueDailyJobs(database: Database, now: Date): Promise<void> {
  for (const kind of dailyKinds) {
    const dedupeKey = `${kind}:${dayOf(now)}`
    if (await isJobQueued(database.read, dedupeKey)) continue
    await database.transaction((tx) => enqueueJob(tx, { kind, runAt: now, dedupeKey }))
  }
}
