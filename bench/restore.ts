import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { hasDotnet, openDotnet, type Dotnet } from '../test/dotnet.ts'
import { importLibraries } from './corpus.ts'
import { findPath, folder, newInstance, start } from './instance.ts'
import { mirror, startNginx } from './nginx.ts'
import type { Options } from './options.ts'
import { median, round, type Note } from './table.ts'

const libraries = 100

/** `dotnet restore` of 100 packages with empty caches, in turns from Lode and from nginx, which has the same feed as files. */
export async function benchRestore({ restores }: Options, note: Note): Promise<void> {
  const what = `\`dotnet restore\`, ${libraries} packages`
  const must = 'median within 5 % of nginx, or inside the spread'
  if (!hasDotnet) return note({ what, must, measured: 'not measured: no .NET SDK 10', isMet: null })
  const env = await newInstance('restore')
  const ids = await importLibraries(env, libraries)
  const server = await start(env)
  const nginx = await startNginx(folder)
  await mirrorFeed(server, nginx.url, ids)

  const clients = [openClient('lode', server, ids), openClient('nginx', nginx, ids)] as const
  const times: readonly [number[], number[]] = [[], []]
  for (const client of clients) await restore(client) // the SDK's own first-time work
  for (let i = 0; i < restores; i++) {
    for (const n of i % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) times[n].push(await restore(clients[n]))
  }
  await nginx.stop()
  await server.stop()
  const [own, limit] = times.map((all) => ({ median: median(all), from: Math.min(...all), to: Math.max(...all) }))
  if (!own || !limit) return
  const slower = (own.median / limit.median - 1) * 100
  const seconds = (side: typeof own) =>
    `${round(side.median / 1000, 2)} s (${round(side.from / 1000, 2)} to ${round(side.to / 1000, 2)})`
  note({
    what,
    must,
    measured: `${seconds(own)}, from nginx ${seconds(limit)}: ${round(slower, 1)} %`,
    isMet: slower <= 5 || (own.median <= limit.to && own.median >= limit.from),
  })
}

/** Fetched as if Lode were at nginx's address, so that every address in the documents is nginx's. */
async function mirrorFeed(server: { readonly url: string }, nginxUrl: string, ids: readonly string[]): Promise<void> {
  const host = new URL(nginxUrl).host
  const flat = await findPath(server, 'PackageBaseAddress/3.0.0')
  const hive = await findPath(server, 'RegistrationsBaseUrl/3.6.0')
  await mirror(server.url, folder, '/v3/index.json', host)
  for (const id of ids.map((each) => each.toLowerCase())) {
    await mirror(server.url, folder, `${flat}/${id}/index.json`, host)
    await mirror(server.url, folder, `${flat}/${id}/1.0.0/${id}.1.0.0.nupkg`, host)
    await mirror(server.url, folder, `${hive}/${id}/index.json`, host)
  }
}

type Client = { readonly dotnet: Dotnet; readonly project: string }

function openClient(name: string, server: { readonly url: string }, ids: readonly string[]): Client {
  const home = join(folder, `client-${name}`)
  mkdirSync(home)
  const dotnet = openDotnet(server, {}, home)
  const packages = Object.fromEntries(ids.map((id) => [id, '1.0.0']))
  const project = dotnet.project('App', { properties: { TargetFramework: 'net10.0' }, packages })
  return { dotnet, project }
}

async function restore({ dotnet, project }: Client): Promise<number> {
  dotnet.forgetDownloads()
  rmSync(join(project, 'obj'), { recursive: true, force: true })
  const result = await dotnet.run(['restore'], { cwd: project })
  if (result.code !== 0) throw new Error(`dotnet restore ended with ${result.code}:\n${result.text}`)
  return result.ms
}
