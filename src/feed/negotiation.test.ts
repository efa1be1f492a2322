import { expect, test } from 'vitest'
import { createByteCache } from '../byte-cache.ts'
import { chooseEncoding } from '../accepted-encoding.ts'
import { chooseRange, isNotModified } from './negotiation.ts'
import { parseTarget } from './target.ts'

test.each([
  [undefined, 'identity'],
  ['gzip', 'gzip'],
  ['gzip, deflate', 'gzip'],
  ['deflate, br', 'identity'],
  ['GZIP;q=0.5', 'gzip'],
  ['gzip;q=0', 'identity'],
  ['gzip; q=0.000, *', 'identity'],
  ['*', 'gzip'],
  ['*;q=0', 'identity'],
  ['identity, gzip;q=0.5', 'identity'],
  ['identity;q=0.5, gzip;q=0.5', 'gzip'],
  ['gzip;q=x', 'identity'],
] as const)('line 6: Accept-Encoding %s is answered with %s', (header, encoding) => {
  expect(chooseEncoding(header)).toBe(encoding)
})

const validators = { etag: '"a"', lastModified: Date.parse('2026-08-01T00:00:00.900Z') }

test.each([
  [{ 'if-none-match': '"a"' }, true],
  [{ 'if-none-match': '"b", W/"a"' }, true],
  [{ 'if-none-match': '"b"', 'if-modified-since': 'Sat, 01 Aug 2026 00:00:00 GMT' }, false],
  [{ 'if-modified-since': 'Sat, 01 Aug 2026 00:00:00 GMT' }, true],
  [{ 'if-modified-since': 'Fri, 31 Jul 2026 23:59:59 GMT' }, false],
  [{ 'if-modified-since': 'yesterday' }, false],
  [{}, false],
])('%o is answered with 304: %s', (headers, expected) => {
  expect(isNotModified(headers, validators)).toBe(expected)
})

test.each([
  ['bytes=0-0', { start: 0, end: 1 }],
  ['bytes=90-', { start: 90, end: 100 }],
  ['bytes=-200', { start: 0, end: 100 }],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=5-2', null],
  ['bytes=-', null],
  ['bytes=0-1,3-4', null],
  ['lines=0-1', null],
] as const)('of 100 bytes, %s is %o', (range, expected) => {
  expect(chooseRange({ range }, 100, validators)).toEqual(expected)
})

test('a cache never holds more than its bytes and keeps what is used', () => {
  const cache = createByteCache<string>(1_000_000)
  cache.set('used', 'x', 10_000)
  for (let i = 0; i < 1000; i++) {
    cache.set(`passing ${i}`, 'x', 20_000)
    expect(cache.get('used')).toBe('x')
    expect(cache.sizeBytes).toBeLessThanOrEqual(1_000_000)
  }
  expect(cache.get('passing 0')).toBeUndefined()
})

test.each(['/v3', '/v3/', '/v3/package', '/v3/package/a/1.0.0', '/v3/index.json/x', '/', '/packages/a'])(
  '%s is not the feed’s',
  (path) => expect(parseTarget(path)).toBeNull(),
)

test.each([
  '/v3/flat/',
  '/v3/flat/a',
  '/v3/flat/a b/index.json',
  '/v3/flat/a/1/a.2.nupkg',
  '/v3/flat/a/x/icon',
  '/v3/reg/a/page/1.0.0/x.json',
  '/v3/reg/index.json',
])('%s is nothing that a package could have', (path) => expect(parseTarget(path)?.kind).toBe('nothing'))

test('an ID with letters beyond ASCII is found by its escaped address', () => {
  expect(parseTarget('/v3/flat/%C3%9Cber.Paket/index.json')).toMatchObject({
    kind: 'versions-list',
    lowerId: 'über.paket',
  })
})
