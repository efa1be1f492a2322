import { sql } from 'kysely'
import type { Db } from '../db/database.ts'

/** The packages whose mark is looked at: one, those below a reservation, or all. */
export type MarkScope =
  { readonly packageKey: number } | { readonly foldedValue: string; readonly isPrefix: boolean } | 'all'

export type MarkChange = {
  readonly packageKey: number
  readonly id: string
  readonly lowerId: string
  readonly isVerified: boolean
}

/** `foldId` (prefix.ts) in SQL. */
const foldedId = sql<string>`replace(replace(packages.lower_id, '-', '.'), '_', '.')`

/**
 * The packages of which the mark is not as it should be: a package has it when one of its owners owns a reservation that
 * its ID belongs to. Reads only marked packages and those of accounts that own reservations. By key.
 */
export async function listMarkChanges(db: Db, scope: MarkScope): Promise<readonly MarkChange[]> {
  const marked = await selectIn(db, scope).where('packages.verified', '=', 1).execute()
  const rightful = await selectIn(db, scope)
    .innerJoin('package_owners', 'package_owners.package_key', 'packages.id')
    .innerJoin('reserved_prefix_owners', 'reserved_prefix_owners.account_id', 'package_owners.account_id')
    .innerJoin('reserved_prefixes', 'reserved_prefixes.id', 'reserved_prefix_owners.prefix_id')
    .where(
      sql<boolean>`case reserved_prefixes.is_prefix
        when 1 then substr(${foldedId}, 1, length(reserved_prefixes.folded_value)) = reserved_prefixes.folded_value
        else ${foldedId} = reserved_prefixes.folded_value end`,
    )
    .distinct()
    .execute()
  const [has, shall] = [new Set(marked.map(({ id }) => id)), new Set(rightful.map(({ id }) => id))]
  const lost = marked.filter(({ id }) => !shall.has(id))
  const gained = rightful.filter(({ id }) => !has.has(id))
  return [...lost, ...gained]
    .toSorted((a, b) => a.id - b.id)
    .map(({ id: packageKey, package_id: id, lower_id: lowerId }) => ({
      packageKey,
      id,
      lowerId,
      isVerified: shall.has(packageKey),
    }))
}

function selectIn(db: Db, scope: MarkScope) {
  const packages = db.selectFrom('packages').select(['packages.id', 'packages.package_id', 'packages.lower_id'])
  if (scope === 'all') return packages
  if ('packageKey' in scope) return packages.where('packages.id', '=', scope.packageKey)
  const value = sql<string>`cast(${scope.foldedValue} as text)`
  return scope.isPrefix
    ? packages.where(sql<boolean>`substr(${foldedId}, 1, length(${value})) = ${value}`)
    : packages.where(sql<boolean>`${foldedId} = ${value}`)
}

export async function updateVerified(tx: Db, packageKey: number, isVerified: boolean): Promise<void> {
  await tx
    .updateTable('packages')
    .set({ verified: isVerified ? 1 : 0 })
    .where('id', '=', packageKey)
    .execute()
}
