import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { refuseBanner, type Banner, type BannerRefusal } from './site.ts'
import { findSite, putSetting } from './store.ts'

/** Puts a line on top of every page, or takes it away with null. */
export async function changeBanner(
  deps: Pick<Deps, 'db' | 'now'>,
  banner: Banner | null,
  actor: Actor,
): Promise<Result<void, BannerRefusal>> {
  const refusal = refuseBanner(banner)
  if (refusal) return fail(refusal)
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    await putSetting(tx, 'banner', banner ?? undefined, now)
    await appendAudit(tx, { at: now, actor, action: 'ChangeBanner', detail: { ...banner } })
    return ok()
  })
}

/** Lets pages and keys change nothing until it is switched off again; reads and sign-in go on. Twice is once. */
export async function changeReadOnly(deps: Pick<Deps, 'db' | 'now'>, isReadOnly: boolean, actor: Actor): Promise<void> {
  await deps.db.transaction(async (tx) => {
    if ((await findSite(tx)).isReadOnly === isReadOnly) return
    const now = deps.now()
    await putSetting(tx, 'read-only', isReadOnly || undefined, now)
    await appendAudit(tx, { at: now, actor, action: 'ChangeReadOnly', detail: { isReadOnly } })
  })
}
