import { describe, expect, it, test } from 'vitest'
import { matrix, standings } from '../../test/permissions/matrix.ts'
import type { Account } from './account.ts'
import {
  actions,
  entityNeed,
  mayActAs,
  maySiteAdministrator,
  refuseActingFor,
  standingOf,
  type Action,
} from './permissions.ts'

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
  requiresTwoFactor: false,
  maxKeyDays: null,
  twoFactorSince: null,
}
const ben: Account = { ...ann, id: 2, name: 'ben' }

const contoso: Account = { ...ann, id: 3, kind: 'organization', name: 'contoso' }

/** What every member may do. */
const any = 'change-versions'

describe('the permission matrix', () => {
  test.each(Object.entries(matrix) as [Action, string][])('%s: %s', (action, line) => {
    const yes = (is: boolean) => (is ? 'yes' : 'no')
    const cells = standings.map((standing) => yes(mayActAs(action, standing)))
    const text = `${cells.join(' ')}  ${entityNeed(action)} ${yes(maySiteAdministrator(action))}`
    expect(text).toBe(line)
  })

  test('has every action', () => {
    expect(Object.keys(matrix)).toEqual([...actions])
  })
})

it('a user acts for themselves and for nobody else', () => {
  expect(refuseActingFor(ann, ann, null, any)).toBeNull()
  expect(refuseActingFor(ann, ben, null, any)).toEqual({ code: 'not-acting-for-owner', user: 'ann', owner: 'ben' })
  expect(standingOf(ann, ann, null)).toBe('self')
  expect(standingOf(ann, contoso, null)).toBe('stranger')
})

it('a member acts for their organization by the role of this moment', () => {
  expect(refuseActingFor(ann, contoso, 'collaborator', any)).toBeNull()
  expect(refuseActingFor(ann, contoso, 'collaborator', 'manage-owners')?.code).toBe('not-acting-for-owner')
  expect(refuseActingFor(ann, contoso, 'administrator', 'manage-owners')).toBeNull()
  expect(refuseActingFor(ann, contoso, null, any)?.code).toBe('not-acting-for-owner')
})

it('a locked, deleted or unconfirmed user acts for nobody, nor anybody for such an organization', () => {
  const at = new Date(5)
  const refusalOf = (account: Account) => refuseActingFor(account, account, null, any)?.code
  expect(refusalOf({ ...ann, lockedAt: at })).toBe('user-locked')
  expect(refusalOf({ ...ann, deletedAt: at, lockedAt: at })).toBe('user-deleted')
  expect(refusalOf({ ...ann, email: null, unconfirmedEmail: 'ann@contoso.com' })).toBe('owner-unconfirmed')
  const asMember = (user: Account, owner: Account) => refuseActingFor(user, owner, 'administrator', any)?.code
  expect(asMember({ ...ann, lockedAt: at }, contoso)).toBe('user-locked')
  expect(asMember(ann, { ...contoso, lockedAt: at })).toBe('owner-locked')
  expect(asMember(ann, { ...contoso, email: null })).toBe('owner-unconfirmed')
  expect(asMember(ann, { ...contoso, deletedAt: at })).toBe('not-acting-for-owner')
})

it('an organization may ask its members for two-factor sign-in', () => {
  const strict = { ...contoso, requiresTwoFactor: true }
  expect(refuseActingFor(ann, strict, 'administrator', any)).toEqual({
    code: 'two-factor-required',
    user: 'ann',
    owner: 'contoso',
  })
  expect(refuseActingFor({ ...ann, twoFactorSince: new Date(5) }, strict, 'collaborator', any)).toBeNull()
})

it('an administrator of the gallery gets no right to act for others', () => {
  expect(refuseActingFor({ ...ann, isAdmin: true }, ben, null, any)?.code).toBe('not-acting-for-owner')
})
