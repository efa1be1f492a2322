import type { Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { CatalogChange } from '../feed/catalog-store.ts'
import type { Package } from '../packages/package.ts'
import { listVersions } from '../packages/store.ts'
import { toCatalogChanges } from '../publish/change-versions.ts'
import { applyListing } from '../publish/listing.ts'

/**
 * Unlists every version of a package that loses its last owner: it leaves search and stays restorable. Answers the changes
 * for the catalog, which is the last step of the caller's transaction.
 */
export async function unlistPackage(tx: Db, pkg: Package, actor: Actor, now: Date): Promise<readonly CatalogChange[]> {
  const subject = { package: pkg, versions: await listVersions(tx, pkg.key) }
  const changed = await applyListing(tx, subject, false, actor, now)
  return toCatalogChanges({ ...subject, changed, kind: 'details' }, now)
}
