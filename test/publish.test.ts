import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildNupkg, buildNuspec, buildZip } from './build-nupkg.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { startTestServer, type TestServer } from './server.ts'
import { readTraces } from './traces.ts'

describe.each(['sqlite', 'postgres'] as const)('publishing on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let secret: string

    beforeAll(async () => {
      server = await startTestServer({ database, settings: { LODE_MAX_PACKAGE_BYTES: '1000000' } })
      const ann = await createUser(server, { name: 'ann' })
      secret = await createKey(server, ann, { actions: ['push', 'unlist'], globs: ['*'] })
    })
    afterAll(() => server.close())

    async function push(
      body: Uint8Array<ArrayBuffer>,
      options: { key?: string; path?: string; headers?: Record<string, string>; method?: string } = {},
    ) {
      const response = await fetch(`${server.url}${options.path ?? '/api/v2/package/'}`, {
        method: options.method ?? 'PUT',
        body,
        headers: { 'X-NuGet-ApiKey': options.key ?? secret, ...options.headers },
      })
      return {
        status: response.status,
        phrase: response.statusText,
        body: await response.text(),
        headers: response.headers,
      }
    }

    const traces = () => readTraces(server.deps)

    async function expectNoTrace<T>(act: () => Promise<T>): Promise<T> {
      const before = await traces()
      const result = await act()
      expect(await traces()).toEqual(before)
      return result
    }

    async function versionsOf(id: string): Promise<string[] | number> {
      const response = await fetch(`${server.url}/v3/flat/${id.toLowerCase()}/index.json`)
      return response.ok ? ((await response.json()) as { versions: string[] }).versions : response.status
    }

    test('201 means restorable: the list and the bytes are there at once', async () => {
      const nupkg = await buildNupkg({ id: 'Pub.First', version: '1.0.0' })
      const pushed = await push(nupkg as Buffer<ArrayBuffer>)
      expect(pushed.status).toBe(201)
      expect(await versionsOf('Pub.First')).toEqual(['1.0.0'])
      const file = await fetch(`${server.url}/v3/flat/pub.first/1.0.0/pub.first.1.0.0.nupkg`)
      expect(Buffer.from(await file.arrayBuffer()).equals(nupkg)).toBe(true)
    })

    test('protocol 13 and 40: 1.0, 1.0.0 and 1.0.0+x are one version, the second push is refused with 409', async () => {
      expect((await push(await nupkg('Pub.Same', '1.0.0'))).status).toBe(201)
      for (const version of ['1.0', '1.0.0.0', '1.0.0']) {
        const again = await expectNoTrace(async () => push(await nupkg('Pub.Same', version)))
        expect(again.status).toBe(409)
        expect(again.phrase).toBe('Pub.Same 1.0.0 already exists. Versions cannot be replaced: push a higher one.')
      }
      const metadata = await expectNoTrace(async () => push(await nupkg('Pub.Same', '1.0.0+build.5')))
      expect(metadata.status).toBe(409)
      expect(metadata.phrase).toContain('build metadata does not count')
    })

    test('protocol 14: 1.0.0-RC and 1.0.0-rc collide and the first casing stays', async () => {
      expect((await push(await nupkg('Pub.Case', '1.0.0-RC'))).status).toBe(201)
      expect((await push(await nupkg('Pub.Case', '1.0.0-rc'))).status).toBe(409)
      expect(await versionsOf('pub.case')).toEqual(['1.0.0-rc'])
      const page = await fetch(`${server.url}/v3/reg/pub.case/index.json`)
      expect(await page.text()).toContain('"1.0.0-RC"')
    })

    test.each(['Pub.Ünder', 'a'.repeat(101), 'a..b', '.a', 'a.'])(
      'protocol 18: the new ID %s is refused',
      async (id) => {
        const refused = await expectNoTrace(async () => push(await nupkg(id, '1.0.0')))
        expect(refused.status).toBe(400)
        expect(refused.phrase).not.toBe('Bad Request')
      },
    )

    test('protocol 17: 1.0.0-1 is refused, 1.0.0-1.a is not', async () => {
      expect((await expectNoTrace(async () => push(await nupkg('Pub.Label', '1.0.0-1')))).status).toBe(400)
      expect((await push(await nupkg('Pub.Label', '1.0.0-1.a'))).status).toBe(201)
    })

    const hostile: readonly (readonly [name: string, body: () => Promise<Uint8Array>])[] = [
      ['protocol 20: no zip', async () => randomBytes(3000)],
      ['protocol 20: a truncated zip', async () => (await buildNupkg({ id: 'Pub.Cut' })).subarray(0, -40)],
      ['an empty body', async () => new Uint8Array(0)],
      [
        'protocol 22: a path that climbs out',
        async () => buildNupkg({ id: 'Pub.Climb', entries: [{ name: '../evil.txt', data: 'x' }] }),
      ],
      [
        'protocol 22: a percent-encoded climb',
        async () => buildNupkg({ id: 'Pub.Climb', entries: [{ name: '%2e%2e/evil.txt', data: 'x' }] }),
      ],
      [
        'protocol 22: an absolute path',
        async () => buildNupkg({ id: 'Pub.Climb', entries: [{ name: '/evil.txt', data: 'x' }] }),
      ],
      [
        'protocol 22: names that differ by case',
        async () =>
          buildNupkg({
            id: 'Pub.Twice',
            entries: [
              { name: 'a/x.txt', data: '1' },
              { name: 'A/X.txt', data: '2' },
            ],
          }),
      ],
      ['protocol 23: no manifest', async () => buildZip([{ name: 'lib/a.dll', data: 'x' }])],
      [
        'protocol 23: two manifests',
        async () =>
          buildNupkg({ id: 'Pub.Two', entries: [{ name: 'Other.nuspec', data: buildNuspec({ id: 'Other' }) }] }),
      ],
      [
        'protocol 23: a manifest in a subfolder',
        async () => buildZip([{ name: 'sub/Pub.Sub.nuspec', data: buildNuspec({ id: 'Pub.Sub' }) }]),
      ],
    ]
    test.each(hostile)('%s is refused with a sentence and leaves nothing', async (_name, body) => {
      const bytes = new Uint8Array(await body())
      const refused = await expectNoTrace(() => push(bytes))
      expect(refused.status).toBe(400)
      expect(refused.phrase).toMatch(/^[\x20-\x7e]{20,512}$/)
      expect(refused.body.trim().startsWith(refused.phrase.slice(0, 60))).toBe(true)
    })

    test('protocol 33: a body over the limit is 413, as declared and as it flows, and is not kept', async () => {
      const large = await buildNupkg({ id: 'Pub.Large', files: { 'lib/net8.0/a.dll': randomBytes(1_200_000) } })
      const declared = await expectNoTrace(() => push(new Uint8Array(large)))
      expect(declared.status).toBe(413)
      expect(declared.phrase).toContain('larger than')
      const flowing = await expectNoTrace(() => sendChunked(server.url, secret, large))
      expect(flowing).toBe(413)
    })

    test('protocol 36: any part name, with and without a file name, raw, chunked, with and without a slash, PUT and POST', async () => {
      const multipart = (file: Buffer, disposition: string) => {
        const head = `--XX\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: application/octet-stream\r\n\r\n`
        const tail = '\r\n--XX\r\nContent-Disposition: form-data; name="other"\r\n\r\nignored\r\n--XX--\r\n'
        return new Uint8Array(Buffer.concat([Buffer.from(head), file, Buffer.from(tail)]))
      }
      const headers = { 'Content-Type': 'multipart/form-data; boundary="XX"' }
      const dispositions = [
        'name="package"; filename="package.nupkg"',
        'name="whatever"; filename="x"',
        'name="nofile"',
      ]
      for (const [index, disposition] of dispositions.entries()) {
        const body = multipart(await buildNupkg({ id: 'Pub.Multi', version: `1.0.${index}` }), disposition)
        expect((await push(body, { headers })).status).toBe(201)
      }
      expect((await push(await nupkg('Pub.Multi', '2.0.0'), { path: '/api/v2/package' })).status).toBe(201)
      expect((await push(await nupkg('Pub.Multi', '2.0.1'), { path: '/api/v2/', method: 'POST' })).status).toBe(201)
      expect((await push(await nupkg('Pub.Multi', '2.0.2'), { path: '/v3/package/' })).status).toBe(201)
      expect(await sendChunked(server.url, secret, await buildNupkg({ id: 'Pub.Multi', version: '2.0.3' }))).toBe(201)
      expect(await versionsOf('Pub.Multi')).toHaveLength(7)
    })

    test('a multipart body without its closing boundary is refused and leaves nothing', async () => {
      const file = await buildNupkg({ id: 'Pub.Boundary' })
      const body = Buffer.concat([
        Buffer.from('--XX\r\nContent-Disposition: form-data; name="package"; filename="a"\r\n\r\n'),
        file,
      ])
      const headers = { 'Content-Type': 'multipart/form-data; boundary=XX' }
      const refused = await expectNoTrace(() => push(new Uint8Array(body), { headers }))
      expect([refused.status, refused.phrase]).toEqual([
        400,
        'The upload ended before its end. Nothing was kept: push again.',
      ])
      const noBoundary = await expectNoTrace(() =>
        push(new Uint8Array(file), { headers: { 'Content-Type': 'multipart/form-data' } }),
      )
      expect(noBoundary.status).toBe(400)
    })

    test('a client that hangs up half-way leaves nothing, raw and multipart', async () => {
      const before = await traces()
      const file = await buildNupkg({ id: 'Pub.HangUp', files: { 'lib/net8.0/a.dll': randomBytes(200_000) } })
      for (const type of ['application/octet-stream', 'multipart/form-data; boundary=XX']) {
        await hangUp(server.url, secret, type, file)
      }
      await expect.poll(traces, { timeout: 5000 }).toEqual(before)
    })

    test('twenty pushes of one version at once: one 201, nineteen 409, the bytes of the winner', async () => {
      const bodies = await Promise.all(
        Array.from({ length: 20 }, (_, i) => buildNupkg({ id: 'Pub.Race', version: '1.0.0', description: `try ${i}` })),
      )
      const answers = await Promise.all(bodies.map((body) => push(new Uint8Array(body))))
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array<number>(19).fill(409)])
      const winner = bodies[answers.findIndex((answer) => answer.status === 201)]
      const file = await fetch(`${server.url}/v3/flat/pub.race/1.0.0/pub.race.1.0.0.nupkg`)
      expect(Buffer.from(await file.arrayBuffer()).equals(winner ?? Buffer.alloc(0))).toBe(true)
      const { files, versions } = await traces()
      expect(files).toHaveLength(versions)
    })

    test('first pushes of different versions of a new ID at once, in any letter case, all succeed', async () => {
      const ids = ['Pub.New', 'pub.new', 'PUB.NEW']
      const answers = await Promise.all(
        Array.from({ length: 12 }, async (_, i) => push(await nupkg(ids[i % 3] ?? 'Pub.New', `1.${i}.0`))),
      )
      expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(201))
      expect(await versionsOf('pub.new')).toHaveLength(12)
    })

    test('somebody else may not push a version of my package', async () => {
      await push(await nupkg('Pub.Mine', '1.0.0'))
      const bob = await createUser(server, { name: `bob-${database}` })
      const other = await createKey(server, bob, { actions: ['push'], globs: ['*'] })
      const refused = await expectNoTrace(async () => push(await nupkg('Pub.Mine', '1.1.0'), { key: other }))
      expect(refused.status).toBe(403)
      expect(refused.phrase).toContain('belongs to other owners')
      const tried = await server.deps.db.read
        .selectFrom('audit')
        .select(['actor_name', 'package_id', 'version'])
        .where('action', '=', 'PackagePushAttemptByNonOwner')
        .execute()
      expect(tried).toEqual([{ actor_name: bob.name, package_id: 'Pub.Mine', version: '1.1.0' }])
    })

    test('protocol 37: without a key the answer is 401 with a challenge', async () => {
      const response = await fetch(`${server.url}/api/v2/package/`, {
        method: 'PUT',
        body: await nupkg('Pub.NoKey', '1.0.0'),
      })
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe(`ApiKey realm="${new URL(server.url).host}"`)
      expect(response.statusText).toContain('API key is required')
    })

    test('protocol 46 and 47: DELETE unlists in any form of the version, twice is once; POST brings it back', async () => {
      await push(await nupkg('Pub.List', '1.0.0'))
      const call = async (method: string, path: string) => {
        const response = await fetch(`${server.url}/api/v2/package/${path}`, {
          method,
          headers: { 'X-NuGet-ApiKey': secret },
        })
        return response.status
      }
      const leaf = async () => {
        const response = await fetch(`${server.url}/v3/reg/pub.list/1.0.0.json`)
        return (await response.json()) as { listed: boolean; published: string }
      }
      const original = await leaf()
      expect(original.listed).toBe(true)
      expect(await call('DELETE', 'PUB.LIST/1.0.0.0')).toBe(200)
      expect(await call('DELETE', 'Pub.List/1.0')).toBe(200)
      expect(await leaf()).toMatchObject({ listed: false, published: expect.stringMatching(/^1900-01-01/) as string })
      expect(await versionsOf('Pub.List')).toEqual(['1.0.0'])
      expect(await call('POST', 'Pub.List/1.0.0')).toBe(200)
      expect(await leaf()).toMatchObject({ listed: true, published: original.published })
      expect(await call('DELETE', 'Pub.List/9.9.9')).toBe(404)
      expect(await call('DELETE', 'Pub.Nothing/1.0.0')).toBe(404)
      expect(await call('DELETE', 'Pub.List/not-a-version')).toBe(404)
    })

    test('a package row that another push left behind is not a licence to publish: no 5xx for odd addresses', async () => {
      for (const path of ['/api/v2/package/%ff/1.0.0', '/api/v2/package/a%2Fb/1.0.0', '/api/v2/package/x/%00']) {
        const response = await fetch(`${server.url}${path}`, {
          method: 'DELETE',
          headers: { 'X-NuGet-ApiKey': secret },
        })
        expect(response.status).toBe(404)
      }
    })

    test('the V2 download address forwards, by version and to the latest stable one', async () => {
      await push(await nupkg('Pub.Get', '1.0.0'))
      await push(await nupkg('Pub.Get', '2.0.0-beta'))
      const get = (path: string) => fetch(`${server.url}/api/v2/package/${path}`, { redirect: 'manual' })
      expect((await get('Pub.Get/1.0')).headers.get('location')).toBe(
        `${server.url}/v3/flat/pub.get/1.0.0/pub.get.1.0.0.nupkg`,
      )
      expect((await get('Pub.Get')).headers.get('location')).toContain('/1.0.0/')
      expect((await get('Pub.Get/nonsense')).status).toBe(400)
      expect((await get('Pub.Get/3.0.0')).status).toBe(404)
    })

    async function nupkg(id: string, version: string): Promise<Uint8Array<ArrayBuffer>> {
      return new Uint8Array(await buildNupkg({ id, version, nuspec: buildNuspec({ id, version }) }))
    }
  })
})

