import { describe, expect, it } from 'vitest'
import { addressGroup, countFailures, refuseTry, type LockOutScope } from './lock-out.ts'

const lastFailedAt = new Date('2026-11-24T12:00:00Z')
const at = (seconds: number) => new Date(lastFailedAt.getTime() + seconds * 1000)
const waitOf = (failures: number, scope: LockOutScope = 'account-and-address') =>
  refuseTry(scope, { failures, lastFailedAt }, at(0))?.waitSeconds ?? 0

describe('lock-out', () => {
  it('waits one minute from the tenth and ten minutes from the twentieth failure of one address, never longer', () => {
    expect([9, 10, 19, 20, 99, 5000].map((failures) => waitOf(failures))).toEqual([0, 60, 60, 600, 600, 600])
  })
  it('is looser for all strangers together', () => {
    expect([20, 99, 100, 200, 5000].map((failures) => waitOf(failures, 'account'))).toEqual([0, 0, 60, 600, 600])
  })
  it('lets a known device wait a minute only: after twenty failures it is known no more', () => {
    expect([9, 10, 19].map((failures) => waitOf(failures, 'device'))).toEqual([0, 60, 60])
  })
  it('says how long is left, and ends on time', () => {
    const known = { failures: 10, lastFailedAt }
    expect(refuseTry('account-and-address', known, at(50))).toEqual({
      until: at(60),
      waitSeconds: 10,
    })
    expect(refuseTry('account-and-address', known, at(60))).toBeNull()
    expect(refuseTry('account-and-address', null, at(0))).toBeNull()
  })
  it('forgets failures after a day', () => {
    expect(countFailures({ failures: 15, lastFailedAt }, at(86_399))).toBe(15)
    expect(countFailures({ failures: 15, lastFailedAt }, at(86_400))).toBe(0)
  })
  it('takes an IPv6 network for one address', () => {
    expect(addressGroup('203.0.113.7')).toBe('203.0.113.7')
    expect(addressGroup('2001:db8:0:1::a')).toBe('2001:db8:0:1::/64')
    expect(addressGroup('2001:db8:0:1:ffff:1:2:3')).toBe('2001:db8:0:1::/64')
    expect(addressGroup('::1')).toBe('0:0:0:0::/64')
    expect(addressGroup('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  })
})
