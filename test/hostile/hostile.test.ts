import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeNupkgRefusal, readNupkg } from '../../src/nuget/nupkg.ts'
import { canRunOn } from '../databases.ts'
import { createKey, createUser } from '../people.ts'
import { startTestServer } from '../server.ts'
import type { TestServer } from '../server.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { readTraces } from '../traces.ts'
import { archives } from './archives.ts'
import { contents } from './contents.ts'
import { createCraft, readRecords } from './craft.ts'
import { names } from './names.ts'

const techniques = [...archives, ...names, ...contents]
const corpus = [true, false].flatMap((stored) =>
  techniques.map((technique) => {
    const name = `${technique.name} (${stored ? 'stored' : 'deflated'})`
    return { ...technique, name, bytes: technique.make(createCraft(stored)) }
  }),
)
const path = join(temporaryFolder(), 'hostile.nupkg')

async function read(bytes: Uint8Array) {
  writeFileSync(path, bytes)
  return readNupkg(path)
}

/** The sentence by which a package is refused; what is accepted fails the test. */
async function sentenceOf(bytes: Uint8Array): Promise<string> {
  const nupkg = await read(bytes)
  if (nupkg.ok) throw new Error('the package is accepted')
  return describeNupkgRefusal(nupkg.error)
}

describe('hostile packages', () => {
  test('there are enough of them, and without their technique they are accepted', async () => {
    expect(new Set(techniques.map(({ name }) => name)).size).toBe(techniques.length)
    expect(techniques.length).toBeGreaterThan(150)
    for (const stored of [true, false]) expect((await read(createCraft(stored).pack())).ok).toBe(true)
  })

  test.each(corpus)('a package that $name is refused: $code', async ({ bytes, code, says }) => {
    const nupkg = await read(bytes)
    expect(nupkg.ok ? 'accepted' : nupkg.error.code).toBe(code)
    expect(await sentenceOf(bytes)).toContain(says)
  })

  test('protocol 20: a package that ends at any border of its structure, or beside one, is refused', async () => {
    for (const stored of [true, false]) {
      const whole = createCraft(stored).pack([{ name: 'a.txt', data: 'some text '.repeat(30), flags: 8 }])
      const { records, endAt } = readRecords(whole)
      const borders = records.flatMap(({ localAt, dataAt, dataEnd, centralAt, centralEnd }) => [
        ...[localAt, localAt + 30, dataAt, dataEnd, dataEnd + 4],
        ...[centralAt, centralAt + 46, centralEnd],
      ])
      const ends = [...borders, endAt, endAt + 4, endAt + 20].flatMap((at) => [at - 1, at, at + 1])
      for (const end of new Set(ends.filter((at) => at >= 0 && at < whole.length))) {
        expect(await sentenceOf(whole.subarray(0, end))).toContain('cut short')
      }
    }
  })
})

describe.each(['sqlite', 'postgres'] as const)('hostile packages pushed to a server on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let key: string
    beforeAll(async () => {
      server = await startTestServer({ database })
      key = await createKey(server, await createUser(server, { name: 'ann' }), { actions: ['push'], globs: ['*'] })
    })
    afterAll(() => server.close())

    async function push(bytes: Uint8Array) {
      const headers = { 'X-NuGet-ApiKey': key }
      const body = new Uint8Array(bytes)
      const response = await fetch(`${server.url}/api/v2/package/`, { method: 'PUT', body, headers })
      return { status: response.status, phrase: response.statusText, body: await response.text() }
    }

    const traces = () => readTraces(server.deps, ['audit'])

    test('protocol 20, 22, 23, 24, 34: each is 400 with its sentence, and no row and no file is left', async () => {
      const before = await traces()
      for (const { name, bytes, says } of corpus.filter((hostile) => hostile.bytes.length > 0)) {
        const refused = await push(bytes)
        expect({ name, status: refused.status }).toEqual({ name, status: 400 })
        expect(refused.phrase).toContain(says)
        expect(refused.body).toContain(says)
      }
      expect(await traces()).toEqual(before)
      expect((await push(createCraft(false).pack())).status).toBe(201) // the server is none the worse for it
    }, 120_000)
  })
})
