import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { restartJob } from './list-store.ts'

/** Lets a job that failed run again at once, with all its tries. One that runs or was done is left alone. */
export async function retryJob(
  deps: Pick<Deps, 'db' | 'now'>,
  id: number,
  actor: Actor,
): Promise<Result<void, { readonly code: 'job-unknown' }>> {
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const kind = await restartJob(tx, id, now)
    if (kind === null) return fail({ code: 'job-unknown' } as const)
    await appendAudit(tx, { at: now, actor, action: 'RetryJob', detail: { jobId: id, kind } })
    return ok()
  })
}
