import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canRunOn } from '../../test/databases.ts'
import { startTestFeed, type TestFeed } from './test-feed.ts'

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

describe.each(['sqlite', 'postgres'] as const)('the feed on %s', (kind) => {
  describe.skipIf(!canRunOn(kind))('over HTTP', () => {
    let feed: TestFeed
    let core: Buffer
    const flat = '/v3/flat/contoso.core'

    beforeAll(async () => {
      feed = await startTestFeed(kind)
      core = await feed.add({ id: 'Contoso.Core', version: '1.0.0', readme: '# Core', icon: png })
      await feed.add({ id: 'contoso.Core', version: '2.0.0-Beta.1+sha.5' })
      await feed.add({ id: 'Contoso.Core', version: '1.10.0' })
      await feed.add({ id: 'Contoso.Core', version: '1.2.0.5' })
      await feed.setListed('contoso.core', '1.10.0', false)
    })
    afterAll(() => feed.close())

    test('protocol 1: the service index is a version 3 object with absolute addresses', async () => {
      const reply = await feed.get('/v3/index.json')
      expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/json'])
      const { version, resources } = reply.json() as unknown as { version: string; resources: { '@id': string }[] }
      expect(version).toBe('3.0.0')
      for (const resource of resources) expect(resource['@id']).toMatch(/^https:\/\/packages\.contoso\.com\/lode\//)
    })

    test('protocol 51: the versions list has all versions, unlisted ones too, lower case, normalized, in order', async () => {
      const reply = await feed.get(`${flat}/index.json`)
      expect(reply.json()).toEqual({ versions: ['1.0.0', '1.2.0.5', '1.10.0', '2.0.0-beta.1'] })
      const unknown = await feed.get('/v3/flat/contoso.unknown/index.json')
      expect([unknown.status, unknown.phrase]).toEqual([404, 'This feed has no package with this ID.'])
      expect(unknown.body.toString()).toBe('This feed has no package with this ID.\n')
    })

    test('protocol 52: every string of the versions list works as it is in the nupkg address', async () => {
      const { versions } = (await feed.get(`${flat}/index.json`)).json() as unknown as { versions: string[] }
      for (const version of versions) {
        const reply = await feed.get(`${flat}/${version}/contoso.core.${version}.nupkg`)
        expect([version, reply.status, reply.headers['content-type']]).toEqual([
          version,
          200,
          'application/octet-stream',
        ])
      }
    })

    test('protocol 53: a nupkg is served byte for byte as pushed', async () => {
      const reply = await feed.get(`${flat}/1.0.0/contoso.core.1.0.0.nupkg`, { headers: { 'Accept-Encoding': 'gzip' } })
      expect(reply.body.equals(core)).toBe(true)
      expect(reply.headers['content-encoding']).toBeUndefined()
      expect(reply.headers['cache-control']).toBe('public, max-age=86400, immutable')
    })

    test('protocol 53: a nupkg too large for memory is streamed byte for byte, whole and in parts', async () => {
      const noise = createHash('shake256', { outputLength: 3_000_000 }).update('noise').digest()
      const bytes = await feed.add({ id: 'Large.Package', version: '1.0.0', files: { 'lib/net8.0/_.bin': noise } })
      const path = '/v3/flat/large.package/1.0.0/large.package.1.0.0.nupkg'
      const whole = await feed.get(path)
      expect(whole.body.equals(bytes)).toBe(true)
      expect(whole.headers['content-length']).toBe(String(bytes.length))
      const part = await feed.get(path, { headers: { Range: 'bytes=1000000-2500000' } })
      expect(part.status).toBe(206)
      expect(part.body.equals(bytes.subarray(1_000_000, 2_500_001))).toBe(true)
      expect((await feed.get(path, { method: 'HEAD' })).headers['content-length']).toBe(String(bytes.length))
    })

    test('a client that hangs up in the middle of a large file leaves the server able to answer', async () => {
      const { port } = new URL(feed.url)
      for (let i = 0; i < 20; i++) {
        const socket = connect(Number(port), '127.0.0.1')
        socket.write('GET /v3/flat/large.package/1.0.0/large.package.1.0.0.nupkg HTTP/1.1\r\nHost: x\r\n\r\n')
        await new Promise((resolve) => socket.once('data', resolve))
        socket.destroy()
      }
      expect((await feed.get('/v3/flat/large.package/index.json')).status).toBe(200)
    })

    test('a stored file that became shorter breaks the connection instead of looking whole', async () => {
      await feed.add({
        id: 'Cut.Short',
        version: '1.0.0',
        files: { 'lib/_.bin': createHash('shake256', { outputLength: 400_000 }).update('x').digest() },
      })
      const row = await feed.deps.db.read
        .selectFrom('versions')
        .select(['blob_key'])
        .where('package_id', '=', 'Cut.Short')
        .executeTakeFirstOrThrow()
      const path = feed.deps.blobs.newUploadPath()
      const { writeFile } = await import('node:fs/promises')
      await writeFile(path, Buffer.alloc(300_000))
      await feed.deps.blobs.delete(row.blob_key)
      await feed.deps.blobs.put(row.blob_key, path)
      await expect(feed.get('/v3/flat/cut.short/1.0.0/cut.short.1.0.0.nupkg')).rejects.toThrow()
    })

    test('protocol 54: nuspec, icon and README are served from the nupkg', async () => {
      const nuspec = await feed.get(`${flat}/1.0.0/contoso.core.nuspec`)
      expect([nuspec.status, nuspec.headers['content-type']]).toEqual([200, 'text/xml'])
      expect(nuspec.body.toString()).toContain('<id>Contoso.Core</id>')
      const icon = await feed.get(`${flat}/1.0.0/icon`)
      expect([icon.status, icon.headers['content-type']]).toEqual([200, 'image/png'])
      expect(icon.body.equals(png)).toBe(true)
      expect(icon.headers['content-security-policy']).toContain('sandbox')
      expect(icon.headers['x-content-type-options']).toBe('nosniff')
      const readme = await feed.get(`${flat}/1.0.0/readme`)
      expect([readme.body.toString(), readme.headers['content-type']]).toEqual([
        '# Core',
        'text/markdown; charset=utf-8',
      ])
      const none = await feed.get(`${flat}/1.10.0/icon`)
      expect([none.status, none.phrase]).toEqual([404, 'This package version has no icon.'])
    })

    test('protocol 56: an unlisted version is still downloaded', async () => {
      expect((await feed.get(`${flat}/1.10.0/contoso.core.1.10.0.nupkg`)).status).toBe(200)
    })

    test('protocol 4: HEAD answers like GET, without a body', async () => {
      const paths = [
        '/v3/index.json',
        `${flat}/index.json`,
        '/v3/reg-gz2/contoso.core/index.json',
        `${flat}/1.0.0/contoso.core.1.0.0.nupkg`,
        '/v3/flat/no.such/index.json',
      ]
      for (const path of paths) {
        for (const headers of [{ 'Accept-Encoding': 'gzip' }, { 'Accept-Encoding': 'identity' }]) {
          const get = await feed.get(path, { headers })
          const head = await feed.get(path, { method: 'HEAD', headers })
          expect({ ...head.headers, date: '' }).toEqual({ ...get.headers, date: '' })
          expect([head.status, head.body.length]).toEqual([get.status, 0])
        }
      }
    })

    test('protocol 5: every absolute address in a document begins with the public base', async () => {
      for (const path of ['/v3/index.json', '/v3/reg/contoso.core/index.json', '/v3/reg-gz2/contoso.core/1.0.0.json']) {
        const text = (await feed.get(path)).body.toString()
        const ours = [...text.matchAll(/"(https?:\/\/[^"]*)"/g)].map((match) => match[1] ?? '')
        for (const url of ours.filter((url) => !url.includes('schema.nuget.org')))
          expect(url.startsWith(`${feed.site}/`)).toBe(true)
      }
    })

    test('protocol 6: documents are encoded as asked for, each encoding with its own strong tag', async () => {
      const path = '/v3/reg-gz2/contoso.core/index.json'
      const plain = await feed.get(path)
      const gzipped = await feed.get(path, { headers: { 'Accept-Encoding': 'gzip, deflate' } })
      const refused = await feed.get(path, { headers: { 'Accept-Encoding': 'gzip;q=0, identity' } })
      expect(gzipped.headers['content-encoding']).toBe('gzip')
      expect(gunzipSync(gzipped.body).equals(plain.body)).toBe(true)
      expect([plain.headers.vary, gzipped.headers.vary]).toEqual(['Accept-Encoding', 'Accept-Encoding'])
      expect([plain.headers['content-encoding'], refused.headers['content-encoding']]).toEqual([undefined, undefined])
      expect(plain.headers.etag).not.toBe(gzipped.headers.etag)
      expect(plain.headers.etag).toMatch(/^"[^"]+"$/)
    })

    test('§0.4: what a client has already is answered with an empty 304', async () => {
      for (const path of [
        '/v3/index.json',
        `${flat}/index.json`,
        '/v3/reg/contoso.core/index.json',
        `${flat}/1.0.0/contoso.core.1.0.0.nupkg`,
        `${flat}/1.0.0/contoso.core.nuspec`,
      ]) {
        const { headers } = await feed.get(path)
        for (const tag of [headers.etag ?? '', `"other", W/${headers.etag}`, '*']) {
          const again = await feed.get(path, { headers: { 'If-None-Match': tag } })
          expect([path, again.status, again.body.length, again.headers.etag]).toEqual([path, 304, 0, headers.etag])
        }
        expect((await feed.get(path, { headers: { 'If-None-Match': '"other"' } })).status).toBe(200)
      }
    })

    test('§0.4: nupkg and nuspec also know If-Modified-Since', async () => {
      for (const path of [`${flat}/1.0.0/contoso.core.1.0.0.nupkg`, `${flat}/1.0.0/contoso.core.nuspec`]) {
        const modified = (await feed.get(path)).headers['last-modified'] ?? ''
        expect((await feed.get(path, { headers: { 'If-Modified-Since': modified } })).status).toBe(304)
        const before = new Date(Date.parse(modified) - 1000).toUTCString()
        expect((await feed.get(path, { headers: { 'If-Modified-Since': before } })).status).toBe(200)
        const both = { 'If-Modified-Since': modified, 'If-None-Match': '"other"' }
        expect((await feed.get(path, { headers: both })).status).toBe(200)
      }
    })

    test('§0.4: a nupkg is served in parts', async () => {
      const path = `${flat}/1.0.0/contoso.core.1.0.0.nupkg`
      const size = core.length
      const { headers } = await feed.get(path)
      expect(headers['accept-ranges']).toBe('bytes')
      const parts = {
        'bytes=0-9': [0, 10],
        'bytes=5-': [5, size],
        'bytes=-7': [size - 7, size],
        'bytes=0-999999': [0, size],
      } as const
      for (const [range, [start, end]] of Object.entries(parts)) {
        const reply = await feed.get(path, { headers: { Range: range } })
        expect([range, reply.status, reply.headers['content-range']]).toEqual([
          range,
          206,
          `bytes ${start}-${end - 1}/${size}`,
        ])
        expect(reply.body.equals(core.subarray(start, end))).toBe(true)
      }
      const beyond = await feed.get(path, { headers: { Range: `bytes=${size}-` } })
      expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${size}`])
      const stale = await feed.get(path, { headers: { Range: 'bytes=0-9', 'If-Range': '"old"' } })
      expect([stale.status, stale.body.length]).toEqual([200, size])
      const current = await feed.get(path, { headers: { Range: 'bytes=0-9', 'If-Range': headers.etag ?? '' } })
      expect(current.status).toBe(206)
    })

    test('§0.5: letter case, doubled slashes, a slash at the end and un-normalized versions make no difference', async () => {
      const list = await feed.get(`${flat}/index.json`)
      for (const path of ['/V3/Flat/Contoso.CORE/INDEX.json', '/v3//flat/contoso.core//index.json/']) {
        expect((await feed.get(path)).body.equals(list.body)).toBe(true)
      }
      expect((await feed.get(`${flat}/1.0/Contoso.Core.1.0.0.0.nupkg`)).body.equals(core)).toBe(true)
      expect((await feed.get('/v3/reg-gz2/contoso.core/1.0.json')).status).toBe(200)
      expect((await feed.get(`${flat}/1.0.0/contoso.core.1.0.1.nupkg`)).status).toBe(404)
    })

    test('only reading is allowed, and browsers of any origin may read', async () => {
      const post = await feed.get('/v3/index.json', { method: 'POST' })
      expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
      const preflight = await feed.get(`${flat}/index.json`, {
        method: 'OPTIONS',
        headers: { Origin: 'https://fabrikam.com', 'Access-Control-Request-Method': 'GET' },
      })
      expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, '*'])
      expect(preflight.headers['access-control-allow-headers']).toContain('If-None-Match')
      const read = await feed.get('/v3/index.json', { headers: { Origin: 'https://fabrikam.com' } })
      expect(read.headers['access-control-allow-origin']).toBe('*')
      expect(read.headers['access-control-expose-headers']).toContain('ETag')
    })

    test('what is not the feed’s is left to others', async () => {
      expect((await feed.get('/v3/package')).status).toBe(418)
      expect((await feed.get('/v3/flat/..%2f..%2fetc/index.json')).status).toBe(404)
      expect((await feed.get('/v3/flat/%E0%A4%A/index.json')).status).toBe(404)
    })

    test('only whole downloads, and parts from the first byte, are counted', async () => {
      const path = `${flat}/1.2.0.5/contoso.core.1.2.0.5.nupkg`
      const before = feed.downloads().length
      const { etag = '' } = (await feed.get(path, { method: 'HEAD' })).headers
      await feed.get(path, { headers: { 'If-None-Match': etag } })
      await feed.get(path, { headers: { Range: 'bytes=5-9' } })
      expect(feed.downloads().length).toBe(before)
      await feed.get(path, { headers: { 'User-Agent': 'NuGet xplat/7.0.0 (Linux)' } })
      await feed.get(path, { headers: { Range: 'bytes=0-9' } })
      expect(
        feed
          .downloads()
          .slice(before)
          .map(({ client }) => client),
      ).toEqual(['NuGet xplat/7.0.0', 'other'])
    })

    test('protocol 59: unlisting shows at once, and relisting brings the publish time back', async () => {
      await feed.add({ id: 'Listed.Package', version: '1.0.0' })
      const leaf = async () => (await feed.get('/v3/reg/listed.package/1.0.0.json')).json()
      const published = (await leaf()).published
      await feed.setListed('listed.package', '1.0.0', false)
      expect(await leaf()).toMatchObject({ listed: false, published: '1900-01-01T00:00:00+00:00' })
      expect((await feed.get('/v3/flat/listed.package/index.json')).json()).toEqual({ versions: ['1.0.0'] })
      await feed.setListed('listed.package', '1.0.0', true)
      expect(await leaf()).toMatchObject({ listed: true, published })
    })

    test('a new version is in every document as soon as it is committed, and a new package is no longer 404', async () => {
      for (let i = 0; i < 20; i++) {
        const path = `/v3/flat/fresh.package/index.json`
        const count = async () => {
          const reply = await feed.get(path)
          return reply.status === 404 ? 0 : (reply.json() as unknown as { versions: string[] }).versions.length
        }
        expect(await count()).toBe(i)
        await feed.add({ id: 'Fresh.Package', version: `1.0.${i}` })
        expect(await count()).toBe(i + 1)
        expect((await feed.get(`/v3/flat/fresh.package/1.0.${i}/fresh.package.1.0.${i}.nupkg`)).status).toBe(200)
      }
    })

    test('a document read while versions are added never contradicts itself', { timeout: 60_000 }, async () => {
      let isAdding = true
      const adding = (async () => {
        for (let i = 0; i < 70; i++) await feed.add({ id: 'Busy.Package', version: `1.${i}.0` })
        isAdding = false
      })()
      let last = -1
      while (isAdding) {
        const replies = await Promise.all(
          Array.from({ length: 4 }, () => feed.get('/v3/reg-gz2/busy.package/index.json')),
        )
        for (const reply of replies.filter(({ status }) => status === 200)) {
          const index = reply.json() as unknown as {
            count: number
            items: { count: number; upper: string; items: { catalogEntry: { version: string } }[] }[]
          }
          expect(index.items.length).toBe(index.count)
          for (const page of index.items) {
            expect(page.items.length).toBe(page.count)
            expect(page.items.at(-1)?.catalogEntry.version).toBe(page.upper)
          }
        }
        const total = replies.map((r) =>
          r.status === 200
            ? Number(
                /1\.(\d+)\.0/.exec(
                  String((r.json() as unknown as { items: { upper: string }[] }).items.at(-1)?.upper),
                )?.[1],
              )
            : -1,
        )
        expect(Math.max(...total)).toBeGreaterThanOrEqual(last)
        last = Math.max(...total)
      }
      await adding
      expect((await feed.get('/v3/reg-gz2/busy.package/index.json')).json().items?.length).toBe(2)
    })
  })
})
