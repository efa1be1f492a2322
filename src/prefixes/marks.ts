import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import { lockInTransaction } from '../db/transaction-lock.ts'
import type { CatalogChange } from '../feed/catalog-store.ts'
import { listMarkChanges, updateVerified, type MarkScope } from './mark-store.ts'

/**
 * Call it before you look at reservations to decide about the mark of one package: a reservation that changes at the same
 * moment waits for your transaction and then sees your package, or yours waits and sees the reservation as it became.
 */
export async function holdReservations(tx: Db): Promise<void> {
  await lockInTransaction(tx, 'reserved-prefixes', 'shared')
}

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
  const isOnePackage = scope !== 'all' && 'packageKey' in scope
  await lockInTransaction(tx, 'reserved-prefixes', isOnePackage ? 'shared' : 'exclusive')
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
