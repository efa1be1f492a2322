import { describe, expect, test } from 'vitest'
import type { Account } from '../accounts/account.ts'
import { accountsOf, ownHref, parseOwnFilter } from './own-filter.ts'

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
    [{ owner: 'all', sort: 'id' }, '/account/Packages'],
    [{ owner: 'contoso', sort: 'downloads' }, '/account/Packages?owner=contoso&sort=downloads'],
  ] as const)('%j stands in the address', (filter, href) => expect(ownHref(filter)).toBe(href))
})
