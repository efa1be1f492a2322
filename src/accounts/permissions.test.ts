import { expect, it } from 'vitest'
import type { Account } from './account.ts'
import { accountsToActFor, mayActFor, refuseActingFor } from './permissions.ts'

const ann: Account = {
  id: 1,
  kind: 'user',
  name: 'ann',
  email: 'ann@contoso.com',
  unconfirmedEmail: null,
  isAdmin: false,
  contactAllowed: true,
  notifyPush: true,
  language: null,
  theme: null,
  createdAt: new Date(0),
  lockedAt: null,
  deletedAt: null,
}
const ben: Account = { ...ann, id: 2, name: 'ben' }

it('a user acts for themselves and for nobody else', () => {
  expect(refuseActingFor(ann, ann)).toBeNull()
  expect(refuseActingFor(ann, ben)).toEqual({ code: 'not-acting-for-owner', user: 'ann', owner: 'ben' })
  expect(mayActFor(ann, ben)).toBe(false)
  expect(accountsToActFor(ann)).toEqual([ann])
})

it('a locked, deleted or unconfirmed user acts for nobody', () => {
  const at = new Date(5)
  const refusalOf = (account: Account) => refuseActingFor(account, account)?.code
  expect(refusalOf({ ...ann, lockedAt: at })).toBe('user-locked')
  expect(refusalOf({ ...ann, deletedAt: at, lockedAt: at })).toBe('user-deleted')
  expect(refusalOf({ ...ann, email: null, unconfirmedEmail: 'ann@contoso.com' })).toBe('owner-unconfirmed')
})

it('an administrator gets no right to act for others', () => {
  expect(mayActFor({ ...ann, isAdmin: true } as Account, ben)).toBe(false)
})
