import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import { appendCatalogItem } from '../feed/catalog-store.ts'
import type { Package } from '../packages/package.ts'
import { listVersions, updateListed } from '../packages/store.ts'

/** Unlists every version of a package that loses its last owner: it leaves search and stays restorable. */
export async function unlistPackage(tx: Db, pkg: Package, actor: Actor, now: Date): Promise<void> {
  const { key: packageKey, lowerId, id } = pkg
  const listed = (await listVersions(tx, packageKey)).filter((version) => version.isListed)
  for (const { key, version } of listed) {
    await updateListed(tx, key, false, now)
    await appendAudit(tx, { at: now, actor, action: 'Unlist', packageId: id, version: version.normalized })
  }
  for (const { version } of listed) {
    await appendCatalogItem(tx, { kind: 'details', packageKey, lowerId, id, version, now })
  }
}
