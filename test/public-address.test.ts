import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, type Reply } from './ask.ts'
import { documentKinds, startFeedInstance, type FeedInstance } from './feed-instance.ts'
import { ensureBuilt } from './server-process.ts'

const forwarded = {
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Host': 'packages.contoso.example',
  'X-Forwarded-Prefix': '/nuget',
}
const behindProxy = 'https://packages.contoso.example/nuget'

/** Where documents and pages say that things are: at the address that people use. */
describe('the public address', { timeout: 60_000 }, () => {
  let feed: FeedInstance
  beforeAll(async () => {
    await ensureBuilt()
    feed = await startFeedInstance()
  })
  afterAll(() => feed.close())

  const documents = documentKinds.filter(({ type }) => type === 'application/json')
  const pages = [
    '/',
    '/packages?q=contoso',
    '/packages/Contoso.Core',
    '/packages/Contoso.Core/1.0.0',
    '/opensearch.xml',
    '/profiles/ann',
  ]
  const elsewhere =
    /^https?:\/\/(schema\.nuget\.org|contoso\.example|licenses\.nuget\.org|spdx\.org|www\.w3\.org|a9\.com)\b/

  /** Absolute addresses that an answer holds, without those that are the package's own or name a format. */
  function addressesIn({ body, headers }: Reply): readonly string[] {
    const found = body.toString().match(/https?:\/\/[^"'<>\s\\]+/g) ?? []
    return [...found, ...(headers.location?.startsWith('http') ? [headers.location] : [])].filter(
      (url) => !elsewhere.test(url),
    )
  }

  test('protocol 5: behind a trusted proxy every absolute address begins with what the proxy forwards', async () => {
    const { url } = await feed.serveAs({ LODE_TRUSTED_PROXIES: '127.0.0.1' })
    for (const path of [...documents.map(({ path }) => path), ...pages, '/api/v2/package/contoso.core/1.0.0']) {
      const reply = await ask(url + path, { headers: forwarded })
      expect([path, reply.status]).toEqual([path, path.startsWith('/api') ? 302 : 200])
      for (const address of addressesIn(reply))
        expect([path, address.startsWith(behindProxy), address]).toEqual([path, true, address])
    }
    const index = await ask(`${url}/v3/index.json`, { headers: forwarded })
    expect(addressesIn(index).length).toBeGreaterThan(20)
    for (const address of addressesIn(index).filter((address) => !/[{]|publish|package/.test(address))) {
      expect(address.startsWith(`${behindProxy}/v3/`)).toBe(true)
    }
  })

  test('protocol 5: one document cached for one address is never given out for another', async () => {
    const { url } = await feed.serveAs({ LODE_TRUSTED_PROXIES: '127.0.0.1' })
    for (const { path } of documents) {
      const [proxied, direct] = [await ask(url + path, { headers: forwarded }), await ask(url + path)]
      expect(addressesIn(direct).every((address) => address.startsWith(url))).toBe(true)
      expect(addressesIn(proxied).length).toBe(addressesIn(direct).length)
    }
  })

  test('what a stranger forwards is not believed', async () => {
    for (const { path } of documents) {
      const reply = await ask(feed.url + path, {
        headers: { ...forwarded, Forwarded: 'host=evil.example;proto=https' },
      })
      for (const address of addressesIn(reply)) expect(address.startsWith(`${feed.url}/`)).toBe(true)
    }
  })

  test('protocol 5: with LODE_URL every absolute address begins with it, whatever the request says', async () => {
    const { url } = await feed.serveAs({
      LODE_URL: 'https://nuget.contoso.example/feed',
      LODE_TRUSTED_PROXIES: '127.0.0.1',
    })
    for (const path of [...documents.map(({ path }) => path), ...pages]) {
      const reply = await ask(url + path, { headers: { ...forwarded, Host: 'evil.example' } })
      expect([path, reply.status]).toEqual([path, 200])
      for (const address of addressesIn(reply)) {
        expect([path, address.startsWith('https://nuget.contoso.example/feed'), address]).toEqual([path, true, address])
      }
    }
  })

  test('nothing that needs HTTPS to work is advertised on plain http', async () => {
    const { resources } = (await ask(`${feed.url}/v3/index.json`)).json() as unknown as {
      resources: { '@type': string }[]
    }
    expect(
      resources.map((resource) => resource['@type']).filter((type) => type.startsWith('RepositorySignatures')),
    ).toEqual([])
  })

  test('protocol 1 and 2: every resource of the service index is a valid absolute address, and answers', async () => {
    const { resources } = (await ask(`${feed.url}/v3/index.json`)).json() as unknown as {
      resources: { '@id': string; '@type': string; clientVersion?: string }[]
    }
    const values: Record<string, string> = {
      owner: 'ann',
      id: 'Contoso.Core',
      lower_id: 'contoso.core',
      'id-lower': 'contoso.core',
    }
    const fill = (template: string) => template.replace(/\{([\w-]+)\}/g, (_, name: string) => values[name] ?? '1.0.0')
    const document: readonly [RegExp, string][] = [
      [/^PackageBaseAddress/, 'contoso.core/index.json'],
      [/^RegistrationsBaseUrl/, 'contoso.core/index.json'],
    ]
    for (const { '@id': id, '@type': type, clientVersion } of resources) {
      const below = document.find(([pattern]) => pattern.test(type))?.[1] ?? ''
      const reply = await ask(fill(id) + below)
      expect([type, reply.status]).toEqual([type, type.startsWith('PackagePublish') ? 405 : 200])
      expect([type, clientVersion !== undefined]).toEqual([type, type.endsWith('/Versioned')])
    }
    expect(new Set(resources.map((resource) => resource['@type'])).size).toBe(resources.length)
  })

  test('protocol 3: on a private feed everything is below the folder of the index, asks for credentials and is kept from shared caches', async () => {
    const { url } = await feed.serveAs({ LODE_READS: 'private' })
    const headers = { Authorization: `Basic ${Buffer.from(`anyone:${feed.secret}`).toString('base64')}` }
    const index = await ask(`${url}/v3/index.json`, { headers })
    const { resources } = index.json() as unknown as { resources: { '@id': string; '@type': string }[] }
    const forBrowsers = /^(PackageDetails|OwnerDetails|ReportAbuse)UriTemplate/
    for (const { '@id': id, '@type': type } of resources) {
      if (!forBrowsers.test(type)) expect([type, id.startsWith(`${url}/v3/`)]).toEqual([type, true])
    }
    for (const { path, caching, isEncoded } of documentKinds) {
      const refused = await ask(url + path)
      expect([path, refused.status, refused.headers['www-authenticate']]).toEqual([
        path,
        401,
        expect.stringMatching(/^Basic realm=/),
      ])
      const read = await ask(url + path, { headers })
      expect([path, read.status]).toEqual([path, 200])
      expect(read.headers['cache-control']).toMatch(/^private, /)
      expect(read.headers['cache-control']).toMatch(caching)
      expect(read.headers.vary).toBe(`${isEncoded ? 'Accept-Encoding, ' : ''}Authorization, Cookie`)
    }
    for (const path of ['/v3', '/v3/nothing', '/api/nothing']) {
      expect([path, (await ask(url + path)).status, (await ask(url + path, { headers })).status]).toEqual([
        path,
        401,
        404,
      ])
    }
  })
})
