import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildNupkg } from './build-nupkg.ts'
import {
  createPublisher,
  ensureBuilt,
  freePort,
  instanceEnv,
  lodeOrThrow,
  pushPackage,
  startServerProcess,
} from './server-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

type Call = { readonly name: string; readonly text: string }

/** Completed system calls in the order of their completion; strace splits calls that other threads interrupt. */
function readTrace(path: string): Call[] {
  const pending = new Map<string, string>()
  const calls: Call[] = []
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [, pid = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    if (rest.endsWith('<unfinished ...>')) {
      // What is written counts from when the writing starts, everything else from when it is done.
      if (/^(write|writev|sendto|sendmsg)\(/.test(rest))
        calls.push({ name: rest.slice(0, rest.indexOf('(')), text: rest })
      else pending.set(pid, rest)
      continue
    }
    const text = rest.startsWith('<... ') ? `${pending.get(pid) ?? ''}${rest}` : rest
    calls.push({ name: text.slice(0, text.indexOf('(')), text })
  }
  return calls
}

/** What a server does from the moment strace is attached until a push is answered with 201, and where that answer is. */
async function tracePush(bytes: Buffer): Promise<{ readonly seen: readonly Call[]; readonly answered: number }> {
  await ensureBuilt()
  const folder = temporaryFolder()
  const env = instanceEnv({ LODE_DATA: folder, LODE_HOST: '127.0.0.1', LODE_PORT: String(await freePort()) })
  await lodeOrThrow(env, ['migrate'])
  const secret = await createPublisher(env, 'ann')
  const trace = join(folder, 'trace')
  const calls = 'trace=fsync,fdatasync,rename,renameat,renameat2,write,writev,sendto,sendmsg'
  const server = await startServerProcess(env)
  const args = ['-f', '-y', '-s', '200', '-o', trace, '-e', calls, '-p', String(server.child.pid)]
  const strace = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(strace, 'exit')
  await once(strace.stderr, 'data') // says that it is attached
  const response = await pushPackage(server.url, secret, bytes).finally(server.stop)
  await ended
  expect(response.status).toBe(201)
  const seen = readTrace(trace)
  const isAnswer = ({ text }: Call) => /^(write|writev|sendto|sendmsg)\(.*HTTP\/1\.1 201/.test(text)
  return { seen, answered: find(seen, '201', isAnswer) }
}

function find(seen: readonly Call[], what: string, isIt: (call: Call, index: number) => boolean): number {
  const index = seen.findIndex(isIt)
  if (index < 0) throw new Error(`the trace has no ${what}`)
  return index
}

const isFolderSync = ({ text }: Call) => /^fsync\(\d+<[^>]*\/packages\/[0-9a-f]{2}>/.test(text)
const isDatabaseSync = ({ text }: Call) => /^f(data)?sync\(\d+<[^>]*lode\.db-wal>/.test(text)

describe('a push is on the disk, file, folder and database, before its 201 is written', { timeout: 60_000 }, () => {
  test('when it is small and is written in its place', async () => {
    const { seen, answered } = await tracePush(await buildNupkg({ id: 'Contoso.Core' }))
    const fileSynced = find(seen, 'sync of the file', ({ text }) =>
      /^fsync\(\d+<[^>]*\/packages\/[0-9a-f]{2}\/[^>]+>/.test(text),
    )
    const folderSynced = find(seen, 'sync of the folder', isFolderSync)
    const databaseSynced = seen.slice(0, answered).findLastIndex(isDatabaseSync)
    expect(databaseSynced).toBeGreaterThan(Math.max(fileSynced, folderSynced))
    expect(answered).toBeGreaterThan(databaseSynced)
  })

  test('when it is larger and is renamed into its place', async () => {
    const files = { 'lib/net8.0/a.dll': randomBytes(1_000_000) }
    const { seen, answered } = await tracePush(await buildNupkg({ id: 'Contoso.Core', files }))
    const isUpload = (name: string) => (call: Call) => call.name.startsWith(name) && call.text.includes('/uploads/')
    const renamed = find(seen, 'rename into the store', isUpload('rename'))
    const fileSynced = find(seen, 'sync of the file', isUpload('fsync'))
    const folderSynced = find(seen, 'sync of the folder', (call, index) => index > renamed && isFolderSync(call))
    const databaseSynced = seen.slice(0, answered).findLastIndex(isDatabaseSync)
    expect(fileSynced).toBeLessThan(renamed)
    expect(databaseSynced).toBeGreaterThan(folderSynced)
    expect(answered).toBeGreaterThan(databaseSynced)
  })
})
