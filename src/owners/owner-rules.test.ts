import { describe, expect, test } from 'vitest'
import type { Account } from '../accounts/account.ts'
import { refuseNewOwner, refuseRemoval } from './owner-rules.ts'

const ann: Account = {
  id: 1,
  kind: 'user',
  name: 'ann',
  email: 'ann@contoso.example',
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
const ben = { ...ann, id: 2, name: 'ben' }
const owners = (count: number) => Array.from({ length: count }, (_, i) => ({ id: 100 + i }))

describe('who may become an owner', () => {
  const facts = { id: 'A', name: 'ben', account: ben, owners: [ann], leaving: 0, maxOwners: 15 }
  test.each([
    ['a confirmed account that is none yet', facts, null],
    ['no name', { ...facts, name: '', account: null }, 'new-owner-missing'],
    ['an e-mail address, whoever has it', { ...facts, name: 'ben@contoso.example' }, 'new-owner-is-email'],
    ['a name that nobody has', { ...facts, account: null }, 'new-owner-unknown'],
    ['a deleted account', { ...facts, account: { ...ben, deletedAt: new Date(1) } }, 'new-owner-unknown'],
    ['an unconfirmed account', { ...facts, account: { ...ben, email: null } }, 'new-owner-unfit'],
    ['a locked account', { ...facts, account: { ...ben, lockedAt: new Date(1) } }, 'new-owner-unfit'],
    ['an owner', { ...facts, owners: [ann, ben] }, 'new-owner-present'],
    ['the fifteenth', { ...facts, owners: owners(14) }, null],
    ['the sixteenth', { ...facts, owners: owners(15) }, 'too-many-owners'],
    ['the fourth where three are allowed', { ...facts, owners: owners(3), maxOwners: 3 }, 'too-many-owners'],
    ['the sixteenth in place of another', { ...facts, owners: owners(15), leaving: 1 }, null],
  ])('%s', (_, asked, code) => {
    expect(refuseNewOwner(asked)?.code ?? null).toBe(code)
  })
})

describe('who may stop being an owner', () => {
  test.each([
    ['one of two', [ann, ben], ben, null],
    ['the only one', [ann], ann, 'only-owner'],
    ['somebody who is none', [ann], ben, 'not-an-owner'],
  ])('%s', (_, all, leaving, code) => {
    expect(refuseRemoval('A', all, leaving)?.code ?? null).toBe(code)
  })
})
