import type { Account } from '../accounts/account.ts'
import type { OwnedPackage } from '../packages/owner-store.ts'

/** What Manage Packages shows: `owner` is `all`, `me` or the name of an organization; `text` is part of an ID. */
export type OwnFilter = {
  readonly owner: string
  readonly sort: 'id' | 'downloads'
  readonly text: string
  /** Which page of those that are listed, and of those that are not; counted from 1. */
  readonly page: number
  readonly unlistedPage: number
}

export function parseOwnFilter(query: Readonly<Record<string, string>>): OwnFilter {
  return {
    owner: (query.owner ?? 'all').toLowerCase(),
    sort: query.sort === 'downloads' ? 'downloads' : 'id',
    text: (query.q ?? '').trim().slice(0, 100),
    page: toPage(query.page),
    unlistedPage: toPage(query.unlisted),
  }
}

function toPage(text: string | undefined): number {
  const page = Math.trunc(Number(text))
  return page >= 1 && page < 1e6 ? page : 1
}

/** The accounts meant; all of them when the name is none of these. The first is the user themself. */
export function accountsOf(
  { owner }: Pick<OwnFilter, 'owner'>,
  user: Pick<Account, 'id'>,
  accounts: readonly Account[],
): readonly Account[] {
  if (owner === 'me') return accounts.filter(({ id }) => id === user.id)
  const named = accounts.filter(({ id, name }) => id !== user.id && name.toLowerCase() === owner)
  return named.length > 0 ? named : accounts
}

export function ownHref({ owner, sort, text, page, unlistedPage }: OwnFilter): string {
  const query = new URLSearchParams({
    ...(owner !== 'all' && { owner }),
    ...(sort !== 'id' && { sort }),
    ...(text !== '' && { q: text }),
    ...(page > 1 && { page: String(page) }),
    ...(unlistedPage > 1 && { unlisted: String(unlistedPage) }),
  })
  return query.size === 0 ? '/account/Packages' : `/account/Packages?${query}`
}

/** One of the two lists: how many there are and how often they were downloaded, and those that its page shows. */
export type OwnList = {
  readonly count: number
  readonly downloads: number
  readonly page: number
  readonly pages: number
  readonly shown: readonly OwnedPackage[]
}

export const ownPackagesPerPage = 100

/** `packages` come by ID. A page beyond the last is the last. */
export function listOwn(
  packages: readonly OwnedPackage[],
  { sort, text, page, unlistedPage }: OwnFilter,
): { readonly published: OwnList; readonly unlisted: OwnList } {
  const lower = text.toLowerCase()
  const found = packages.filter(({ lowerId }) => lowerId.includes(lower))
  const sorted = sort === 'id' ? found : found.toSorted((a, b) => b.downloads - a.downloads)
  const [published, unlisted] = [true, false].map((isListed) => sorted.filter((pkg) => pkg.isListed === isListed))
  return { published: toList(published ?? [], page), unlisted: toList(unlisted ?? [], unlistedPage) }
}

function toList(packages: readonly OwnedPackage[], asked: number): OwnList {
  const pages = Math.max(1, Math.ceil(packages.length / ownPackagesPerPage))
  const page = Math.min(asked, pages)
  return {
    count: packages.length,
    downloads: packages.reduce((sum, pkg) => sum + pkg.downloads, 0),
    page,
    pages,
    shown: packages.slice((page - 1) * ownPackagesPerPage, page * ownPackagesPerPage),
  }
}
