import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { DatabaseKind } from '../src/db/database.ts'
import { buildNupkg } from './build-nupkg.ts'
import { canRunOn, newDatabaseSetting } from './databases.ts'
import {
  createPublisher,
  ensureBuilt,
  freePort,
  instanceEnv,
  lode,
  lodeOrThrow,
  pushPackage,
  startServerProcess,
} from './server-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const total = 400

/** `lode import` as a process of its own beside a running server: killed, stopped, and run again. */
describe.each(['sqlite', 'postgres'] as const)('the import process on %s', { timeout: 120_000 }, (kind) => {
  beforeAll(ensureBuilt)

  test.skipIf(!canRunOn(kind))('killed at any moment, goes on: nothing lost, nothing twice', async () => {
    const { env, server, folder } = await start(kind)
    const counts: number[] = []
    for (let kills = 0; kills < 4; kills++) {
      const before = await countVersions(server.url)
      const child = startImport(env, folder)
      while ((await countVersions(server.url)) === before) expect(child.exitCode).toBeNull()
      child.kill('SIGKILL')
      await once(child, 'exit')
      expect(child.signalCode).toBe('SIGKILL')
      counts.push(await countVersions(server.url))
      const report = JSON.parse(await lodeOrThrow(env, ['verify', '--json'])) as { problems: unknown[] }
      expect(report.problems).toEqual([])
    }
    expect(counts.toSorted((a, b) => a - b)).toEqual(counts)
    const last = counts.at(-1) ?? 0
    expect(last).toBeLessThan(total)

    const report = JSON.parse(await lodeOrThrow(env, ['import', folder, '--json'])) as object
    expect(report).toMatchObject({ files: total, imported: total - last, alreadyHere: last, refused: [] })
    expect(await countVersions(server.url)).toBe(total)
    await lodeOrThrow(env, ['verify', '--repair', '--older-than', '0s'])
    const left = JSON.parse(await lodeOrThrow(env, ['verify', '--json'])) as object
    expect(left).toMatchObject({ versions: total, problems: [], unreferenced: [] })
    expect(await server.stop()).toBe(0)
  })

  test.skipIf(!canRunOn(kind))('beside pushes, stopped by Ctrl-C, ends in good order with 130', async () => {
    const { env, server, folder, secret } = await start(kind)
    const child = startImport(env, folder)
    let output = ''
    child.stdout?.on('data', (data: Buffer) => (output += data.toString()))
    while ((await countVersions(server.url)) === 0) expect(child.exitCode).toBeNull()
    const pushed = await pushPackage(server.url, secret, await buildNupkg({ id: 'Pushed.Meanwhile' }))
    expect(pushed.status).toBe(201)
    child.kill('SIGINT')
    await once(child, 'close')
    expect(child.exitCode).toBe(130)
    expect(output).toContain('Stopped before the end. Run the command again to go on.')
    const clean = JSON.parse(await lodeOrThrow(env, ['verify', '--json'])) as object
    expect(clean).toMatchObject({ problems: [], unreferenced: [] })

    const again = await lode(env, ['import', folder])
    expect(again.code).toBe(0)
    expect(await countVersions(server.url)).toBe(total)
    expect(await untilFound(server.url, 'bulk.package')).toBe(`1.${total - 1}.0`)
    expect(await server.stop()).toBe(0)
  })
})

async function start(kind: DatabaseKind) {
  const port = String(await freePort())
  const database = await newDatabaseSetting(kind)
  const env = instanceEnv({ LODE_DATA: temporaryFolder(), LODE_PORT: port, LODE_DATABASE: database })
  await lodeOrThrow(env, ['migrate'])
  const admin = ['user', 'create', 'ann', '--email', 'ann@example.com', '--password-stdin', '--admin']
  await lodeOrThrow(env, admin, 'correct horse battery')
  const secret = await createPublisher(env, 'bob')
  const folder = temporaryFolder()
  for (let i = 0; i < total; i++) {
    const version = `1.${i}.0`
    mkdirSync(join(folder, 'bulk.package', version), { recursive: true })
    const path = join(folder, 'bulk.package', version, `bulk.package.${version}.nupkg`)
    writeFileSync(path, await buildNupkg({ id: 'Bulk.Package', version }))
  }
  return { env, folder, secret, server: await startServerProcess(env) }
}

function startImport(env: NodeJS.ProcessEnv, folder: string): ChildProcess {
  const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
  return spawn(process.execPath, [cli, 'import', folder], { env, stdio: ['ignore', 'pipe', 'inherit'] })
}

/** What a client sees at this moment. */
async function countVersions(url: string): Promise<number> {
  const response = await fetch(`${url}/v3/flat/bulk.package/index.json`)
  if (response.status === 404) return response.text().then(() => 0)
  return ((await response.json()) as { versions: string[] }).versions.length
}

/** The version that search shows, once its index has followed. */
async function untilFound(url: string, id: string): Promise<string> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const response = await fetch(`${url}/v3/query?q=packageid:${id}&semVerLevel=2.0.0`)
    const { data } = (await response.json()) as { data: { version: string }[] }
    if (data[0]?.version === `1.${total - 1}.0`) return data[0].version
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`search does not find ${id}`)
}