/** A body without Content-Length, as the stock client sends it; the status of the answer. */
function sendChunked(url: string, key: string, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}/api/v2/package/`, {
      method: 'PUT',
      headers: { 'X-NuGet-ApiKey': key, 'Transfer-Encoding': 'chunked' },
    })
    outgoing.on('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    outgoing.on('error', reject)
    for (let at = 0; at < body.length; at += 50_000) outgoing.write(body.subarray(at, at + 50_000))
    outgoing.end()
  })
}

/** Sends the first half of a push and drops the connection. */
function hangUp(url: string, key: string, type: string, body: Buffer): Promise<void> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      const preamble = type.startsWith('multipart')
        ? '--XX\r\nContent-Disposition: form-data; name="p"; filename="p"\r\n\r\n'
        : ''
      socket.write(`PUT /api/v2/package/ HTTP/1.1\r\nHost: ${hostname}:${port}\r\nX-NuGet-ApiKey: ${key}\r\n`)
      socket.write(`Content-Type: ${type}\r\nContent-Length: ${body.length * 2}\r\n\r\n${preamble}`)
      socket.write(body.subarray(0, body.length / 2), () => setTimeout(() => socket.destroy(), 50))
    })
    socket.on('close', () => resolve())
    socket.on('error', () => {})
  })
}
