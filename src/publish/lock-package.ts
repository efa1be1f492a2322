import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { updateLocked } from '../packages/lifecycle-store.ts'
import { ok, type Result } from '../result.ts'
import { findOwnPackage, type ChangeRefusal } from './authority.ts'

/** Locks a package against every change by its owners, or unlocks it; what is published stays restorable. */
export async function lockPackage(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  { id, isLocked }: { readonly id: string; readonly isLocked: boolean },
  actor: Actor,
): Promise<Result<{ readonly id: string }, ChangeRefusal>> {
  return deps.db.transaction(async (tx) => {
    const found = await findOwnPackage(tx, deps, { kind: 'administrator' }, id)
    if (!found.ok) return found
    const pkg = found.value
    if ((pkg.lockedAt !== null) !== isLocked) {
      const now = deps.now()
      await updateLocked(tx, pkg.key, isLocked ? now : null)
      await appendAudit(tx, { at: now, actor, action: isLocked ? 'Lock' : 'Unlock', packageId: pkg.id })
    }
    return ok({ id: pkg.id })
  })
}
