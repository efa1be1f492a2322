import { Agent, get } from 'node:http'
import { createPublisher, type ServerProcess } from '../test/server-process.ts'
import { giveTo, insertPackages, insertVersions } from './corpus.ts'
import { findPath, newInstance, pidOf, start } from './instance.ts'
import { readMainThreadSeconds } from './machine.ts'
import type { Options } from './options.ts'
import { nextPackage, pushTimed } from './pushes.ts'
import { median, round, type Note } from './table.ts'
import { load } from './wrk.ts'

/** How the cost of reads and pushes grows with the number of packages and of versions. Costs are time of the one thread that answers. */
export async function benchGrowth(options: Options, note: Note): Promise<void> {
  await growPackages(options, note)
  await growVersions(options, note)
}

/** Reads of packages that nobody asked for before, and of one again and again, while the gallery grows. */
async function growPackages({ packageSteps }: Options, note: Note): Promise<void> {
  const env = await newInstance('growth')
  await insertVersions(env, 'Bench.Same', 10)
  let present = 0
  const costs: { readonly fresh: number; readonly again: number }[] = []
  for (const packages of packageSteps) {
    console.error(`making ${packages - present} packages of 4 versions…`)
    const ids = await insertPackages(env, packages - present, { from: present, versions: 4 })
    present = packages
    const server = await start(env)
    const hive = await findPath(server, 'RegistrationsBaseUrl/3.6.0')
    const paths = pickEvenly(ids, 1000).map((id) => `${hive}/${id.toLowerCase()}/index.json`)
    await costOfEach(server, paths.slice(0, 300)) // compiled
    const fresh = await costOfEach(server, paths.slice(300))
    const again = await costOfLoad(server, `${hive}/bench.same/index.json`)
    costs.push({ fresh, again })
    await server.stop()
    const first = costs[0] ?? { fresh, again }
    note({
      what: `registration index, ${round(packages)} packages, ${round(packages * 4)} versions`,
      must: 'cost does not grow',
      measured: `first read ${round(fresh)} µs (${round(fresh / first.fresh, 2)} ×), again ${round(again, 1)} µs (${round(again / first.again, 2)} ×)`,
      isMet: fresh / first.fresh <= 1.5 && again / first.again <= 1.5,
    })
  }
}

/** One ID with more and more versions: reads, a push into it, and the first reads after that push. */
async function growVersions({ versionSteps }: Options, note: Note): Promise<void> {
  const env = await newInstance('growth-versions')
  const secret = await createPublisher(env, 'bench')
  for (const versions of versionSteps) {
    await insertVersions(env, `Bench.V${versions}`, versions)
    await giveTo(env, `Bench.V${versions}`, 'bench')
  }
  const server = await start(env)
  const hive = await findPath(server, 'RegistrationsBaseUrl/3.6.0')
  const flat = await findPath(server, 'PackageBaseAddress/3.0.0')

  async function measure(versions: number) {
    const id = `Bench.V${versions}`
    const list = `${flat}/${id.toLowerCase()}/index.json`
    const index = `${hive}/${id.toLowerCase()}/index.json`
    const again = await costOfLoad(server, index)
    const pushes: number[] = []
    const firstLists: number[] = []
    const firstIndexes: number[] = []
    for (let i = 0; i < 15; i++) {
      pushes.push(await pushTimed(server, secret, await nextPackage(id)))
      firstLists.push(await ask(server.url + list))
      firstIndexes.push(await ask(server.url + index))
    }
    return { again, pushes, firstLists, firstIndexes }
  }

  for (const versions of versionSteps.slice(0, 1)) await measure(versions) // only compiles
  for (const versions of versionSteps) {
    const { again, pushes, firstLists, firstIndexes } = await measure(versions)
    note({
      what: `ID with ${round(versions)} ${versions === 1 ? 'version' : 'versions'}`,
      must: '',
      measured:
        `index again ${round(again, 1)} µs; push p50 ${round(median(pushes), 1)} ms; ` +
        `after it the versions list takes ${round(median(firstLists), 1)} ms, the index ${round(median(firstIndexes), 1)} ms`,
      isMet: null,
    })
  }
  await server.stop()
}

function pickEvenly<T>(values: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, Math.floor(values.length / count))
  return values.filter((_, i) => i % step === 0).slice(0, count)
}

const agent = new Agent({ keepAlive: true })

/** Milliseconds until the whole answer is there. */
async function ask(url: string): Promise<number> {
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
async function costOfEach(server: ServerProcess, paths: readonly string[]): Promise<number> {
  const before = readMainThreadSeconds(pidOf(server))
  for (const path of paths) await ask(server.url + path)
  return ((readMainThreadSeconds(pidOf(server)) - before) * 1e6) / paths.length
}

async function costOfLoad(server: ServerProcess, path: string): Promise<number> {
  await load(server.url + path, 1)
  const before = readMainThreadSeconds(pidOf(server))
  const seconds = 2
  const { rate } = await load(server.url + path, seconds)
  return ((readMainThreadSeconds(pidOf(server)) - before) * 1e6) / (rate * seconds)
}
