import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askRaw } from './ask.ts'
import { startFeedInstance, type FeedInstance } from './feed-instance.ts'
import { ensureBuilt } from './server-process.ts'

const end = 'Host: localhost\r\nConnection: close\r\n\r\n'
const list = '/v3/flat/contoso.core/index.json'

/** Requests as bytes on a socket, such as no library would send. */
describe('the server, asked byte by byte', { timeout: 60_000 }, () => {
  let feed: FeedInstance
  beforeAll(async () => {
    await ensureBuilt()
    feed = await startFeedInstance()
  })
  afterAll(() => feed.close())

  const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0)

  test('requests that come together are answered in their order, whatever they ask for', async () => {
    const first = 'Host: localhost\r\n\r\n'
    const answer = await askRaw(
      feed.url,
      [
        `GET /v3/index.json HTTP/1.1\r\n${first}`,
        `GET /v3/query?q=contoso HTTP/1.1\r\n${first}`,
        `GET /v3/flat/contoso.absent/index.json HTTP/1.1\r\n${first}`,
        `POST /v3/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello`,
        `HEAD ${list} HTTP/1.1\r\n${first}`,
        `GET /packages HTTP/1.1\r\n${first}`,
        `OPTIONS ${list} HTTP/1.1\r\n${first}`,
        `GET /health HTTP/1.1\r\n${end}`,
      ].join(''),
    )
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
    expect(statuses).toEqual([200, 200, 404, 405, 200, 200, 204, 200])
  })

  test.each([list, '/v3/query?q=contoso', '/packages', '/v3/flat/contoso.large/1.0.0/contoso.large.1.0.0.nupkg'])(
    'a client that closes its side once it has asked for %s gets the whole answer',
    async (path) => {
      const answer = await askRaw(feed.url, `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`, { half: true })
      expect(statusOf(answer)).toBe(200)
      const length = Number(/^content-length: (\d+)/im.exec(answer)?.[1])
      const body = answer.slice(answer.indexOf('\r\n\r\n') + 4)
      if (length) expect(body).toHaveLength(length)
      else expect(body).toMatch(/\r\n0\r\n\r\n$/)
    },
  )

  test('a request that comes slowly, a few bytes at a time, is answered', async () => {
    const request = `GET ${list} HTTP/1.1\r\nX-Slow: yes\r\n${end}`
    expect(statusOf(await askRaw(feed.url, request.match(/[^]{1,7}/g) ?? []))).toBe(200)
  })

  test('a whole address as target is read as its path, and its host counts', async () => {
    for (const target of [`http://localhost${list}`, `HTTP://LOCALHOST:80${list}?x`]) {
      expect([target, statusOf(await askRaw(feed.url, `GET ${target} HTTP/1.1\r\n${end}`))]).toEqual([target, 200])
    }
    const index = await askRaw(feed.url, `GET http://packages.contoso.example/v3/index.json HTTP/1.1\r\n${end}`)
    expect(index).toContain('"http://packages.contoso.example/v3/flat/"')
    const push = `PUT http://localhost/api/v2/package/ HTTP/1.1\r\nContent-Length: 0\r\n${end}`
    expect(statusOf(await askRaw(feed.url, push))).toBe(401)
    for (const target of ['http://localhost', 'http://localhost?q=x', 'http://localhost/packages']) {
      expect([target, statusOf(await askRaw(feed.url, `GET ${target} HTTP/1.1\r\n${end}`))]).toEqual([target, 200])
    }
  })

  test('OPTIONS * is answered for the server as a whole', async () => {
    const answer = await askRaw(feed.url, `OPTIONS * HTTP/1.1\r\n${end}`)
    expect(statusOf(answer)).toBe(204)
    expect(answer).toContain('Allow: GET, HEAD, POST, PUT, DELETE, OPTIONS')
  })

  const targets: readonly [target: string, status: number][] = [
    ['*', 400],
    ['v3/index.json', 400],
    ['http://[x/v3/index.json', 400],
    ['http://user@localhost/v3/index.json', 400],
    ['ftp://localhost/v3/index.json', 400],
    ['/v3/flat/../../etc/passwd', 404],
    ['/v3/flat/contoso.core/..%2f..%2findex.json', 404],
    ['/%00', 404],
    ['/v3/flat/%00/index.json', 404],
    ['/v3/flat/%zz/index.json', 404],
    ['/v3/reg-gz2/%ED%A0%80/index.json', 404],
    ['/v3/index.json#fragment', 404],
    ['/packages/%zz', 404],
    ['/packages/%ED%A0%80/1.0.0', 404],
    ['/packages?q=%00%zz', 200],
    ['/v3/query?q=%zz%&&&===', 200],
    ['/v3/query?q=%00', 200],
    ['/v3/query?skip=%ff', 400],
    ['/v3/autocomplete?id=%00', 200],
    [`/v3/flat/${'a'.repeat(15_000)}/index.json`, 404],
    [`/v3/query?q=${'a+'.repeat(7000)}`, 400],
    [`/packages/${'a'.repeat(15_000)}`, 404],
    [`/${'/'.repeat(10_000)}v3/index.json`, 200],
    [`/${'a/'.repeat(7000)}`, 404],
    ['//evil.example/v3/index.json', 404],
    ['/api/v2/package/%zz/%zz', 400],
    ['/api/v2/package/a/b/c/d', 404],
  ]
  test.each(targets.map(([target, status]) => ({ target, name: target.slice(0, 40), status })))(
    'the target $name is answered with $status',
    async ({ target, status }) => {
      const answer = await askRaw(feed.url, `GET ${target} HTTP/1.1\r\n${end}`)
      expect(statusOf(answer)).toBe(status)
    },
  )

  const requests: readonly [name: string, request: string, status: number][] = [
    ['no Host', 'GET /v3/index.json HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['two Hosts', `GET /v3/index.json HTTP/1.1\r\nHost: a\r\n${end}`, 400],
    ['headers of 20 KB', `GET /v3/index.json HTTP/1.1\r\nX-Large: ${'a'.repeat(20_000)}\r\n${end}`, 431],
    ['three thousand headers', `GET /v3/index.json HTTP/1.1\r\n${'a: b\r\n'.repeat(3000)}${end}`, 431],
    ['an unknown method', `BREW /v3/index.json HTTP/1.1\r\n${end}`, 400],
    [
      'length and chunks',
      `POST /v3/query HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n${end}0\r\n\r\n`,
      400,
    ],
    ['a negative length', `PUT /api/v2/package HTTP/1.1\r\nContent-Length: -5\r\n${end}`, 400],
    ['an unknown expectation', `GET /v3/index.json HTTP/1.1\r\nExpect: miracles\r\n${end}`, 417],
    ['bare line feeds', 'GET /v3/index.json HTTP/1.1\nHost: a\n\n', 400],
    ['HTTP/2 at once', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    [
      'a wish to upgrade',
      `GET /v3/index.json HTTP/1.1\r\nUpgrade: h2c\r\nHost: a\r\nConnection: Upgrade, close\r\n\r\n`,
      200,
    ],
    ['HTTP/1.0', 'GET /v3/index.json HTTP/1.0\r\nHost: localhost\r\n\r\n', 200],
    ['a range of a document', `GET ${list} HTTP/1.1\r\nRange: bytes=0-5\r\n${end}`, 200],
  ]
  test.each(requests)('a request with %s is answered', async (_, request, status) => {
    expect(statusOf(await askRaw(feed.url, request))).toBe(status)
  })

  test('protocol 10: after all that the server is well, and none of it was an error to its log', async () => {
    expect(statusOf(await askRaw(feed.url, `GET ${list} HTTP/1.1\r\n${end}`))).toBe(200)
    expect(feed.errors()).toEqual([])
  })
})
