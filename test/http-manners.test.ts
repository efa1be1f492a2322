import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, type Reply } from './ask.ts'
import { documentKinds, startFeedInstance, type DocumentKind, type FeedInstance } from './feed-instance.ts'
import { ensureBuilt } from './server-process.ts'

/** What HTTP asks of every kind of document, on the real server. */
describe('every document of the feed', { timeout: 60_000 }, () => {
  let feed: FeedInstance
  beforeAll(async () => {
    await ensureBuilt()
    feed = await startFeedInstance()
  })
  afterAll(() => feed.close())

  function get(kind: DocumentKind, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
    return ask(feed.url + kind.path, { headers, method })
  }
  const tagOf = async (kind: DocumentKind) => (await get(kind)).headers.etag ?? ''
  const tagged = documentKinds.filter(({ hasTag }) => hasTag)
  const dated = documentKinds.filter(({ hasDate }) => hasDate)
  const ranged = documentKinds.filter(({ hasRanges }) => hasRanges)

  test.each(documentKinds)('$name says what it is and how long a copy may be used', async (kind) => {
    const { status, headers, body } = await get(kind)
    expect([status, headers['content-type'], headers['content-encoding']]).toEqual([200, kind.type, undefined])
    expect(headers['content-length']).toBe(String(body.length))
    expect(headers['cache-control']).toMatch(/^public, /)
    expect(headers['cache-control']).toMatch(kind.caching)
    expect(headers.etag).toEqual(kind.hasTag ? expect.stringMatching(/^"[\w-]+"$/) : undefined)
    expect(headers['last-modified']).toEqual(kind.hasDate ? expect.stringMatching(/ GMT$/) : undefined)
    expect(headers['accept-ranges']).toBe(kind.hasRanges ? 'bytes' : undefined)
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers['access-control-expose-headers']).toContain('ETag')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['x-request-id']).toMatch(/./)
  })

  test.each(documentKinds)('protocol 4: HEAD of $name is GET without the body', async (kind) => {
    for (const encoding of ['identity', 'gzip']) {
      const [head, whole] = [
        await get(kind, { 'Accept-Encoding': encoding }, 'HEAD'),
        await get(kind, { 'Accept-Encoding': encoding }),
      ]
      const stable = ({ headers }: Reply) => ({ ...headers, date: '', 'x-request-id': '' })
      expect([head.status, head.body.length]).toEqual([200, 0])
      expect(stable(head)).toEqual(stable(whole))
    }
  })

  test.each(documentKinds)('protocol 6: $name is compressed only for those who ask for it', async (kind) => {
    const plain = await get(kind)
    const wanted = [
      'gzip',
      'GZIP',
      'x-gzip',
      'deflate, gzip',
      'gzip;q=0.2',
      '*',
      'br, *;q=0.1',
      'identity;q=0, *',
      'gzip;q=0.5, identity;q=0.5',
    ]
    for (const accepted of wanted) {
      const reply = await get(kind, { 'Accept-Encoding': accepted })
      expect([accepted, reply.headers['content-encoding']]).toEqual([accepted, kind.isEncoded ? 'gzip' : undefined])
      expect((kind.isEncoded ? gunzipSync(reply.body) : reply.body).equals(plain.body)).toBe(true)
      expect(reply.headers.vary).toBe(kind.isEncoded ? 'Accept-Encoding' : undefined)
      if (kind.hasTag) expect(reply.headers.etag === plain.headers.etag).toBe(!kind.isEncoded)
    }
    for (const accepted of ['', 'identity', 'br', 'gzip;q=0', 'gzip;q=0, *', '*;q=0', 'gzip;q=0.1, identity']) {
      const reply = await get(kind, { 'Accept-Encoding': accepted })
      expect([accepted, reply.status, reply.headers['content-encoding']]).toEqual([accepted, 200, undefined])
      expect(reply.body.equals(plain.body)).toBe(true)
      expect(reply.headers.vary).toBe(kind.isEncoded ? 'Accept-Encoding' : undefined)
    }
  })

  test.each(tagged)('$name is 304 for those who have it, by tag', async (kind) => {
    const tag = await tagOf(kind)
    for (const known of [tag, `W/${tag}`, '*', `"a", ${tag}`, `W/"a",W/${tag} , "b"`]) {
      for (const method of ['GET', 'HEAD']) {
        const reply = await get(kind, { 'If-None-Match': known }, method)
        expect([known, reply.status, reply.body.length]).toEqual([known, 304, 0])
        expect(reply.headers.etag).toBe(tag)
        expect(reply.headers['cache-control']).toMatch(kind.caching)
        expect(reply.headers.vary).toBe(kind.isEncoded ? 'Accept-Encoding' : undefined)
      }
    }
    for (const other of ['"a"', 'W/"a", "b"', tag.replaceAll('"', ''), '']) {
      expect([other, (await get(kind, { 'If-None-Match': other })).status]).toEqual([other, 200])
    }
    if (kind.isEncoded) {
      const gzipped = (await get(kind, { 'Accept-Encoding': 'gzip' })).headers.etag ?? ''
      expect((await get(kind, { 'Accept-Encoding': 'gzip', 'If-None-Match': gzipped })).status).toBe(304)
    }
  })

  test.each(dated)('$name is 304 for those who have it, by date; a tag decides first', async (kind) => {
    const { headers } = await get(kind)
    const modified = headers['last-modified'] ?? ''
    const hour = 3_600_000
    const at = (ms: number) => new Date(Date.parse(modified) + ms).toUTCString()
    const cases: readonly [Record<string, string>, number][] = [
      [{ 'If-Modified-Since': modified }, 304],
      [{ 'If-Modified-Since': at(hour) }, 304],
      [{ 'If-Modified-Since': at(-1000) }, 200],
      [{ 'If-Modified-Since': 'yesterday' }, 200],
      [{ 'If-Modified-Since': modified, 'If-None-Match': '"a"' }, 200],
      [{ 'If-Modified-Since': at(-hour), 'If-None-Match': headers.etag ?? '' }, 304],
      [{ 'If-Unmodified-Since': modified }, 200],
      [{ 'If-Unmodified-Since': at(-1000) }, 412],
      [{ 'If-Unmodified-Since': at(-1000), 'If-Match': headers.etag ?? '' }, 200],
    ]
    for (const [given, status] of cases) expect([given, (await get(kind, given)).status]).toEqual([given, status])
  })

  test.each(tagged)('$name is 412 for those who want another state of it', async (kind) => {
    const tag = await tagOf(kind)
    for (const wanted of [tag, '*', `"a", ${tag}`]) {
      expect([wanted, (await get(kind, { 'If-Match': wanted })).status]).toEqual([wanted, 200])
    }
    for (const other of ['"a"', `W/${tag}`]) {
      const reply = await get(kind, { 'If-Match': other })
      expect([other, reply.status, reply.phrase]).toEqual([
        other,
        412,
        'What is here now is not what this request names.',
      ])
    }
  })

  test.each(ranged)('$name is sent in parts', async (kind) => {
    const { body, headers } = await get(kind)
    const size = body.length
    const parts: readonly [string, number, number][] = [
      ['bytes=0-0', 0, 1],
      ['bytes=5-9', 5, 10],
      ['bytes=5-', 5, size],
      ['bytes=-7', size - 7, size],
      [`bytes=-${size + 10}`, 0, size],
      [`bytes=${size - 1}-${size + 50}`, size - 1, size],
      ['Bytes=0-9', 0, 10],
    ]
    for (const [range, start, end] of parts) {
      const conditions: readonly Record<string, string>[] = [
        {},
        { 'If-Range': headers.etag ?? '' },
        { 'If-Range': headers['last-modified'] ?? '' },
      ]
      for (const condition of conditions) {
        const part = await get(kind, { Range: range, ...condition })
        expect([range, part.status, part.headers['content-range']]).toEqual([
          range,
          206,
          `bytes ${start}-${end - 1}/${size}`,
        ])
        expect(part.headers['content-length']).toBe(String(end - start))
        expect([part.headers.etag, part.body.equals(body.subarray(start, end))]).toEqual([headers.etag, true])
      }
    }
    for (const range of [`bytes=${size}-`, `bytes=${size + 5}-${size + 9}`, 'bytes=-0']) {
      const beyond = await get(kind, { Range: range })
      expect([range, beyond.status, beyond.headers['content-range']]).toEqual([range, 416, `bytes */${size}`])
    }
  })

  test.each(ranged)('$name is sent whole when a part cannot be meant', async (kind) => {
    const { body, headers } = await get(kind)
    const given: readonly Record<string, string>[] = [
      { Range: 'bytes=0-1,5-6' },
      { Range: 'bytes=9-5' },
      { Range: 'bytes=-' },
      { Range: 'bytes=a-b' },
      { Range: 'lines=0-5' },
      { Range: 'bytes=0-9', 'If-Range': '"old"' },
      { Range: 'bytes=0-9', 'If-Range': `W/${headers.etag}` },
      { Range: 'bytes=0-9', 'If-Range': new Date(0).toUTCString() },
    ]
    for (const ask of given) {
      const whole = await get(kind, ask)
      expect([ask, whole.status, whole.body.equals(body)]).toEqual([ask, 200, true])
    }
    const head = await get(kind, { Range: 'bytes=0-9' }, 'HEAD')
    expect([head.status, head.headers['content-length']]).toEqual([200, String(body.length)])
    const known = await get(kind, { Range: 'bytes=0-9', 'If-None-Match': headers.etag ?? '' })
    expect(known.status).toBe(304)
  })

  test.each(documentKinds)('a browser of any origin may ask for $name', async (kind) => {
    const reply = await get(
      kind,
      {
        Origin: 'https://fabrikam.example',
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'if-none-match',
      },
      'OPTIONS',
    )
    expect([reply.status, reply.headers['access-control-allow-origin']]).toEqual([204, '*'])
    expect(reply.headers['access-control-allow-methods']).toBe('GET, HEAD, OPTIONS')
    for (const name of [
      'If-None-Match',
      'If-Match',
      'If-Modified-Since',
      'If-Unmodified-Since',
      'Accept-Encoding',
      'Content-Type',
    ]) {
      expect(reply.headers['access-control-allow-headers']).toContain(name)
    }
  })

  test.each(documentKinds)('$name can only be read', async (kind) => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND']) {
      const reply = await get(kind, {}, method)
      expect([method, reply.status, reply.headers.allow]).toEqual([method, 405, 'GET, HEAD, OPTIONS'])
    }
  })

  test.each(documentKinds)(
    'protocol 19: letter case and slashes in the address of $name do not matter',
    async (kind) => {
      const [path = '', query] = kind.path.split('?')
      const asked = query === undefined ? '' : `?${query}`
      const { body } = await get(kind)
      for (const spelling of [path.toUpperCase(), `${path}/`, path.replaceAll('/', '//'), `/${path}//`]) {
        const reply = await ask(feed.url + spelling + asked)
        expect([spelling, reply.status, reply.body.equals(body)]).toEqual([spelling, 200, true])
      }
    },
  )

  test('an unknown ID or version is 404 with a sentence, whatever credentials come with it; nothing is kept of it', async () => {
    const wrong = { Authorization: `Basic ${Buffer.from('a:wrong').toString('base64')}`, 'X-NuGet-ApiKey': 'wrong' }
    const absent = documentKinds
      .filter(({ path }) => path.includes('contoso.core'))
      .flatMap(({ path }) => [path.replaceAll('contoso.core', 'contoso.absent'), path.replace(/1\.[01]\.0/g, '9.9.9')])
      .filter((path) => !/contoso\.core\/(index|page)/.test(path))
    for (const path of [
      ...absent,
      '/v3/flat',
      '/v3/reg/',
      '/v3/flat/a..b/index.json',
      '/v3',
      '/v3/',
      '/v3/nothing',
      '/api/nothing',
    ]) {
      for (const headers of [{}, wrong]) {
        const reply = await ask(feed.url + path, { headers })
        expect([path, reply.status, reply.headers['content-type']]).toEqual([path, 404, 'text/plain; charset=utf-8'])
        expect(reply.body.toString()).toBe(`${reply.phrase}\n`)
        expect(reply.phrase).toMatch(/^[A-Z].*\.$/)
        expect(reply.headers['cache-control']).toBe('no-store')
      }
    }
  })

  test('publish addresses answer 405 with what they allow', async () => {
    for (const path of ['/api/v2/package', '/api/v2/package/', '/v3/package', '//API//v2/Package/']) {
      const reply = await ask(feed.url + path)
      expect([path, reply.status, reply.headers.allow]).toEqual([path, 405, 'PUT, POST'])
    }
    const reply = await ask(`${feed.url}/api/v2/package/Contoso.Core/1.0.0`, { method: 'PATCH' })
    expect([reply.status, reply.headers.allow]).toEqual([405, 'GET, HEAD, DELETE, POST'])
  })

  test('protocol 93: the V2 download address forwards, for GET and HEAD', async () => {
    for (const method of ['GET', 'HEAD']) {
      const latest = await ask(`${feed.url}/api/v2/package/CONTOSO.core`, { method })
      const location = `${feed.url.replace('127.0.0.1', 'localhost')}/v3/flat/contoso.core/1.1.0/contoso.core.1.1.0.nupkg`
      expect(latest.status).toBe(302)
      expect(new URL(latest.headers.location ?? '').pathname).toBe(new URL(location).pathname)
      expect((await ask(`${feed.url}/api/v2/package/contoso.core/x`, { method })).status).toBe(400)
      expect((await ask(`${feed.url}/api/v2/package/contoso.absent`, { method })).status).toBe(404)
    }
  })
})
