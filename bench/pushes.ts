import { randomBytes } from 'node:crypto'
import { buildNupkg } from '../test/build-nupkg.ts'
import { pushPackage, type ServerProcess } from '../test/server-process.ts'
import { forgetPeak, readRss } from './machine.ts'
import { median, percentile, round, type Row } from './table.ts'

let pushed = 0

/** A package of 10 KB with a version that was never used. */
async function nextPackage(id: string): Promise<Buffer> {
  return buildNupkg({ id, version: `1.0.${++pushed}`, files: { 'lib/net8.0/x.dll': randomBytes(9000) } })
}

async function pushTimed(server: ServerProcess, secret: string, bytes: Buffer): Promise<number> {
  const startedAt = performance.now()
  const response = await pushPackage(server.url, secret, bytes)
  await response.arrayBuffer()
  if (response.status !== 201) throw new Error(`a push was answered with ${response.status} ${response.statusText}`)
  return performance.now() - startedAt
}

/** Milliseconds of each of `count` pushes, one after the other. */
export async function pushAlone(server: ServerProcess, secret: string, count: number): Promise<readonly number[]> {
  const times: number[] = []
  for (let i = 0; i < count; i++) times.push(await pushTimed(server, secret, await nextPackage('Bench.Pushed')))
  return times
}

export async function measurePushes(server: ServerProcess, secret: string, count: number): Promise<readonly Row[]> {
  await pushAlone(server, secret, 20)
  const alone = await pushAlone(server, secret, count)

  const writers = 16
  const perWriter = Math.ceil((count * 4) / writers)
  const packages = await Promise.all(
    Array.from({ length: writers }, (_, writer) =>
      Promise.all(Array.from({ length: perWriter }, () => nextPackage(`Bench.Writer${writer}`))),
    ),
  )
  const startedAt = performance.now()
  const times = await Promise.all(
    packages.map(async (own) => {
      const taken: number[] = []
      for (const bytes of own) taken.push(await pushTimed(server, secret, bytes))
      return taken
    }),
  )
  const rate = (writers * perWriter * 1000) / (performance.now() - startedAt)
  return [
    {
      what: 'push, 10 KB, 1 writer',
      must: 'p50 ≤ 8 ms',
      measured: `p50 ${round(median(alone), 1)} ms, p99 ${round(percentile(alone, 0.99), 1)} ms`,
      isMet: median(alone) <= 8,
    },
    {
      what: 'push, 10 KB, 16 writers',
      must: '≥ 250 a second',
      measured: `${round(rate)} a second, p50 ${round(median(times.flat()), 1)} ms`,
      isMet: rate >= 250,
    },
  ]
}

const megabyte = 2 ** 20

/** How far the peak of resident memory rises above warm idle while 250 MB are pushed. */
export async function measureLargePush(server: ServerProcess, secret: string): Promise<Row> {
  const pid = server.child.pid ?? 0
  await pushAlone(server, secret, 5)
  const data = randomBytes(249 * megabyte)
  const bytes = await buildNupkg({
    id: 'Bench.Huge',
    version: `1.0.${++pushed}`,
    files: {},
    entries: [{ name: 'lib/net8.0/x.dll', data, stored: true }],
  })
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const idle = readRss(pid).now
  forgetPeak(pid)
  const ms = await pushTimed(server, secret, bytes)
  const risen = (readRss(pid).peak - idle) / megabyte
  return {
    what: 'push of 249 MB',
    must: 'memory rises ≤ 64 MB above warm idle',
    measured: `${round(risen)} MB above ${round(idle / megabyte)} MB, in ${round(ms / 1000, 1)} s`,
    isMet: risen <= 64,
  }
}
