import type { Account } from '../accounts/account.ts'
import { listAccountsToActFor } from '../accounts/membership-store.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Nupkg, NupkgWarning } from '../nuget/nupkg.ts'
import { judgePush, type RowRefusal } from '../publish/judge.ts'

/** An account for which the user may publish the package. */
export type OwnerChoice = { readonly name: string; readonly refusals: readonly RowRefusal[] }

/** What a user could do with a package, by the rows of this moment. */
export type Choices = {
  readonly isNewId: boolean
  readonly warnings: readonly NupkgWarning[]
  /** Of a new ID every account that could be its owner, whether or not it may; of an ID that is here the one that owns it. */
  readonly owners: readonly OwnerChoice[]
  /** What is against it whoever is chosen, each said once; none when somebody may. */
  readonly refusals: readonly RowRefusal[]
}

/** Asks the questions of a push for each account that could be chosen as the owner. */
export async function listChoices(
  db: Db,
  deps: { readonly config: Config; readonly now: () => Date },
  user: Account,
  nupkg: Nupkg,
): Promise<Choices> {
  const ask = (ownerName: string | null) => judgePush(db, deps, { kind: 'user', userId: user.id, ownerName }, nupkg)
  const own = await ask(null)
  const { isNewId, warnings } = own
  const owners = [{ name: own.owner ?? user.name, refusals: own.refusals }]
  if (isNewId) {
    for (const { account } of await listAccountsToActFor(db, user)) {
      if (account.id !== user.id) owners.push({ name: account.name, refusals: (await ask(account.name)).refusals })
    }
  }
  const isPossible = owners.some(({ refusals }) => refusals.length === 0)
  return { isNewId, warnings, owners, refusals: isPossible ? [] : withoutRepeats(owners) }
}

/** One of each kind: that an ID is reserved is not said again for every organization that it is not reserved for. */
function withoutRepeats(owners: readonly OwnerChoice[]): readonly RowRefusal[] {
  const seen = new Map<string, RowRefusal>()
  for (const { refusals } of owners) {
    for (const refusal of refusals) if (!seen.has(refusal.code)) seen.set(refusal.code, refusal)
  }
  return [...seen.values()]
}
