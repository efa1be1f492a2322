import { randomBytes } from 'node:crypto'
import { buildNupkg } from '../test/build-nupkg.ts'
import { createPublisher, type ServerProcess } from '../test/server-process.ts'
import { words } from './corpus.ts'
import { findResource, newInstance, pidOf, start } from './instance.ts'
import { forgetPeak, readPss, readRss } from './machine.ts'
import type { Options } from './options.ts'
import { pushAlone, pushTimed } from './pushes.ts'
import { measureNpmStart } from './starts.ts'
import { round, type Note, type Row } from './table.ts'
import { measureRate } from './wrk.ts'

const megabyte = 2 ** 20

/** Memory at rest and while the largest package is pushed. */
export async function benchMemory(_options: Options, note: Note): Promise<void> {
  const env = await newInstance('memory')
  const secret = await createPublisher(env, 'bench')
  const data = randomBytes(249 * megabyte)
  for (const form of ['multipart', 'raw'] as const) {
    const server = await start(env)
    note(await measureLargePush(server, secret, data, form))
    await server.stop()
  }
  const idle = await start(env)
  await new Promise((resolve) => setTimeout(resolve, 3000))
  const pss = readPss(pidOf(idle)) / megabyte
  note({ what: 'memory (PSS), idle', must: '≤ 110 MB', measured: `${round(pss)} MB`, isMet: pss <= 110 })
  await idle.stop()
  note(await measureNpmStart(env))
}

/** How far the peak of resident memory rises above warm idle while 249 MB are pushed, as the stock client does or plainly. */
async function measureLargePush(
  server: ServerProcess,
  secret: string,
  data: Uint8Array,
  form: 'multipart' | 'raw',
): Promise<Row> {
  const pid = pidOf(server)
  await pushAlone(server, secret, 5)
  const bytes = await buildNupkg({
    id: 'Bench.Huge',
    version: form === 'raw' ? '1.0.0' : '2.0.0',
    files: {},
    entries: [{ name: 'lib/net8.0/x.dll', data, stored: true }],
  })
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const idle = readRss(pid).now
  forgetPeak(pid)
  const ms = await pushTimed(server, secret, bytes, form)
  const risen = (readRss(pid).peak - idle) / megabyte
  return {
    what: `push of 249 MB, ${form}`,
    must: 'memory rises ≤ 64 MB above warm idle',
    measured: `${round(risen)} MB above ${round(idle / megabyte)} MB, in ${round(ms / 1000, 1)} s`,
    isMet: risen <= 64,
  }
}

/** The most that the process takes while many packages are asked for; search has been asked before. */
export async function measureMemoryUnderLoad(
  server: ServerProcess,
  searchUrl: string,
  options: Pick<Options, 'isQuick' | 'packages'>,
): Promise<Row> {
  const registrations = await findResource(server, 'RegistrationsBaseUrl/3.6.0')
  const found = (await (await fetch(`${searchUrl}?q=${words[1]}&take=200`)).json()) as { data: { id: string }[] }
  let most = readPss(pidOf(server))
  const watch = setInterval(() => (most = Math.max(most, readPss(pidOf(server)))), 250)
  const ids = found.data.map((hit) => hit.id.toLowerCase()).slice(0, options.isQuick ? 4 : 12)
  for (const id of ids) await measureRate(`${registrations}/${id}/index.json`, 1)
  clearInterval(watch)
  const pss = most / megabyte
  return {
    what: `memory (PSS), ${round(options.packages)} packages under load`,
    must: '≤ 350 MB',
    measured: `${round(pss)} MB`,
    isMet: pss <= 350,
  }
}
