import { startPostgres } from '../test/postgres.ts'
import { importPackages } from './corpus.ts'
import { contestant, findPath, folder, newInstance, start } from './instance.ts'
import { mirror, startNginx } from './nginx.ts'
import type { Options } from './options.ts'
import { round, type Note } from './table.ts'
import { compare, type ReadRow } from './wrk.ts'

/** Reads on SQLite beside nginx with the same bytes. */
export async function benchReads(options: Options, note: Note): Promise<void> {
  await compareReads(await newInstance('reads'), '', { ...options, must: 0.7 }, note)
}

/** The same reads with the rows in PostgreSQL. */
export async function benchPostgresReads(options: Options, note: Note): Promise<void> {
  const postgres = await startPostgres({ fsync: true })
  try {
    await postgres.execute('create database reads')
    const env = await newInstance('postgres-reads', { LODE_DATABASE: postgres.urlOf('reads') })
    await compareReads(env, ', PostgreSQL', { ...options, must: 0.3 }, note)
  } finally {
    await postgres.stop()
  }
}

async function compareReads(
  env: NodeJS.ProcessEnv,
  suffix: string,
  options: Options & { readonly must: number },
  note: Note,
): Promise<void> {
  await importPackages(env, options.manyVersions)
  const server = await start(env)
  const nginx = await startNginx(folder)
  const rows = await listReads(server, suffix, options)
  for (const row of rows) await mirror(server.url, folder, row.path)
  for (const row of rows) note(await compare(contestant(server), nginx, row, options))
  await nginx.stop()
  await server.stop()
}

async function listReads(
  server: { readonly url: string },
  suffix: string,
  { must, manyVersions }: { readonly must: number; readonly manyVersions: number },
): Promise<readonly ReadRow[]> {
  const flat = await findPath(server, 'PackageBaseAddress/3.0.0')
  const registrations = await findPath(server, 'RegistrationsBaseUrl/3.6.0')
  const small = `${flat}/bench.small`
  const many = `${round(manyVersions)} versions`
  const reads: readonly (readonly [string, string, number?])[] = [
    ['versions list', `${small}/index.json`],
    ['registration index', `${registrations}/bench.small/index.json`],
    ['nuspec', `${small}/1.0.0/bench.small.nuspec`],
    ['nupkg, 10 KB', `${small}/1.0.0/bench.small.1.0.0.nupkg`],
    ['nupkg, 50 MB', `${flat}/bench.large/1.0.0/bench.large.1.0.0.nupkg`, 2],
    [`versions list, ${many}`, `${flat}/bench.many/index.json`],
    [`registration index, ${many}`, `${registrations}/bench.many/index.json`],
    [`registration page, ${many}`, await firstPage(server, `${registrations}/bench.many/index.json`)],
  ]
  return reads.map(([what, path, connections]) => ({
    what: what + suffix,
    must,
    path,
    ...(connections !== undefined && { connections }),
  }))
}

async function firstPage(server: { readonly url: string }, index: string): Promise<string> {
  const { items } = (await (await fetch(server.url + index)).json()) as { items: { '@id': string }[] }
  const page = items[0]?.['@id']
  if (page === undefined) throw new Error(`${index} has no page`)
  return new URL(page).pathname
}
