import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildNupkg } from './build-nupkg.ts'
import { forEachDatabase, newDatabaseSetting } from './databases.ts'
import type { DatabaseKind } from '../src/db/database.ts'
import {
  createPublisher,
  ensureBuilt,
  freePort,
  instanceEnv,
  lode,
  lodeOrThrow,
  pushPackage,
  startServerProcess,
  type ServerProcess,
} from './server-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Several server processes on one port, with `LODE_PROCESSES`. */

const processes = 3

async function newInstance(database: DatabaseKind, settings: Record<string, string> = {}): Promise<NodeJS.ProcessEnv> {
  const env = instanceEnv({
    LODE_PORT: String(await freePort()),
    LODE_DATA: temporaryFolder(),
    LODE_DATABASE: await newDatabaseSetting(database),
    LODE_PROCESSES: String(processes),
    ...settings,
  })
  await lodeOrThrow(env, ['migrate'])
  return env
}

/** Process IDs of those that serve, as Linux tells them. */
function listChildren(server: ServerProcess): readonly number[] {
  const { pid } = server.child
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
}

async function untilServing(server: ServerProcess, count = processes): Promise<readonly number[]> {
  await expect.poll(() => listChildren(server).length, { timeout: 20_000 }).toBe(count)
  return listChildren(server)
}

/** New connections go round: so many ask every process. */
async function askAll<T>(ask: () => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: processes * 3 }, ask))
}

const isOnce = { Connection: 'close' }

async function listVersions(server: ServerProcess, id: string): Promise<readonly string[]> {
  const response = await fetch(`${server.url}/v3/flat/${id}/index.json`, { headers: isOnce })
  return response.ok ? ((await response.json()) as { versions: string[] }).versions : []
}

forEachDatabase('several processes on one port', (_open, kind) => {
  beforeAll(ensureBuilt)

  test('what one of them has answered with 201 is read from all of them at once', { timeout: 60_000 }, async () => {
    const env = await newInstance(kind)
    const secret = await createPublisher(env, 'ann')
    const server = await startServerProcess(env)
    await untilServing(server)
    for (let patch = 0; patch < 8; patch++) {
      await askAll(() => listVersions(server, 'many.readers')) // every process keeps what it knows
      const pushed = await pushPackage(
        server.url,
        secret,
        await buildNupkg({ id: 'Many.Readers', version: `1.0.${patch}` }),
      )
      expect(pushed.status).toBe(201)
      for (const versions of await askAll(() => listVersions(server, 'many.readers'))) {
        expect(versions).toHaveLength(patch + 1)
      }
    }
    expect(await server.stop()).toBe(0)
  })

  test('one that is killed under load loses no push that was answered', { timeout: 120_000 }, async () => {
    const env = await newInstance(kind)
    const secret = await createPublisher(env, 'ann')
    const server = await startServerProcess(env)
    const before = await untilServing(server)
    const answered: string[] = []
    let isOver = false
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let patch = 0; !isOver; patch++) {
        const version = `${writer}.0.${patch}`
        const bytes = await buildNupkg({ id: 'Killed.One', version })
        const response = await pushPackage(server.url, secret, bytes).catch(() => null) // broken with its process
        if (response?.status === 201) answered.push(version)
        else expect(response?.status ?? 201).toBe(201)
      }
    })
    for (const pid of before.slice(0, 2)) {
      await expect.poll(() => answered.length, { timeout: 20_000 }).toBeGreaterThan(10)
      process.kill(pid, 'SIGKILL')
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    isOver = true
    await Promise.all(writers)

    const after = await untilServing(server)
    expect(after.filter((pid) => before.includes(pid))).toHaveLength(1)
    await expect.poll(async () => (await fetch(`${server.url}/health`, { headers: isOnce })).status).toBe(200)
    for (const versions of await askAll(() => listVersions(server, 'killed.one'))) {
      expect(versions).toEqual(expect.arrayContaining(answered))
    }
    for (const version of answered) {
      const path = `/v3/flat/killed.one/${version}/killed.one.${version}.nupkg`
      expect((await fetch(server.url + path)).status).toBe(200)
    }
    expect(await server.stop()).toBe(0)
  })

  test('downloads that each of them counted are written when they stop', { timeout: 60_000 }, async () => {
    const env = await newInstance(kind)
    const secret = await createPublisher(env, 'ann')
    const server = await startServerProcess(env)
    await untilServing(server)
    await pushPackage(server.url, secret, await buildNupkg({ id: 'Counted.Once' }))
    const url = `${server.url}/v3/flat/counted.once/1.0.0/counted.once.1.0.0.nupkg`
    const statuses = await askAll(async () => (await fetch(url, { headers: isOnce })).status)
    expect(await server.stop()).toBe(0)

    const again = await startServerProcess({ ...env, LODE_PROCESSES: '1' })
    const found = (await (await fetch(`${again.url}/v3/query?q=counted.once`)).json()) as {
      data: { totalDownloads: number }[]
    }
    expect(found.data[0]?.totalDownloads).toBe(statuses.length)
    await again.stop()
  })
})

describe('the process that looks after the others', { timeout: 60_000 }, () => {
  beforeAll(ensureBuilt)

  test('prints the address and the link of the first administrator once', async () => {
    const env = await newInstance('sqlite')
    const server = await startServerProcess(env)
    await untilServing(server)
    await server.stop()
    expect(server.output().match(/Lode serves/g)).toHaveLength(1)
    expect(server.output().match(/FirstAdministrator/g)).toHaveLength(1)
  })

  test('logs of the processes tell them apart', async () => {
    const env = await newInstance('sqlite', { LODE_LOG_LEVEL: 'info', LODE_ACCESS_LOG: 'on' })
    const server = await startServerProcess(env)
    const children = await untilServing(server)
    await expect
      .poll(
        async () => {
          await askAll(async () => (await fetch(`${server.url}/v3/index.json`, { headers: isOnce })).status)
          return new Set(
            server
              .output()
              .split('\n')
              .filter((line) => line.includes('"path":"/v3/index.json"'))
              .map((line) => (JSON.parse(line) as { pid: number }).pid),
          )
        },
        { timeout: 10_000 },
      )
      .toEqual(new Set(children))
    await server.stop()
  })

  test('a fault at the start is said once, and nothing is tried again', async () => {
    const env = await newInstance('sqlite')
    const server = await startServerProcess(env)
    const second = await lode({ ...env, LODE_DATA: temporaryFolder() }, ['serve'])
    expect(second.code).toBe(1)
    expect(second.stderr.trim().split('\n')).toHaveLength(1)
    expect(second.stderr).toContain('LODE_PORT')
    await server.stop()
  })
})
