import { isIPv6 } from 'node:net'

const minute = 60_000
const day = 24 * 60 * minute

/** Consecutive failures of one account: of one place, or of all strangers together. */
export type SignInFailures = { readonly failures: number; readonly lastFailedAt: Date }

/** Tries before `until` neither count nor succeed. */
export type TryLocked = { readonly until: Date; readonly waitSeconds: number }

export type LockOutScope = 'account-and-address' | 'device' | 'account'

/**
 * How many failures bring which wait. One address gets as on nuget.org 1 minute from the 10th and 10 minutes from the
 * 20th failure, never more; a known device the minute only, because it is not known any more after `deviceTries`. All
 * strangers together have ten times as many tries as one.
 */
const limits: Record<LockOutScope, readonly { readonly from: number; readonly waitMs: number }[]> = {
  'account-and-address': [
    { from: 20, waitMs: 10 * minute },
    { from: 10, waitMs: minute },
  ],
  device: [{ from: 10, waitMs: minute }],
  account: [
    { from: 200, waitMs: 10 * minute },
    { from: 100, waitMs: minute },
  ],
}

/** After so many failures in a row a known device is one no more. */
export const deviceTries = 20

/** Failures that lie back longer than a day are forgotten. */
export function countFailures(known: SignInFailures | null, now: Date): number {
  return known && now.getTime() - known.lastFailedAt.getTime() < day ? known.failures : 0
}

/** Until when no try counts or succeeds, or null when one may be made now. */
export function refuseTry(scope: LockOutScope, known: SignInFailures | null, now: Date): TryLocked | null {
  if (!known) return null
  const failures = countFailures(known, now)
  const limit = limits[scope].find(({ from }) => failures >= from)
  if (!limit) return null
  const until = new Date(known.lastFailedAt.getTime() + limit.waitMs)
  if (until <= now) return null
  return { until, waitSeconds: Math.ceil((until.getTime() - now.getTime()) / 1000) }
}

/** The part of a client's address that one person usually has: all of IPv4, the /64 network of IPv6. */
export function addressGroup(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.replace(/%.*$/, '').split('::')
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...new Array<string>(missing).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
