import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { buildNupkg } from './build-nupkg.ts'
import { createKey, createUser } from './people.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn } from './session.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { publishWaiting, upload, uploadPath, waitingToken } from './uploads.ts'

/** A file system of its own that is soon full; needs root, which `npm test` under CI has. */
function mountSmall(megabytes: number): string | null {
  const folder = join(temporaryFolder(), 'small')
  mkdirSync(folder)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
  return mounted.status === 0 ? folder : null
}

const canMount = (() => {
  const folder = process.getuid?.() === 0 ? mountSmall(1) : null
  if (folder) spawnSync('umount', [folder])
  return folder !== null
})()

describe.skipIf(!canMount)('a full disk', () => {
  let server: TestServer
  let folder: string

  afterEach(async () => {
    await server.close()
    spawnSync('umount', ['-l', folder])
  })

  async function start(settings: Record<string, string>): Promise<string> {
    server = await startTestServer({ settings })
    return createKey(server, await createUser(server))
  }

  async function push(secret: string, id: string, bytes: number): Promise<{ status: number; phrase: string }> {
    const body = new Uint8Array(await buildNupkg({ id, files: { 'lib/net8.0/a.dll': randomBytes(bytes) } }))
    const response = await fetch(`${server.url}/api/v2/package/`, {
      method: 'PUT',
      body,
      headers: { 'X-NuGet-ApiKey': secret },
    })
    await response.text()
    return { status: response.status, phrase: response.statusText }
  }

  const versions = async () => (await server.deps.db.read.selectFrom('versions').select('id').execute()).length
  const files = (root: string) =>
    readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length

  test('protocol 10: for packages: push and upload are answered 507, nothing stays, and a smaller one works', async () => {
    folder = mountSmall(3) ?? ''
    const secret = await start({ LODE_STORAGE: `file:${folder}` })
    expect(await push(secret, 'Full.Large', 5_000_000)).toEqual({
      status: 507,
      phrase: 'The disk of this gallery is full. Nothing was kept: tell its administrator and try again.',
    })
    expect([await versions(), files(folder)]).toEqual([0, 0])
    expect((await push(secret, 'Full.Small', 1000)).status).toBe(201)

    const user = await createUser(server)
    const visitor = await signIn(server, user)
    const before = files(folder)
    const large = await buildNupkg({ id: 'Full.Web', files: { 'lib/net8.0/a.dll': randomBytes(5_000_000) } })
    expect((await visitor.upload(uploadPath, large)).status).toBe(507)
    expect([await versions(), files(folder), await waitingToken(visitor)]).toEqual([1, before, null])
    expect((await upload(visitor, { id: 'Full.Web' })).status).toBe(303)
    expect((await publishWaiting(visitor)).status).toBe(303)
  })

  test('for the database: the push is answered 507, neither row nor file stays, and it works once there is room', async () => {
    folder = mountSmall(6) ?? ''
    const storage = temporaryFolder()
    const secret = await start({ LODE_DATABASE: `sqlite:${join(folder, 'lode.db')}`, LODE_STORAGE: `file:${storage}` })
    const filler = join(folder, 'filler')
    const { bavail, bsize } = statfsSync(folder)
    writeFileSync(filler, randomBytes(bavail * bsize))
    let answer = { status: 201, phrase: '' }
    // The write-ahead log may still have room of its own for a few commits.
    for (let i = 0; i < 200 && answer.status === 201; i++) answer = await push(secret, `Full.Db${i}`, 100)
    expect(answer.status).toBe(507)
    const before = await versions()
    expect(files(storage)).toBe(before)
    expect((await push(secret, 'Full.Again', 100)).status).toBe(507)
    expect([await versions(), files(storage)]).toEqual([before, before])
    rmSync(filler)
    expect((await push(secret, 'Full.Room', 100)).status).toBe(201)
  })
})
