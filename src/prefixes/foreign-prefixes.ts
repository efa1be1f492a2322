import type { Account } from '../accounts/account.ts'
import type { Db } from '../db/database.ts'
import { listMatchingPrefixes, listPrefixesFrom } from './prefix-store.ts'
import { ownsAny, patternText, type ReservedPrefix } from './prefix.ts'

/** More patterns than anybody reads a warning about are not looked at. */
const mostGlobs = 20

/**
 * The reservations that one of these patterns of a key reaches below, and where `owner` may not push new IDs: those of
 * others that are not shared, as patterns. A pattern that begins with `*` means everything and none in particular.
 */
export async function listForeignPrefixes(
  db: Db,
  globs: readonly string[],
  owner: Pick<Account, 'id'>,
): Promise<readonly string[]> {
  const foreign = new Map<number, string>()
  for (const glob of globs.slice(0, mostGlobs)) {
    const [head = ''] = glob.split('*', 1)
    if (head === '') continue
    const isOpen = glob.includes('*')
    // Every ID that the pattern matches belongs to these.
    const above = (await listMatchingPrefixes(db, head)).filter(({ isPrefix }) => isPrefix || !isOpen)
    if (mayPush(above, owner)) continue
    for (const prefix of [...above, ...(isOpen ? await listPrefixesFrom(db, head) : [])]) {
      if (mayPush([prefix, ...(await listMatchingPrefixes(db, prefix.value))], owner)) continue
      foreign.set(prefix.number, patternText(prefix))
    }
  }
  return [...foreign.values()].sort()
}

/** As at a push: whoever owns one of the reservations that an ID belongs to may, and everybody below a shared one. */
function mayPush(matching: readonly ReservedPrefix[], owner: Pick<Account, 'id'>): boolean {
  return matching.some(({ isShared }) => isShared) || ownsAny(matching, [owner.id])
}
