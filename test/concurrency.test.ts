import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildNupkg } from './build-nupkg.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { startTestServer, type TestServer } from './server.ts'
import { readTraces } from './traces.ts'

type RegistrationIndex = {
  count: number
  items: { count: number; lower: string; upper: string; items?: { catalogEntry: { version: string } }[] }[]
}

/** Many people at the same time, and people who hang up. */
describe.each(['sqlite', 'postgres'] as const)('twenty at once, on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', { timeout: 90_000 }, () => {
    let server: TestServer
    let secret = ''
    beforeAll(async () => {
      server = await startTestServer({ database })
      secret = await createKey(server, await createUser(server, { name: 'ann' }))
    })
    afterAll(() => server.close())

    async function push(bytes: Uint8Array): Promise<number> {
      const headers = { 'X-NuGet-ApiKey': secret }
      const body = Buffer.from(bytes)
      const answer = await fetch(`${server.url}/api/v2/package/`, { method: 'PUT', headers, body })
      await answer.text()
      return answer.status
    }

    async function readJson<T>(path: string): Promise<T | null> {
      const answer = await fetch(server.url + path)
      if (answer.status === 404) {
        await answer.text()
        return null
      }
      expect([path, answer.status]).toEqual([path, 200])
      return (await answer.json()) as T
    }
    const versionsOf = async (lowerId: string) =>
      (await readJson<{ versions: string[] }>(`/v3/flat/${lowerId}/index.json`))?.versions ?? []
    const nupkgOf = (lowerId: string, version: string) =>
      fetch(`${server.url}/v3/flat/${lowerId}/${version}/${lowerId}.${version}.nupkg`)

    const traces = () => readTraces(server.deps)

    test('twenty writers push different versions of one new ID, in any letter case: all are there', async () => {
      const ids = ['Crowd.New', 'crowd.new', 'CROWD.NEW', 'Crowd.new']
      const bodies = await Promise.all(
        Array.from({ length: 20 }, (_, i) => buildNupkg({ id: ids[i % 4], version: `1.${i}.0` })),
      )
      expect(await Promise.all(bodies.map(push))).toEqual(Array(20).fill(201))
      const versions = Array.from({ length: 20 }, (_, i) => `1.${i}.0`)
      expect(await versionsOf('crowd.new')).toEqual(versions)
      for (const [i, version] of versions.entries()) {
        const bytes = Buffer.from(await (await nupkgOf('crowd.new', version)).arrayBuffer())
        expect([version, bytes.equals(bodies[i] ?? Buffer.alloc(0))]).toEqual([version, true])
      }
      const rows = await server.deps.db.read
        .selectFrom('packages')
        .select('id')
        .where('lower_id', '=', 'crowd.new')
        .execute()
      expect(rows).toHaveLength(1)
    })

    test('twenty push one version of a new ID with different bytes: one 201, nineteen 409, the bytes are the winner’s', async () => {
      const bodies = await Promise.all(
        Array.from({ length: 20 }, (_, i) => buildNupkg({ id: 'Crowd.Same', description: `try ${i}` })),
      )
      const answers = await Promise.all(bodies.map(push))
      expect(answers.toSorted()).toEqual([201, ...Array<number>(19).fill(409)])
      const bytes = Buffer.from(await (await nupkgOf('crowd.same', '1.0.0')).arrayBuffer())
      expect(bytes.equals(bodies[answers.indexOf(201)] ?? Buffer.alloc(0))).toBe(true)
      const { files, versions } = await traces()
      expect(files).toHaveLength(versions)
    })

    test('readers during writes never see a list that shrinks, lists what is not there, or an index that contradicts itself', async () => {
      let isWriting = true
      const bodies = await Promise.all(
        Array.from({ length: 40 }, (_, i) => buildNupkg({ id: 'Crowd.Read', version: `1.${i}.0` })),
      )
      const waiting = [...bodies]
      const write = async () => {
        for (let body = waiting.pop(); body; body = waiting.pop()) expect(await push(body)).toBe(201)
      }
      const writing = Promise.all(Array.from({ length: 4 }, write)).finally(() => (isWriting = false))
      const read = async () => {
        let seen: readonly string[] = []
        do {
          const listed = await versionsOf('crowd.read')
          expect(seen.filter((version) => !listed.includes(version))).toEqual([])
          const newest = listed.find((version) => !seen.includes(version))
          seen = listed
          if (newest !== undefined) expect((await nupkgOf('crowd.read', newest)).status).toBe(200)
          const index = await readJson<RegistrationIndex>('/v3/reg-gz2/crowd.read/index.json')
          const registered = index ? checkIndex(index) : []
          expect(listed.filter((version) => !registered.includes(version))).toEqual([]) // read later: never less
        } while (isWriting)
        return seen
      }
      await Promise.all([writing, ...Array.from({ length: 4 }, read)])
      expect(await versionsOf('crowd.read')).toHaveLength(40)
      const index = await readJson<RegistrationIndex>('/v3/reg-gz2/crowd.read/index.json')
      expect(index && checkIndex(index)).toEqual(await versionsOf('crowd.read'))
    })

    /** Checks counts and bounds; answers the versions. */
    function checkIndex(index: RegistrationIndex): readonly string[] {
      expect(index.items).toHaveLength(index.count)
      return index.items.flatMap((page) => {
        const versions = (page.items ?? []).map((item) => item.catalogEntry.version)
        expect(versions).toHaveLength(page.count)
        expect([versions[0], versions.at(-1)]).toEqual([page.lower, page.upper])
        return versions
      })
    }

    const partHead = '--XX\r\nContent-Disposition: form-data; name="package"; filename="package.nupkg"\r\n\r\n'
    const multipart = 'Content-Type: multipart/form-data; boundary=XX\r\n'
    type Stage = { name: string; headers: string; body: (file: string) => string }
    const long = 'Content-Length: 900000\r\n'
    const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`
    const chunked = 'Transfer-Encoding: chunked\r\n'
    const stages: readonly Stage[] = [
      { name: 'after the headers', headers: long, body: () => '' },
      { name: 'after the headers of a multipart body', headers: multipart + long, body: () => '' },
      { name: 'inside the first boundary', headers: multipart + long, body: () => '--X' },
      { name: 'inside the part’s headers', headers: multipart + long, body: () => partHead.slice(0, 50) },
      { name: 'before the file’s first byte', headers: multipart + long, body: () => partHead },
      { name: 'inside the file', headers: multipart + long, body: (file) => partHead + file.slice(0, 900) },
      { name: 'after the file', headers: multipart + long, body: (file) => partHead + file },
      { name: 'inside the closing boundary', headers: multipart + long, body: (file) => `${partHead}${file}\r\n--X` },
      { name: 'inside the next part', headers: multipart + long, body: (file) => `${partHead}${file}\r\n${partHead}x` },
      {
        name: 'after the closing boundary of a body that should be longer',
        headers: multipart + long,
        body: (file) => `${partHead}${file}\r\n--XX--\r\n`,
      },
      { name: 'inside a raw body', headers: long, body: (file) => file.slice(0, 900) },
      { name: 'after a whole file that should be longer', headers: long, body: (file) => file },
      { name: 'after the first chunk', headers: chunked, body: (file) => chunk(file.slice(0, 900)) },
      { name: 'before the last, empty chunk', headers: chunked, body: (file) => chunk(file) },
      { name: 'inside a chunk', headers: chunked, body: (file) => chunk(file).slice(0, -9) },
      {
        name: 'inside a chunk of a multipart body',
        headers: multipart + chunked,
        body: (file) => chunk(partHead + file).slice(0, -9),
      },
      {
        name: 'before the closing boundary, in whole chunks',
        headers: multipart + chunked,
        body: (file) => `${chunk(partHead + file)}0\r\n\r\n`,
      },
    ]
    test.each(stages)(
      'a push that ends $name leaves no row, file or job, whether reset or closed',
      async ({ headers, body }) => {
        const file = (await buildNupkg({ id: 'Crowd.Broken' })).toString('latin1')
        const before = await traces()
        const { port } = new URL(server.url)
        const head = `PUT /api/v2/package/ HTTP/1.1\r\nHost: localhost:${port}\r\nX-NuGet-ApiKey: ${secret}\r\n${headers}\r\n`
        for (const ending of ['reset', 'closed'] as const) {
          const answer = await breakOff(Number(port), head + body(file), ending)
          expect([ending, answer]).toEqual([ending, expect.stringMatching(/^$|^HTTP\/1\.1 400 /)])
        }
        await expect.poll(traces, { timeout: 20_000 }).toEqual(before)
        expect((await fetch(`${server.url}/v3/flat/crowd.broken/index.json`)).status).toBe(404)
      },
    )

    test('after all that the same package is pushed', async () => {
      expect(await push(await buildNupkg({ id: 'Crowd.Broken' }))).toBe(201)
    })
  })
})

/** Sends bytes, waits until they have arrived, and ends the connection; answers what came back, if anything did. */
function breakOff(port: number, bytes: string, ending: 'reset' | 'closed'): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    let received = ''
    socket.setEncoding('latin1').on('data', (data: string) => (received += data))
    socket.on('error', () => {})
    socket.on('end', () => socket.end())
    socket.on('close', () => resolve(received))
    socket.on('connect', () => {
      socket.write(bytes, 'latin1', () =>
        setTimeout(() => (ending === 'reset' ? socket.resetAndDestroy() : socket.end()), 30),
      )
    })
  })
}
