import { Agent, get } from 'node:http'
import type { ServerProcess } from '../test/server-process.ts'
import { pidOf } from './instance.ts'
import { readMainThreadSeconds } from './machine.ts'
import { load } from './wrk.ts'

const agent = new Agent({ keepAlive: true })

/** Milliseconds until the whole answer is there. */
export async function ask(url: string): Promise<number> {
  const startedAt = performance.now()
  await new Promise<void>((resolve, reject) => {
    get(url, { agent, headers: { 'Accept-Encoding': 'gzip' } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answers ${response.statusCode}`))
      response.resume().on('end', resolve)
    }).on('error', reject)
  })
  return performance.now() - startedAt
}

/** Microseconds of the answering thread for each of different addresses. */
export async function costOfEach(server: ServerProcess, paths: readonly string[]): Promise<number> {
  const before = readMainThreadSeconds(pidOf(server))
  for (const path of paths) await ask(server.url + path)
  return ((readMainThreadSeconds(pidOf(server)) - before) * 1e6) / paths.length
}

/** The same for one address again and again. */
export async function costOfLoad(server: ServerProcess, path: string): Promise<number> {
  await load(server.url + path, 1)
  const before = readMainThreadSeconds(pidOf(server))
  const seconds = 2
  const { rate } = await load(server.url + path, seconds)
  return ((readMainThreadSeconds(pidOf(server)) - before) * 1e6) / (rate * seconds)
}
