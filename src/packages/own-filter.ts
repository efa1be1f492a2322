import type { Account } from '../accounts/account.ts'
import type { OwnedPackage } from './owner-store.ts'

/** What Manage Packages shows: `owner` is `all`, `me` or the name of an organization. */
export type OwnFilter = { readonly owner: string; readonly sort: 'id' | 'downloads' }

export function parseOwnFilter(query: Readonly<Record<string, string>>): OwnFilter {
  return { owner: (query.owner ?? 'all').toLowerCase(), sort: query.sort === 'downloads' ? 'downloads' : 'id' }
}

/** The accounts meant; all of them when the name is none of these. The first is the user themself. */
export function accountsOf(
  { owner }: OwnFilter,
  user: Pick<Account, 'id'>,
  accounts: readonly Account[],
): readonly Account[] {
  if (owner === 'me') return accounts.filter(({ id }) => id === user.id)
  const named = accounts.filter(({ id, name }) => id !== user.id && name.toLowerCase() === owner)
  return named.length > 0 ? named : accounts
}

export function ownHref({ owner, sort }: OwnFilter): string {
  const query = new URLSearchParams({ ...(owner !== 'all' && { owner }), ...(sort !== 'id' && { sort }) })
  return query.size === 0 ? '/account/Packages' : `/account/Packages?${query}`
}

/** Packages come by ID. */
export function sortOwn(packages: readonly OwnedPackage[], sort: OwnFilter['sort']): readonly OwnedPackage[] {
  return sort === 'id' ? packages : packages.toSorted((a, b) => b.downloads - a.downloads)
}
