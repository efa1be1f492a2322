import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { appendCatalogItems, type CatalogChange } from '../feed/catalog-store.ts'
import { ok, type Result } from '../result.ts'
import type { Search } from '../search/search.ts'
import type { Changeable } from './authority.ts'

/** What a change of versions needs. `search` is null on the command line: the server's index follows by itself. */
export type ChangeDeps = Pick<Deps, 'config' | 'db' | 'now'> & { readonly search: Pick<Search, 'reached'> | null }

/** How long a change waits until search shows it too. */
const searchWaitMs = 2000

/** What was changed, in display form. Versions that were already so are among them. */
export type Changed = { readonly id: string; readonly versions: readonly string[] }

/**
 * Runs one change of versions in one transaction, and waits until search shows it. `work` answers the package and the
 * versions that it was about; those that it really changed go to the catalog as the transaction's last step.
 */
export async function changeVersions<E>(
  deps: ChangeDeps,
  work: (tx: Db, now: Date) => Promise<Result<VersionsChange, E>>,
): Promise<Result<Changed, E>> {
  let committedUs = 0
  const changed = await deps.db.transaction(async (tx) => {
    const now = deps.now()
    const done = await work(tx, now)
    if (!done.ok) return done
    committedUs = await appendCatalogItems(tx, toCatalogChanges(done.value, now))
    const { package: pkg, versions } = done.value
    return ok({ id: pkg.id, versions: versions.map(({ version }) => version.normalized) })
  })
  if (changed.ok && committedUs > 0) await deps.search?.reached(committedUs, searchWaitMs).catch(() => false)
  return changed
}

export type VersionsChange = Changeable & {
  readonly changed: Changeable['versions']
  readonly kind: CatalogChange['kind']
}

/** One item for each version that was changed. */
export function toCatalogChanges({ package: pkg, changed, kind }: VersionsChange, now: Date): readonly CatalogChange[] {
  const { key: packageKey, lowerId, id } = pkg
  return changed.map(({ version }) => ({ kind, packageKey, lowerId, id, version, now }))
}

/** One entry for each version that was changed. */
export async function auditVersions(
  tx: Db,
  entry: {
    readonly at: Date
    readonly actor: Actor
    readonly action: string
    readonly detail?: Readonly<Record<string, unknown>>
  },
  { package: pkg }: Changeable,
  changed: Changeable['versions'],
): Promise<void> {
  for (const { version } of changed) {
    await appendAudit(tx, { ...entry, packageId: pkg.id, version: version.normalized })
  }
}
