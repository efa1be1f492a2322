import { describe, expect, test } from 'vitest'
import type { Account } from '../accounts/account.ts'
import type { OwnedPackage } from '../packages/owner-store.ts'
import { accountsOf, listOwn, ownHref, ownPackagesPerPage, parseOwnFilter } from './own-filter.ts'

const [ann, contoso, me] = ['ann', 'Contoso', 'me'].map((name, id) => ({ id, name })) as [Account, Account, Account]

describe('the owner filter of Manage Packages', () => {
  test.each([
    [{}, ['ann', 'Contoso', 'me']],
    [{ owner: 'me' }, ['ann']], // an organization called "me" cannot be told from oneself, and is among all
    [{ owner: 'contoso' }, ['Contoso']],
    [{ owner: 'fabrikam' }, ['ann', 'Contoso', 'me']],
  ])('%j shows %j', (query, names) => {
    const chosen = accountsOf(parseOwnFilter(query), ann, [ann, contoso, me])
    expect(chosen.map(({ name }) => name)).toEqual(names)
  })

  test.each([
    [{}, '/account/Packages'],
    [{ owner: 'contoso', sort: 'downloads' }, '/account/Packages?owner=contoso&sort=downloads'],
    [{ q: ' Core ', page: '2', unlisted: '3' }, '/account/Packages?q=Core&page=2&unlisted=3'],
    [{ page: '-1', unlisted: 'x', sort: 'size' }, '/account/Packages'],
  ])('%j stands in the address', (query, href) => expect(ownHref(parseOwnFilter(query))).toBe(href))
})

describe('the lists of Manage Packages', () => {
  const owned = (n: number, isListed: boolean): OwnedPackage =>
    ({ lowerId: `lib.${String(n).padStart(4, '0')}`, downloads: n, isListed }) as OwnedPackage
  const many = Array.from({ length: 2 * ownPackagesPerPage + 1 }, (_, n) => owned(n, true))
  const show = (query: Readonly<Record<string, string>>) =>
    listOwn([...many, owned(7000, false)], parseOwnFilter(query))

  test('count everything, whatever page they show', () => {
    const { published, unlisted } = show({ page: '2' })
    expect(published).toMatchObject({ count: many.length, downloads: (200 * 201) / 2, page: 2, pages: 3 })
    expect(published.shown.map(({ lowerId }) => lowerId)).toEqual(
      many.slice(ownPackagesPerPage, 2 * ownPackagesPerPage).map(({ lowerId }) => lowerId),
    )
    expect(unlisted).toMatchObject({ count: 1, downloads: 7000, page: 1, pages: 1 })
  })

  test('show their last page for one beyond it, and those with the most downloads first when asked', () => {
    expect(show({ page: '99' }).published.shown.map(({ downloads }) => downloads)).toEqual([200])
    expect(show({ sort: 'downloads' }).published.shown[0]?.downloads).toBe(200)
  })

  test('find by a part of the ID, in any letter case', () => {
    expect(show({ q: 'LIB.00' }).published.count).toBe(100)
    expect(show({ q: 'nothing' })).toMatchObject({ published: { count: 0, shown: [] }, unlisted: { count: 0 } })
  })
})
