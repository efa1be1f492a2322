import { BlockList } from 'node:net'
import { describe, expect, test } from 'vitest'
import { addressSubject, isBlocked, parseRateLimit, refuseRate, renderRateLimit } from './limit.ts'

const startedAt = new Date('2026-11-24T12:00:00Z')
const after = (seconds: number) => new Date(startedAt.getTime() + seconds * 1000)

describe('rate limits', () => {
  test.each(['350/hour', '50/minute', '1/day'])('%s is read and written the same', (text) => {
    expect(renderRateLimit(parseRateLimit(text))).toBe(text)
  })

  test.each(['0/hour', '-1/hour', '5', '5/week', '5 / hour', '1e3/day', '50000000/day', ''])('%j is none', (text) => {
    expect(parseRateLimit(text)).toBeNull()
  })

  test('as many as allowed pass, and the next waits until the window ends', () => {
    const limit = { times: 3, windowMs: 60_000 }
    expect(refuseRate(limit, { times: 3, startedAt }, after(10))).toBeNull()
    expect(refuseRate(limit, { times: 4, startedAt }, after(10))).toEqual({
      code: 'rate-limited',
      retryAfterSeconds: 50,
    })
    expect(refuseRate(limit, { times: 4, startedAt }, after(59.9))?.retryAfterSeconds).toBe(1)
  })

  test('all addresses of an IPv6 network are one', () => {
    expect(addressSubject('2001:db8::1')).toBe(addressSubject('2001:db8::ffff:1'))
    expect(addressSubject('2001:db8::1')).not.toBe(addressSubject('2001:db8:0:1::1'))
    expect(addressSubject('203.0.113.1')).not.toBe(addressSubject('203.0.113.2'))
  })

  test('an address is blocked by itself or by its range', () => {
    const list = new BlockList()
    list.addSubnet('203.0.113.0', 24, 'ipv4')
    list.addSubnet('2001:db8::', 32, 'ipv6')
    expect(['203.0.113.9', '2001:db8::7', '198.51.100.1', '::1'].map((address) => isBlocked(list, address))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(isBlocked(null, '203.0.113.9')).toBe(false)
  })
})
