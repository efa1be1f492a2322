import { createPublisher, type ServerProcess } from '../test/server-process.ts'
import { insertPackages, insertVersions } from './corpus.ts'
import { costOfEach, costOfLoad } from './costs.ts'
import { findPath, findResource, newInstance, start, untilIndexed } from './instance.ts'
import { bringIntoMemory } from './machine.ts'
import { measureMemoryUnderLoad } from './memory.ts'
import type { Options } from './options.ts'
import { comparePushes } from './pushes.ts'
import { measureSearches } from './searches.ts'
import { measureStarts } from './starts.ts'
import { round, type Note } from './table.ts'

/**
 * One gallery that grows, its packages of four versions each: the cost of reads of packages that nobody asked for before and
 * of one again and again; start, memory and pushes with `packages` of them; search with these and with the most. Costs are time
 * of the one thread that answers.
 */
export async function benchPackages(options: Options, note: Note): Promise<void> {
  const env = await newInstance('packages')
  const secret = await createPublisher(env, 'bench')
  await insertVersions(env, 'Bench.Same', 10)
  const most = Math.max(...options.packageSteps)
  let present = 0
  let first: ReadCosts | null = null
  for (const packages of options.packageSteps) {
    console.error(`making ${packages - present} packages of 4 versions…`)
    const ids = await insertPackages(env, packages - present, { from: present, versions: 4 })
    present = packages
    const indexing = await start(env) // costs are those of a server at rest
    const searchUrl = await findResource(indexing, 'SearchQueryService/3.5.0')
    await untilIndexed(searchUrl, packages)
    await indexing.stop()

    await bringIntoMemory(env.LODE_DATA ?? '')
    const server = await start(env)
    const costs = await measureReads(server, ids)
    first ??= costs
    note(toRow(packages, costs, first))
    if (packages >= options.packages) {
      await bringIntoMemory(env.LODE_DATA ?? '')
      note(...(await measureSearches(searchUrl, packages, options.searches)))
    }
    if (packages === options.packages) await measurePushesAndMemory({ server, secret, searchUrl }, options, note)
    await server.stop()
    if (packages === options.packages || packages === most)
      note(await measureStarts(env, packages, options.isQuick ? 3 : 5))
  }
}

type ReadCosts = { readonly fresh: number; readonly again: number }

async function measureReads(server: ServerProcess, ids: readonly string[]): Promise<ReadCosts> {
  const hive = await findPath(server, 'RegistrationsBaseUrl/3.6.0')
  const paths = pickEvenly(ids, 1000).map((id) => `${hive}/${id.toLowerCase()}/index.json`)
  await costOfEach(server, paths.slice(0, 300)) // compiled
  const fresh = await costOfEach(server, paths.slice(300))
  return { fresh, again: await costOfLoad(server, `${hive}/bench.same/index.json`) }
}

function toRow(packages: number, { fresh, again }: ReadCosts, first: ReadCosts) {
  return {
    what: `registration index, ${round(packages)} packages, ${round(packages * 4)} versions`,
    must: 'cost does not grow',
    measured: `first read ${round(fresh)} µs (${round(fresh / first.fresh, 2)} ×), again ${round(again, 1)} µs (${round(again / first.again, 2)} ×)`,
    isMet: fresh / first.fresh <= 1.5 && again / first.again <= 1.5,
  }
}

type Big = { readonly server: ServerProcess; readonly secret: string; readonly searchUrl: string }

async function measurePushesAndMemory({ server, secret, searchUrl }: Big, options: Options, note: Note): Promise<void> {
  const empty = await newInstance('empty')
  const emptySecret = await createPublisher(empty, 'bench')
  const emptyServer = await start(empty)
  note(
    await comparePushes(
      { server, secret },
      { server: emptyServer, secret: emptySecret },
      { what: `push, 10 KB, with ${options.packages.toLocaleString('en')} packages`, ...options },
    ),
  )
  await emptyServer.stop()
  note(await measureMemoryUnderLoad(server, searchUrl, options))
}

function pickEvenly<T>(values: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, Math.floor(values.length / count))
  return values.filter((_, i) => i % step === 0).slice(0, count)
}
