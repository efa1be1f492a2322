import type { Account } from '../accounts/account.ts'
import { isConfirmed } from '../accounts/account.ts'
import { findAccountByName, holdAccount } from '../accounts/store.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import { isUniqueViolation, type Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { appendCatalogItems } from '../feed/catalog-store.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Search } from '../search/search.ts'
import { refreshMarks } from './marks.ts'
import {
  deletePrefix,
  deletePrefixOwner,
  findPrefix,
  insertPrefix,
  insertPrefixOwner,
  listMatchingPrefixes,
  listPrefixesFrom,
} from './prefix-store.ts'
import { becomesShared, findConflict, foldId, parsePattern, patternText, type ReservedPrefix } from './prefix.ts'
import type { PrefixRefusal } from './refusal.ts'

/** `search` is null on the command line: the server's index follows by itself. */
export type PrefixDeps = Pick<Deps, 'config' | 'db' | 'now'> & { readonly search: Pick<Search, 'reached'> | null }

export type NewPrefix = {
  /** `Contoso.*`, or one whole ID. */
  readonly pattern: string
  readonly ownerNames: readonly string[]
  readonly isShared: boolean
}

type Changed = Result<ReservedPrefix, PrefixRefusal>

/** Reserves IDs for these accounts; for nobody, when there are none: then nobody may push new ones. For administrators. */
export async function reservePrefix(deps: PrefixDeps, wanted: NewPrefix, actor: Actor): Promise<Changed> {
  return withMarks(deps, actor, (tx, now) => insertReservation(tx, wanted, actor, now))
}

/** The same within a transaction of its caller, who refreshes the marks. */
export async function insertReservation(tx: Db, wanted: NewPrefix, actor: Actor, now: Date): Promise<Changed> {
  const pattern = parsePattern(wanted.pattern.trim())
  if (!pattern.ok) return pattern
  const conflict = findConflict(pattern.value, await listPrefixesFrom(tx, pattern.value.value))
  const text = patternText(pattern.value)
  if (conflict) return fail({ code: 'prefix-taken', pattern: text, other: patternText(conflict) })
  const owners = []
  for (const name of wanted.ownerNames) {
    const owner = await findPossibleOwner(tx, name)
    if (!owner) return fail({ code: 'prefix-owner-unknown', name })
    owners.push(owner)
  }
  const isShared = wanted.isShared || becomesShared(pattern.value, await listMatchingPrefixes(tx, pattern.value.value))
  const number = await insertPrefix(tx, pattern.value, { isShared, createdAt: now })
  for (const { id } of owners) await insertPrefixOwner(tx, number, id)
  const detail = { pattern: text, isShared, owners: owners.map(({ name }) => name) }
  await appendAudit(tx, { at: now, actor, action: 'ReservePrefix', detail })
  return getPrefix(tx, number, text)
}

/** Gives the IDs free again. Packages whose mark came from this reservation alone lose it. */
export async function releasePrefix(deps: PrefixDeps, number: number, actor: Actor): Promise<Changed> {
  return withMarks(deps, actor, async (tx, now) => {
    const prefix = await findPrefix(tx, number)
    if (!prefix) return fail({ code: 'prefix-unknown', pattern: String(number) })
    await deletePrefix(tx, number)
    const detail = { pattern: patternText(prefix), owners: prefix.owners.map(({ name }) => name) }
    await appendAudit(tx, { at: now, actor, action: 'ReleasePrefix', detail })
    return ok(prefix)
  })
}

export async function addPrefixOwner(deps: PrefixDeps, number: number, name: string, actor: Actor): Promise<Changed> {
  return withMarks(deps, actor, async (tx, now) => {
    const prefix = await findPrefix(tx, number)
    if (!prefix) return fail({ code: 'prefix-unknown', pattern: String(number) })
    const pattern = patternText(prefix)
    const owner = await findPossibleOwner(tx, name)
    if (!owner) return fail({ code: 'prefix-owner-unknown', name })
    if (prefix.owners.some(({ id }) => id === owner.id)) {
      return fail({ code: 'prefix-owner-present', name: owner.name, pattern })
    }
    await insertPrefixOwner(tx, number, owner.id)
    await appendAudit(tx, { at: now, actor, action: 'AddPrefixOwner', accountId: owner.id, detail: { pattern } })
    return getPrefix(tx, number, pattern)
  })
}

/** The last owner may go: then nobody may push new IDs below it. */
export async function removePrefixOwner(
  deps: PrefixDeps,
  number: number,
  name: string,
  actor: Actor,
): Promise<Changed> {
  return withMarks(deps, actor, async (tx, now) => {
    const prefix = await findPrefix(tx, number)
    if (!prefix) return fail({ code: 'prefix-unknown', pattern: String(number) })
    const pattern = patternText(prefix)
    const owner = prefix.owners.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase())
    if (!owner) return fail({ code: 'prefix-owner-absent', name, pattern })
    await deletePrefixOwner(tx, number, owner.id)
    await appendAudit(tx, { at: now, actor, action: 'RemovePrefixOwner', accountId: owner.id, detail: { pattern } })
    return getPrefix(tx, number, pattern)
  })
}

/** How long a change waits until search shows it too. */
const searchWaitMs = 2000

/**
 * Runs one change of a reservation and sets the marks of the packages below it, all in one transaction, which packages that
 * somebody pushes at the same time go before or after (`refreshMarks`); and waits until search shows it.
 */
export async function withMarks<E>(
  deps: PrefixDeps,
  actor: Actor,
  work: (tx: Db, now: Date) => Promise<Result<ReservedPrefix, E>>,
): Promise<Result<ReservedPrefix, E>> {
  let committedUs = 0
  const attempt = () =>
    deps.db.transaction(async (tx) => {
      const now = deps.now()
      const done = await work(tx, now)
      if (!done.ok) return done
      const scope = { foldedValue: foldId(done.value.value), isPrefix: done.value.isPrefix }
      committedUs = await appendCatalogItems(tx, await refreshMarks(tx, scope, actor, now))
      return done
    })
  const changed = await attempt().catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error
    return attempt() // somebody reserved the same meanwhile: the rules say so now
  })
  if (changed.ok && committedUs > 0) await deps.search?.reached(committedUs, searchWaitMs).catch(() => false)
  return changed
}

async function findPossibleOwner(tx: Db, name: string): Promise<Account | null> {
  const chosen = await findAccountByName(tx, name)
  if (chosen) await holdAccount(tx, chosen.id) // or it is deleted at the same moment, and the reservation has an owner who is gone
  const account = await findAccountByName(tx, name)
  return account && !account.deletedAt && !account.lockedAt && isConfirmed(account) ? account : null
}

async function getPrefix(tx: Db, number: number, pattern: string): Promise<Changed> {
  const prefix = await findPrefix(tx, number)
  return prefix ? ok(prefix) : fail({ code: 'prefix-unknown', pattern })
}
