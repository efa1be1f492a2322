import { createPublisher } from '../test/server-process.ts'
import { giveTo, insertVersions } from './corpus.ts'
import { ask, costOfLoad } from './costs.ts'
import { findPath, newInstance, start } from './instance.ts'
import type { Options } from './options.ts'
import { nextPackage, pushTimed } from './pushes.ts'
import { median, round, type Note } from './table.ts'

/** One ID with more and more versions: reads, a push into it, and the first reads after that push. Costs are time of the one thread that answers. */
export async function benchVersions({ versionSteps }: Options, note: Note): Promise<void> {
  const env = await newInstance('versions')
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
