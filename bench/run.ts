import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../test/postgres.ts'
import {
  createPublisher,
  freePort,
  instanceEnv,
  lodeOrThrow,
  startServerProcess,
  type ServerProcess,
} from '../test/server-process.ts'
import { importPackages, insertPackages, words } from './corpus.ts'
import { describeMachine, onServerCore, readPss } from './machine.ts'
import { mirror, startNginx } from './nginx.ts'
import { measureLargePush, measurePushes, pushAlone } from './pushes.ts'
import { measureSearches } from './searches.ts'
import { median, renderMarkdown, round, type Row } from './table.ts'
import { compare, measureRate, type Contestant, type ReadRow } from './wrk.ts'

/** `npm run bench [-- --quick] [-- --packages N]`: the table "Speed it must reach" of design.md, as far as it goes. */

const isQuick = process.argv.includes('--quick')
const packagesFlag = process.argv.indexOf('--packages')
const size = {
  rounds: isQuick ? 3 : 7,
  seconds: 1,
  manyVersions: isQuick ? 200 : 1000,
  packages: packagesFlag > 0 ? Number(process.argv[packagesFlag + 1]) : isQuick ? 10_000 : 100_000,
  pushes: isQuick ? 100 : 300,
  searches: isQuick ? 100 : 300,
}
const megabyte = 2 ** 20
const folder = mkdtempSync(join(tmpdir(), 'lode-bench-'))
const rows: Row[] = []

function note(...added: readonly Row[]): void {
  for (const row of added) {
    rows.push(row)
    console.error(`${row.what}: ${row.measured}`)
  }
}

async function newInstance(name: string, settings: Record<string, string> = {}): Promise<NodeJS.ProcessEnv> {
  const data = join(folder, name)
  mkdirSync(data)
  const env = instanceEnv({ LODE_DATA: data, LODE_HOST: '127.0.0.1', LODE_PORT: String(await freePort()), ...settings })
  await lodeOrThrow(env, ['migrate'])
  return env
}

/** `taskset` becomes the server: its process is the server's. */
const contestant = (server: ServerProcess): Contestant => ({ url: server.url, pid: server.child.pid ?? 0 })

const start = (env: NodeJS.ProcessEnv) => startServerProcess(env, { wrapper: onServerCore })

async function findResource(server: ServerProcess, type: string): Promise<string> {
  const index = (await (await fetch(`${server.url}/v3/index.json`)).json()) as { resources: Record<string, string>[] }
  const address = index.resources.find((resource) => resource['@type'] === type)?.['@id']
  if (!address) throw new Error(`the service index has no ${type}`)
  return address.replace(/\/$/, '')
}

async function readRows(server: ServerProcess, suffix: string, must: number): Promise<readonly ReadRow[]> {
  const flat = new URL(await findResource(server, 'PackageBaseAddress/3.0.0')).pathname
  const registrations = new URL(await findResource(server, 'RegistrationsBaseUrl/3.6.0')).pathname
  const small = `${flat}/bench.small`
  return [
    { what: `versions list${suffix}`, must, path: `${small}/index.json` },
    { what: `registration index${suffix}`, must, path: `${registrations}/bench.small/index.json` },
    { what: `nuspec${suffix}`, must, path: `${small}/1.0.0/bench.small.nuspec` },
    { what: `nupkg, 10 KB${suffix}`, must, path: `${small}/1.0.0/bench.small.1.0.0.nupkg` },
    { what: `nupkg, 50 MB${suffix}`, must, path: `${flat}/bench.large/1.0.0/bench.large.1.0.0.nupkg`, connections: 2 },
    {
      what: `versions list, ${round(size.manyVersions)} versions${suffix}`,
      must,
      path: `${flat}/bench.many/index.json`,
    },
    {
      what: `registration index, ${round(size.manyVersions)} versions${suffix}`,
      must,
      path: `${registrations}/bench.many/index.json`,
    },
  ]
}

/** Reads on SQLite beside nginx; then pushes, and what they cost. */
async function benchSmall(): Promise<void> {
  const env = await newInstance('small')
  console.error('making packages…')
  await importPackages(env, size.manyVersions)
  const secret = await createPublisher(env, 'bench')
  const server = await start(env)
  const nginx = await startNginx(folder)
  const compared = await readRows(server, '', 0.7)
  for (const row of compared) await mirror(server.url, folder, row.path)
  for (const row of compared) note(await compare(contestant(server), nginx, row, size))
  note(...(await measurePushes(server, secret, size.pushes)))
  await server.stop()

  const fresh = await start(env)
  note(await measureLargePush(fresh, secret))
  await fresh.stop()
  const idle = await start(env)
  await new Promise((resolve) => setTimeout(resolve, 3000))
  const pss = readPss(idle.child.pid ?? 0) / megabyte
  note({ what: 'memory (PSS), idle', must: '≤ 110 MB', measured: `${round(pss)} MB`, isMet: pss <= 110 })
  await idle.stop()

  await benchPostgres(nginx)
  await nginx.stop()
  note(await measureNpmStart(env))
}

