import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildNupkg } from './build-nupkg.ts'
import {
  createPublisher,
  ensureBuilt,
  freePort,
  instanceEnv,
  lode,
  lodeOrThrow,
  pushPackage,
  startServerProcess,
} from './server-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** The built server as a process of its own: how it starts, logs and ends. */
describe('the server process', { timeout: 60_000 }, () => {
  beforeAll(ensureBuilt)

  async function instance(settings: Record<string, string> = {}): Promise<NodeJS.ProcessEnv> {
    const data = temporaryFolder()
    const env = instanceEnv({ LODE_PORT: String(await freePort()), LODE_DATA: data, ...settings })
    await lodeOrThrow(env, ['migrate'])
    return env
  }

  test('SIGTERM lets a running push end with 201, writes the counters and ends with 0', async () => {
    const env = await instance()
    const secret = await createPublisher(env, 'ann')
    const server = await startServerProcess(env)
    await pushPackage(server.url, secret, await buildNupkg({ id: 'Stop.First' }))
    await (await fetch(`${server.url}/v3/flat/stop.first/1.0.0/stop.first.1.0.0.nupkg`)).arrayBuffer()

    const slow = await buildNupkg({ id: 'Stop.Slow' })
    const headers = { 'X-NuGet-ApiKey': secret, 'Content-Length': slow.length }
    const push = request(`${server.url}/api/v2/package/`, { method: 'PUT', headers })
    push.write(slow.subarray(0, 500))
    await new Promise((resolve) => setTimeout(resolve, 200)) // the first half has arrived
    const stopped = server.stop()
    await new Promise((resolve) => setTimeout(resolve, 200)) // the server has heard the signal
    await expect(fetch(server.url)).rejects.toThrow()
    push.end(slow.subarray(500))
    const [response] = (await once(push, 'response')) as [{ statusCode: number; resume(): void }]
    response.resume()
    expect(response.statusCode).toBe(201)
    expect(await stopped).toBe(0)

    const again = await startServerProcess(env)
    const found = (await (await fetch(`${again.url}/v3/query?q=stop.first&semVerLevel=2.0.0`)).json()) as {
      data: { totalDownloads: number }[]
    }
    expect(found.data[0]?.totalDownloads).toBe(1)
    expect((await fetch(`${again.url}/v3/flat/stop.slow/index.json`)).status).toBe(200)
    expect(await again.stop()).toBe(0)
  })

  test('neither log nor database ever holds a secret, and every request has its ID in the log', async () => {
    const env = await instance({ LODE_LOG_LEVEL: 'debug', LODE_ACCESS_LOG: 'on' })
    const secret = await createPublisher(env, 'ann')
    const server = await startServerProcess(env)
    let log = ''
    server.child.stdout?.on('data', (data: Buffer) => (log += data.toString()))
    const pushed = await pushPackage(server.url, secret, await buildNupkg({ id: 'Quiet.One' }))
    await pushPackage(server.url, `${secret}x`, await buildNupkg({ id: 'Quiet.Two' }))
    const basic = Buffer.from(`ann:${secret}`).toString('base64')
    await fetch(`${server.url}/v3/index.json`, { headers: { Authorization: `Basic ${basic}` } })
    await fetch(`${server.url}/account/forgotpassword/ann/${'ab'.repeat(32)}`)
    await server.stop()

    const id = pushed.headers.get('x-request-id') ?? 'none'
    const lines = log.split('\n').filter((line) => line.startsWith('{'))
    expect(lines.map((line) => JSON.parse(line) as { requestId?: string }).some((line) => line.requestId === id)).toBe(
      true,
    )
    expect(log).not.toContain(secret.slice(13)) // all but the visible part
    expect(log).not.toContain(basic)
    expect(log).not.toContain('ab'.repeat(32))
    const database = readFileSync(join(env.LODE_DATA ?? '', 'lode.db'), 'latin1')
    expect(database).not.toContain(secret.slice(13))
    expect(database).not.toContain('correct horse battery')
  })

  test('bad settings stop the start and are all named', async () => {
    const result = await lode(instanceEnv({ LODE_PORT: 'many', LODE_READS: 'maybe' }), ['serve'])
    expect(result.code).not.toBe(0)
    expect(result.stderr).toContain('LODE_PORT must be a whole number')
    expect(result.stderr).toContain('LODE_READS must be public or private')
  })

  test('a port in use is said in one sentence', async () => {
    const env = await instance()
    const server = await startServerProcess(env)
    const second = await lode({ ...env, LODE_DATA: temporaryFolder() }, ['serve'])
    expect(second.code).not.toBe(0)
    expect(second.stderr.trim().split('\n')).toHaveLength(1)
    expect(second.stderr).toContain('LODE_PORT')
    await server.stop()
  })
})
