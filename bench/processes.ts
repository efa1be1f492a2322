import { importPackages } from './corpus.ts'
import { childrenOf, findPath, newInstance, pidOf } from './instance.ts'
import { readPss } from './machine.ts'
import type { Options } from './options.ts'
import { startServerProcess } from '../test/server-process.ts'
import { median, round, type Note } from './table.ts'
import { measureRate } from './wrk.ts'

const megabyte = 2 ** 20
const counts = [1, 2, 4] as const

/**
 * Several processes on one port, free to use every core as the load tool is. On two cores the load tool takes its share of
 * both, so that this shows what one machine gives as a whole, not what each process adds.
 */
export async function benchProcesses(options: Options, note: Note): Promise<void> {
  const env = await newInstance('processes')
  await importPackages(env, 0)
  const servers = []
  for (const count of counts) servers.push(await startWith(env, count))
  const rates = counts.map((): number[] => [])
  for (let i = 0; i < options.rounds; i++) {
    for (const [n, { url }] of servers.entries())
      rates[n]?.push(await measureRate(url, options.seconds, { cores: 'all' }))
  }
  const one = median(rates[0] ?? [])
  for (const [n, { count, server }] of servers.entries()) {
    const pids = [pidOf(server), ...childrenOf(server)]
    const pss = pids.reduce((sum, pid) => sum + readPss(pid), 0) / megabyte
    const rate = median(rates[n] ?? [])
    note({
      what: `registration index, ${count} ${count === 1 ? 'process' : 'processes'}, no core of its own`,
      must: '',
      measured: `${round(rate)} requests/s (${round(rate / one, 2)} ×), ${round(pss)} MB together`,
      isMet: null,
    })
    await server.stop()
  }
}

async function startWith(env: NodeJS.ProcessEnv, count: number) {
  const { freePort } = await import('../test/server-process.ts')
  const own = { ...env, LODE_PROCESSES: String(count), LODE_PORT: String(await freePort()) }
  const server = await startServerProcess(own)
  while (count > 1 && childrenOf(server).length < count) await new Promise((resolve) => setTimeout(resolve, 50))
  await new Promise((resolve) => setTimeout(resolve, 1500)) // the later ones are there, but not yet listening
  const url = `${server.url}${await findPath(server, 'RegistrationsBaseUrl/3.6.0')}/bench.small/index.json`
  return { count, server, url }
}
