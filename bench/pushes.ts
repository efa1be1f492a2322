import { randomBytes } from 'node:crypto'
import { buildNupkg } from '../test/build-nupkg.ts'
import { startPostgres } from '../test/postgres.ts'
import { createPublisher, type ServerProcess } from '../test/server-process.ts'
import { newInstance, start } from './instance.ts'
import type { Options } from './options.ts'
import { median, percentile, round, type Note, type Row } from './table.ts'

let pushed = 0

/** A package of 10 KB with a version that was never used. */
export async function nextPackage(id: string): Promise<Buffer> {
  return buildNupkg({ id, version: `1.0.${++pushed}`, files: { 'lib/net8.0/x.dll': randomBytes(9000) } })
}

const boundary = 'a-boundary-as-the-stock-client-makes-them'

/** Milliseconds until the 201; in a multipart body, as the stock client sends it, or plainly. */
export async function pushTimed(
  server: { readonly url: string },
  secret: string,
  bytes: Buffer,
  form: 'multipart' | 'raw' = 'multipart',
): Promise<number> {
  const isRaw = form === 'raw'
  const contentType = isRaw ? 'application/octet-stream' : `multipart/form-data; boundary="${boundary}"`
  const partHead = `--${boundary}\r\nContent-Disposition: form-data; name=package; filename=package.nupkg\r\n\r\n`
  const body = isRaw ? bytes : Buffer.concat([Buffer.from(partHead), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
  const startedAt = performance.now()
  const headers = { 'X-NuGet-ApiKey': secret, 'Content-Type': contentType }
  const response = await fetch(`${server.url}/api/v2/package/`, { method: 'PUT', headers, body: body as BodyInit })
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

/** Pushes on SQLite and on PostgreSQL, by one writer and by 16 at once. */
export async function benchPushes(options: Options, note: Note): Promise<void> {
  await measureInstance(await newInstance('pushes'), '', options, note)
  const postgres = await startPostgres({ fsync: true })
  try {
    await postgres.execute('create database pushes')
    const env = await newInstance('postgres-pushes', { LODE_DATABASE: postgres.urlOf('pushes') })
    await measureInstance(env, ', PostgreSQL', options, note)
  } finally {
    await postgres.stop()
  }
}

async function measureInstance(env: NodeJS.ProcessEnv, suffix: string, options: Options, note: Note): Promise<void> {
  const secret = await createPublisher(env, 'bench')
  const server = await start(env)
  for (const row of await measurePushes(server, secret, options.pushes)) note({ ...row, what: row.what + suffix })
  await server.stop()
}

async function measurePushes(server: ServerProcess, secret: string, count: number): Promise<readonly Row[]> {
  await pushAlone(server, secret, count) // compiled
  const alone = await pushAlone(server, secret, count)
  const perWriter = Math.ceil((count * 4) / writers)
  await pushTogether(server, secret, perWriter)
  const { times, rate } = await pushTogether(server, secret, perWriter)
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
      measured: `${round(rate)} a second, p50 ${round(median(times), 1)} ms`,
      isMet: rate >= 250,
    },
  ]
}

const writers = 16

/** Milliseconds of each push, and how many there were in a second. */
async function pushTogether(
  server: ServerProcess,
  secret: string,
  perWriter: number,
): Promise<{ readonly times: readonly number[]; readonly rate: number }> {
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
  return { times: times.flat(), rate }
}

type Publisher = { readonly server: ServerProcess; readonly secret: string }

/** The median of a push into `big`, compared in turns with one into `small`. */
export async function comparePushes(
  big: Publisher,
  small: Publisher,
  options: Pick<Options, 'rounds' | 'pushes'> & { readonly what: string },
): Promise<Row> {
  const count = Math.round(options.pushes / 6)
  const ratios: number[] = []
  for (const { server, secret } of [big, small]) await pushAlone(server, secret, 20)
  for (let i = 0; i < options.rounds; i++) {
    const without = median(await pushAlone(small.server, small.secret, count))
    ratios.push(median(await pushAlone(big.server, big.secret, count)) / without)
  }
  const slower = (median(ratios) - 1) * 100
  return {
    what: options.what,
    must: 'p50 at most 15 % slower than with none',
    measured: `${round(slower)} % slower (${round((Math.min(...ratios) - 1) * 100)} to ${round((Math.max(...ratios) - 1) * 100)} %)`,
    isMet: slower <= 15,
  }
}
