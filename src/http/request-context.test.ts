import { createServer, request } from 'node:http'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseConfig, type Config } from '../config.ts'
import type { RequestContext } from './env.ts'
import { readRequestContext } from './request-context.ts'

describe('what a request says of itself', () => {
  let config: Config
  const server = createServer((req, res) => res.end(JSON.stringify(readRequestContext(config, req))))

  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => void server.close())

  /** Sent with exactly these headers: `fetch` would not let a test choose Host. */
  async function ask(
    headers: Record<string, string>,
    settings: Record<string, string> = {},
  ): Promise<RequestContext | null> {
    const parsed = parseConfig(settings)
    if (!parsed.ok) throw new Error('settings')
    config = parsed.value
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('not listening')
    return new Promise((resolve, reject) => {
      request(
        { host: '127.0.0.1', port: address.port, headers: { Host: 'gallery.example:5633', ...headers } },
        (response) => {
          let text = ''
          response.on('data', (data: Buffer) => (text += data.toString()))
          response.on('end', () => resolve(JSON.parse(text) as RequestContext | null))
        },
      )
        .on('error', reject)
        .end()
    })
  }

  const trusted = { LODE_TRUSTED_PROXIES: '127.0.0.0/8, 10.0.0.0/8' }
  const forwarded = {
    'X-Forwarded-For': '198.51.100.4, 10.1.2.3',
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Host': 'packages.contoso.com',
    'X-Forwarded-Prefix': '/lode',
  }

  test('the Host header is the address when nothing else is set', async () => {
    expect(await ask({})).toMatchObject({
      baseUrl: 'http://gallery.example:5633',
      isHttps: false,
      address: '127.0.0.1',
    })
  })

  test('the public address wins over every header', async () => {
    const settings = { ...trusted, LODE_URL: 'https://packages.fabrikam.com' }
    expect(await ask(forwarded, settings)).toMatchObject({ baseUrl: 'https://packages.fabrikam.com', isHttps: true })
  })

  test('forwarded headers are ignored unless a trusted proxy sends them', async () => {
    expect(await ask(forwarded)).toMatchObject({ baseUrl: 'http://gallery.example:5633', address: '127.0.0.1' })
  })

  test('protocol 5: behind a trusted proxy, address, scheme and prefix are the public ones', async () => {
    expect(await ask(forwarded, trusted)).toMatchObject({
      baseUrl: 'https://packages.contoso.com/lode',
      isHttps: true,
      address: '198.51.100.4',
    })
  })

  test('a client cannot put an address of its choice before the one the proxy saw', async () => {
    const chain = { ...forwarded, 'X-Forwarded-For': '1.1.1.1, 198.51.100.4' }
    expect(await ask(chain, trusted)).toMatchObject({ address: '198.51.100.4' })
  })

  test.each([
    'a b',
    'evil.example/path',
    'evil.example?x',
    'user@evil.example',
    '-x',
    'a:port',
    '1.2.3.999',
    'localhost:99999',
    '[1:2]',
    'x'.repeat(300),
  ])('the Host %j is refused', async (host) => {
    expect(await ask({ Host: host })).toBeNull()
  })

  test.each(['localhost', 'localhost:5633', '127.0.0.1:80', '[::1]:5633', 'a-b.example'])(
    'the Host %s is fine',
    async (host) => {
      expect(await ask({ Host: host })).toMatchObject({ baseUrl: `http://${host}` })
    },
  )

  test.each([
    ['198.51.100.4:49152', '198.51.100.4'],
    ['[2001:db8::7]:49152', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['2001:db8::7', '2001:db8::7'],
  ])('a client is one address although its proxy adds the port of each connection: %s', async (given, address) => {
    expect(await ask({ ...forwarded, 'X-Forwarded-For': given }, trusted)).toMatchObject({ address })
  })

  test('a hostile forwarded host or prefix is refused', async () => {
    expect(await ask({ ...forwarded, 'X-Forwarded-Host': 'a/b' }, trusted)).toBeNull()
    expect(await ask({ ...forwarded, 'X-Forwarded-Prefix': '//evil.example' }, trusted)).toBeNull()
  })

  test('a request ID is taken from a trusted proxy only', async () => {
    const id = 'abcdef12-3456'
    expect((await ask({ 'X-Request-Id': id }))?.id).not.toBe(id)
    expect((await ask({ 'X-Request-Id': id }, trusted))?.id).toBe(id)
    expect((await ask({ 'X-Request-Id': 'a b' }, trusted))?.id).not.toBe('a b')
  })
})
