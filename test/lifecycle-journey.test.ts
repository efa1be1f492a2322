import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { changeDeprecation } from '../src/publish/deprecate.ts'
import { deleteVersions } from '../src/publish/delete-versions.ts'
import { buildNupkg } from './build-nupkg.ts'
import { hasDotnet, openDotnet, type Dotnet, type DotnetResult } from './dotnet.ts'
import { createKey, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'

const operator = { account: null, through: 'command-line', address: null } as const

describe.skipIf(!hasDotnet)('the stock client and the life of a version', { timeout: 180_000 }, () => {
  let server: TestServer
  let dotnet: Dotnet
  let ann: Account
  let secret: string

  beforeAll(async () => {
    server = await startTestServer()
    dotnet = openDotnet(server)
    ann = await createUser(server, { name: 'ann' })
    secret = await createKey(server, ann)
    for (const [id, version] of [
      ['Life.Old', '1.0.0'],
      ['Life.Old', '2.0.0'],
      ['Life.New', '3.0.0'],
      ['Life.Gone', '1.0.0'],
    ] as const) {
      expect((await push(server, secret, { id, version })).status).toBe(201)
    }
  })
  afterAll(() => server.close())

  async function restore(name: string, packages: Record<string, string>): Promise<DotnetResult & { folder: string }> {
    const folder = dotnet.project(name, { packages })
    return { ...(await dotnet.run(['restore'], { cwd: folder })), folder }
  }

  test('protocol 61: "dotnet list package --deprecated" shows reasons and alternate at once, and nothing once it is taken back', async () => {
    const { folder, text } = await restore('Deprecated', { 'Life.Old': '1.0.0' })
    expect(text).not.toMatch(/error/)
    const alternate = { id: 'life.new', version: '3.0' }
    const deprecation = { reasons: ['Legacy', 'CriticalBugs'], message: 'Use Life.New.', alternate } as const
    const change = { id: 'Life.Old', versions: ['1.0.0'], deprecation, isListed: null }
    expect(await changeDeprecation(server.deps, { kind: 'user', user: ann }, change, operator)).toMatchObject({
      ok: true,
    })
    const listed = await dotnet.run(['list', 'package', '--deprecated'], { cwd: folder })
    expect(listed.text).toMatch(/> Life\.Old +1\.0\.0 +1\.0\.0 +Legacy,CriticalBugs +Life\.New >= 3\.0\.0/)
    expect(listed.code).toBe(0)

    const undone = { ...change, deprecation: null }
    await changeDeprecation(server.deps, { kind: 'user', user: ann }, undone, operator)
    dotnet.forgetDownloads() // the client keeps registration documents for half an hour
    const again = await dotnet.run(['list', 'package', '--deprecated'], { cwd: folder })
    expect(again.text).toContain('has no deprecated packages')
  })

  test('protocol 46: "dotnet nuget delete" unlists a version written in another form, twice; an unknown one fails', async () => {
    const remove = (version: string) =>
      dotnet.run(['nuget', 'delete', 'life.old', version, '--source', 'lode', '--api-key', secret, '--non-interactive'])
    for (let i = 0; i < 2; i++) {
      const removed = await remove('2.0.0.0')
      expect([removed.code, removed.text]).toEqual([0, expect.stringContaining('was deleted successfully')])
    }
    const unknown = await remove('9.0.0')
    expect(unknown.code).toBe(1)
    expect(unknown.text).toMatch(/404 \(There is no version 9\.0\.0 of Life\.Old\./)
    const found = await dotnet.run(['package', 'search', 'Life.Old', '--format', 'json'])
    expect(found.text).toContain('1.0.0')
    expect(found.text).not.toContain('2.0.0')
    expect((await restore('Unlisted', { 'Life.Old': '[2.0.0]' })).code).toBe(0)
  })

  test('gallery 51: a deleted version neither restores nor counts as published for --skip-duplicate', async () => {
    const deletion = { id: 'Life.Gone', versions: ['1.0.0'], kind: 'soft', reason: null } as const
    await deleteVersions(server.deps, { kind: 'user', user: ann }, deletion, operator)
    const restored = await restore('Gone', { 'Life.Gone': '1.0.0' })
    expect(restored.code).toBe(1)
    expect(restored.text).toMatch(/NU1101.*Life\.Gone/)

    const path = join(dotnet.folder, 'Life.Gone.1.0.0.nupkg')
    writeFileSync(path, await buildNupkg({ id: 'Life.Gone', version: '1.0.0' }))
    const args = ['nuget', 'push', path, '--source', 'lode', '--api-key', secret, '--skip-duplicate']
    const pushed = await dotnet.run(args)
    expect(pushed.code).toBe(1)
    expect(pushed.text).toContain('403 (Life.Gone 1.0.0 was deleted and cannot be published again')
  })
})