async function benchPostgres(nginx: Contestant): Promise<void> {
  const postgres = await startPostgres({ fsync: true })
  try {
    await postgres.execute('create database bench')
    const env = await newInstance('postgres', { LODE_DATABASE: postgres.urlOf('bench') })
    await importPackages(env, 0)
    const server = await start(env)
    const wanted = (await readRows(server, ', PostgreSQL', 0.3)).slice(0, 4)
    for (const row of wanted) note(await compare(contestant(server), nginx, row, size))
    await server.stop()
  } finally {
    await postgres.stop()
  }
}

/** Search, start, memory and pushes with many packages. */
async function benchBig(): Promise<void> {
  const empty = await newInstance('empty')
  const env = await newInstance('big')
  console.error(`making ${size.packages} packages…`)
  await insertPackages(env, size.packages)
  const secret = await createPublisher(env, 'bench')
  const first = await start(env)
  const searchUrl = await findResource(first, 'SearchQueryService/3.5.0')
  await untilIndexed(searchUrl)
  await first.stop()

  const starts: number[] = []
  for (let i = 0; i < (isQuick ? 3 : 5); i++) {
    const again = await start(env)
    starts.push(again.startMs)
    await again.stop()
  }
  note({
    what: `start with ${round(size.packages)} packages`,
    must: '≤ 1 s to the first answer',
    measured: `${round(median(starts))} ms (${round(Math.min(...starts))} to ${round(Math.max(...starts))})`,
    isMet: median(starts) <= 1000,
  })

  const server = await start(env)
  note(...(await measureSearches(searchUrl, size.packages, size.searches)))
  note(await comparePushes(server, secret, empty))
  note(await measureMemoryUnderLoad(server, searchUrl))
  await server.stop()
}

/** The index follows the catalog behind the first start. */
async function untilIndexed(searchUrl: string): Promise<void> {
  for (;;) {
    const answer = (await (await fetch(`${searchUrl}?q=&take=1`)).json()) as { totalHits?: number }
    if ((answer.totalHits ?? 0) >= Math.min(size.packages, 10_001)) break
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  const last = `P${size.packages - 1}`
  for (;;) {
    const answer = (await (await fetch(`${searchUrl}?q=${last}&take=1`)).json()) as { totalHits?: number }
    if ((answer.totalHits ?? 0) > 0) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function comparePushes(big: ServerProcess, bigSecret: string, emptyEnv: NodeJS.ProcessEnv): Promise<Row> {
  const emptySecret = await createPublisher(emptyEnv, 'bench')
  const empty = await start(emptyEnv)
  const ratios: number[] = []
  await pushAlone(big, bigSecret, 20)
  await pushAlone(empty, emptySecret, 20)
  for (let i = 0; i < size.rounds; i++) {
    const without = median(await pushAlone(empty, emptySecret, size.pushes / 6))
    ratios.push(median(await pushAlone(big, bigSecret, size.pushes / 6)) / without)
  }
  await empty.stop()
  const slower = (median(ratios) - 1) * 100
  return {
    what: `push, 10 KB, with ${round(size.packages)} packages`,
    must: 'p50 at most 15 % slower than with none',
    measured: `${round(slower)} % slower (${round((Math.min(...ratios) - 1) * 100)} to ${round((Math.max(...ratios) - 1) * 100)} %)`,
    isMet: slower <= 15,
  }
}

async function measureMemoryUnderLoad(server: ServerProcess, searchUrl: string): Promise<Row> {
  const registrations = await findResource(server, 'RegistrationsBaseUrl/3.6.0')
  const found = (await (await fetch(`${searchUrl}?q=${words[1]}&take=200`)).json()) as { data: { id: string }[] }
  let most = readPss(server.child.pid ?? 0)
  const watch = setInterval(() => (most = Math.max(most, readPss(server.child.pid ?? 0))), 250)
  const ids = found.data.map((hit) => hit.id.toLowerCase()).slice(0, isQuick ? 4 : 12)
  for (const id of ids) await measureRate(`${registrations}/${id}/index.json`, 1)
  clearInterval(watch)
  const pss = most / megabyte
  return {
    what: `memory (PSS), ${round(size.packages)} packages under load`,
    must: '≤ 350 MB',
    measured: `${round(pss)} MB`,
    isMet: pss <= 350,
  }
}

/** `npm start` when nothing has to be installed or built. */
async function measureNpmStart(env: NodeJS.ProcessEnv): Promise<Row> {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const times: number[] = []
  for (let i = 0; i < 3; i++) {
    const startedAt = performance.now()
    const child = spawn('npm', ['start'], { cwd: root, env, stdio: 'ignore', detached: true })
    const exited = new Promise((resolve) => child.once('exit', resolve))
    while (
      !(await fetch(`http://127.0.0.1:${env.LODE_PORT}/health`).then(
        (r) => r.ok,
        () => false,
      ))
    ) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    times.push(performance.now() - startedAt)
    process.kill(-(child.pid ?? 0), 'SIGTERM')
    await exited
  }
  return {
    what: 'second `npm start`',
    must: '',
    measured: `${round(median(times))} ms to the first answer`,
    isMet: null,
  }
}

const title = describeMachine()
try {
  await benchSmall()
  await benchBig()
  const table = renderMarkdown(title, rows)
  console.log(table)
  const results = fileURLToPath(new URL('results', import.meta.url))
  mkdirSync(results, { recursive: true })
  const file = join(
    results,
    `${new Date().toISOString().slice(0, 16).replaceAll(':', '')}${isQuick ? '-quick' : ''}.md`,
  )
  writeFileSync(file, table)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
