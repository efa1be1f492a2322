import { mkdirSync, mkdtempSync } from 'node:fs'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, instanceEnv, lodeOrThrow, startServerProcess, type ServerProcess } from '../test/server-process.ts'
import { onServerCore } from './machine.ts'
import type { Contestant } from './wrk.ts'

/** Everything that a run writes; removed at its end. */
export const folder = mkdtempSync(join(tmpdir(), 'lode-bench-'))

export async function newInstance(name: string, settings: Record<string, string> = {}): Promise<NodeJS.ProcessEnv> {
  const data = join(folder, name)
  mkdirSync(data)
  const env = instanceEnv({ LODE_DATA: data, LODE_HOST: '127.0.0.1', LODE_PORT: String(await freePort()), ...settings })
  await lodeOrThrow(env, ['migrate'])
  return env
}

/** Starts Lode on the server's core. */
export function start(env: NodeJS.ProcessEnv): Promise<ServerProcess> {
  return startServerProcess(env, { wrapper: onServerCore })
}

export function pidOf(server: ServerProcess): number {
  return server.child.pid ?? 0 // `taskset` becomes the server
}

/** The processes that serve when there are several. */
export function childrenOf(server: ServerProcess): readonly number[] {
  const pid = pidOf(server)
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
}

export function contestant(server: ServerProcess): Contestant {
  return { url: server.url, pids: [pidOf(server), ...childrenOf(server)] }
}

export async function findResource(server: { readonly url: string }, type: string): Promise<string> {
  const index = (await (await fetch(`${server.url}/v3/index.json`)).json()) as { resources: Record<string, string>[] }
  const address = index.resources.find((resource) => resource['@type'] === type)?.['@id']
  if (!address) throw new Error(`the service index has no ${type}`)
  return address.replace(/\/$/, '')
}

/** The path of a resource, without the address of the server. */
export async function findPath(server: { readonly url: string }, type: string): Promise<string> {
  return new URL(await findResource(server, type)).pathname
}

/** Waits until search knows every one of `packages`, whose IDs end in `P0`, `P1`, …: the index follows behind. */
export async function untilIndexed(searchUrl: string, packages: number): Promise<void> {
  await untilFound(`${searchUrl}?q=&take=1`, Math.min(packages, 10_001))
  await untilFound(`${searchUrl}?q=P${packages - 1}&take=1`, 1)
}

async function untilFound(url: string, hits: number): Promise<void> {
  for (;;) {
    const answer = (await (await fetch(url)).json()) as { totalHits?: number }
    if ((answer.totalHits ?? 0) >= hits) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
