import { isIPv6, type BlockList } from 'node:net'
import { addressGroup } from '../accounts/lock-out.ts'

/** How often something may be done within a window of time that begins with the first try. */
export type RateLimit = { readonly times: number; readonly windowMs: number }

/** What is limited. Each has a setting `LODE_LIMIT_…`; null switches it off, and then it costs nothing. */
export type LimitName =
  'push' | 'unlist' | 'account' | 'address' | 'sign-in' | 'register' | 'reset' | 'contact' | 'form' | 'package-page'

export type RateLimits = Readonly<Record<LimitName, RateLimit | null>>

/** The operator wants nothing to do with this address, whatever it presents. */
export type AddressBlocked = { readonly code: 'address-blocked' }

export type RateRefusal = { readonly code: 'rate-limited'; readonly retryAfterSeconds: number }

const windows: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** `350/hour`, or null for any other text; `off` is the caller's. */
export function parseRateLimit(text: string): RateLimit | null {
  const [, times, unit] = /^([1-9]\d{0,6})\/(minute|hour|day)$/.exec(text) ?? []
  const windowMs = unit === undefined ? undefined : windows[unit]
  return windowMs === undefined ? null : { times: Number(times), windowMs }
}

export function renderRateLimit(limit: RateLimit | null): string {
  if (limit === null) return 'off'
  const unit = Object.keys(windows).find((name) => windows[name] === limit.windowMs)
  return `${limit.times}/${unit}`
}

/** Says when the window of a subject that did something `times` times ends, or null while that was not too often. */
export function refuseRate(
  limit: RateLimit,
  known: { readonly times: number; readonly startedAt: Date },
  now: Date,
): RateRefusal | null {
  if (known.times <= limit.times) return null
  const waitMs = known.startedAt.getTime() + limit.windowMs - now.getTime()
  return { code: 'rate-limited', retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) }
}

/** Whom an address stands for: one IPv4 address, or the /64 network of an IPv6 one. */
export function addressSubject(address: string): string {
  return `address:${addressGroup(address)}`
}

export function isBlocked(list: BlockList | null, address: string): boolean {
  return list !== null && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
