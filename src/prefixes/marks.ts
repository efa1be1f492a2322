import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { CatalogChange } from '../feed/catalog-store.ts'
import { listMarkChanges, updateVerified, type MarkScope } from './mark-store.ts'

/**
 * Sets the mark of these packages as their owners and the reservations want it, with an audit entry for each that changes.
 * Answers the changes that the caller appends to the catalog as its transaction's last step.
 */
export async function refreshMarks(
  tx: Db,
  scope: MarkScope,
  actor: Actor,
  now: Date,
): Promise<readonly CatalogChange[]> {
  const changes = await listMarkChanges(tx, scope)
  // In the order of keys, as every writer of several packages goes: none waits for another that waits for it.
  for (const { packageKey, id: packageId, isVerified } of changes) {
    await updateVerified(tx, packageKey, isVerified)
    await appendAudit(tx, { at: now, actor, action: isVerified ? 'MarkVerified' : 'MarkUnverified', packageId })
  }
  return changes.map(({ packageKey, lowerId, id }) => ({
    kind: 'details',
    packageKey,
    lowerId,
    id,
    version: null,
    now,
  }))
}
