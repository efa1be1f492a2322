import { createPublisher } from '../test/server-process.ts'
import { insertPackages } from './corpus.ts'
import { findResource, newInstance, start, untilIndexed } from './instance.ts'
import { measureMemoryUnderLoad } from './memory.ts'
import type { Options } from './options.ts'
import { comparePushes } from './pushes.ts'
import { measureSearches } from './searches.ts'
import { measureStarts } from './starts.ts'
import type { Note } from './table.ts'

/** Search, start, memory and pushes with many packages. */
export async function benchBig(options: Options, note: Note): Promise<void> {
  const { packages } = options
  const empty = await newInstance('empty')
  const env = await newInstance('big')
  console.error(`making ${packages} packages…`)
  await insertPackages(env, packages)
  const secret = await createPublisher(env, 'bench')
  const first = await start(env)
  const searchUrl = await findResource(first, 'SearchQueryService/3.5.0')
  await untilIndexed(searchUrl, packages)
  await first.stop()

  note(await measureStarts(env, packages, options.isQuick ? 3 : 5))
  const server = await start(env)
  note(...(await measureSearches(searchUrl, packages, options.searches)))
  const emptySecret = await createPublisher(empty, 'bench')
  const emptyServer = await start(empty)
  note(
    await comparePushes(
      { server, secret },
      { server: emptyServer, secret: emptySecret },
      { what: `push, 10 KB, with ${packages.toLocaleString('en')} packages`, ...options },
    ),
  )
  await emptyServer.stop()
  note(await measureMemoryUnderLoad(server, searchUrl, options))
  await server.stop()
}
