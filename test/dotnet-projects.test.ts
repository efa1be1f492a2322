import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildNupkg, type NupkgOptions } from './build-nupkg.ts'
import { hasDotnet, openDotnet, type Dotnet } from './dotnet.ts'
import { createKey, createUser } from './people.ts'
import { startRecordingProxy, type RecordingProxy } from './recording-proxy.ts'
import { startTestServer, type TestServer } from './server.ts'

type LockFile = { dependencies: Record<string, Record<string, { resolved: string; contentHash: string }>> }

/** What the stock client does for a project over time: floating versions, lock files, news about its packages. */
describe.skipIf(!hasDotnet)('the stock client and a project', { timeout: 180_000 }, () => {
  let server: TestServer
  let proxy: RecordingProxy
  let dotnet: Dotnet
  let secret = ''
  let first: Buffer

  beforeAll(async () => {
    server = await startTestServer()
    proxy = await startRecordingProxy(server)
    dotnet = openDotnet(proxy)
    secret = await createKey(server, await createUser(server, { name: 'ann' }))
    first = await publish({ id: 'Project.Lib', version: '1.0.0' })
    await publish({ id: 'Project.Lib', version: '1.1.0' })
    await publish({ id: 'Project.Lib', version: '2.0.0-rc.1+build.5' })
    await publish({ id: 'Project.Next', version: '3.0.0' })
  })
  afterAll(async () => {
    await proxy.close()
    await server.close()
  })

  async function publish(options: NupkgOptions): Promise<Buffer> {
    const body = Buffer.from(await buildNupkg(options))
    const headers = { 'X-NuGet-ApiKey': secret }
    const answer = await fetch(`${server.url}/api/v2/package/`, { method: 'PUT', headers, body })
    expect(answer.status).toBe(201)
    return body
  }

  function lockOf(project: string): LockFile['dependencies'][string] {
    const lock = JSON.parse(readFileSync(join(project, 'packages.lock.json'), 'utf8')) as LockFile
    return lock.dependencies['net10.0'] ?? {}
  }

  test('floating versions take the newest in range, and a lock file holds it with the hash of the pushed bytes', async () => {
    const lock = { RestorePackagesWithLockFile: 'true' }
    const exact = dotnet.project('Exact', { properties: lock, packages: { 'Project.Lib': '[1.0.0]' } })
    const stable = dotnet.project('Stable', { properties: lock, packages: { 'Project.Lib': '1.*' } })
    const newest = dotnet.project('Prerelease', { properties: lock, packages: { 'Project.Lib': '*-*' } })
    for (const project of [exact, stable, newest]) {
      const restored = await dotnet.run(['restore'], { cwd: project })
      expect([restored.code, restored.text]).toEqual([0, expect.not.stringMatching(/warn|error/)])
    }
    const resolved = [exact, stable, newest].map((project) => lockOf(project)['Project.Lib']?.resolved)
    expect(resolved).toEqual(['1.0.0', '1.1.0', '2.0.0-rc.1'])
    const sha512 = createHash('sha512').update(first).digest('base64')
    expect(lockOf(exact)['Project.Lib']?.contentHash).toBe(sha512)

    await publish({ id: 'Project.Lib', version: '1.2.0' })
    dotnet.forgetDownloads()
    const locked = await dotnet.run(['restore', '--locked-mode'], { cwd: stable })
    expect([locked.code, lockOf(stable)['Project.Lib']?.resolved]).toEqual([0, '1.1.0'])
    const updated = await dotnet.run(['restore', '--force-evaluate'], { cwd: stable })
    expect([updated.code, lockOf(stable)['Project.Lib']?.resolved]).toEqual([0, '1.2.0'])
  })

  test('protocol 61: "list package" tells of newer and of deprecated versions, and what to use instead', async () => {
    const about = {
      versions: ['1.0.0'],
      isLegacy: true,
      alternatePackageId: 'Project.Next',
      message: 'Use the next one.',
    }
    const deprecated = await fetch(`${server.url}/api/v2/package/Project.Lib/deprecations`, {
      method: 'PUT',
      headers: { 'X-NuGet-ApiKey': secret, 'Content-Type': 'application/json' },
      body: JSON.stringify(about),
    })
    expect(deprecated.status).toBe(200)
    const project = dotnet.project('Older', { packages: { 'Project.Lib': '1.0.0' } })
    expect((await dotnet.run(['restore'], { cwd: project })).code).toBe(0)
    dotnet.forgetDownloads()
    expect((await dotnet.run(['restore'], { cwd: project })).code).toBe(0)
    const outdated = await dotnet.run(['list', 'package', '--outdated'], { cwd: project })
    expect(outdated.text).toMatch(/> Project\.Lib\s+1\.0\.0\s+1\.0\.0\s+1\.2\.0/)
    const listed = await dotnet.run(['list', 'package', '--deprecated'], { cwd: project })
    expect(listed.text).toMatch(/> Project\.Lib\s+1\.0\.0\s+1\.0\.0\s+Legacy\s+Project\.Next/)
  })

  test('a search finds by words, and an added package is the newest stable one', async () => {
    await expect.poll(async () => (await fetch(`${server.url}/v3/query?q=project`)).text()).toContain('Project.Next')
    const found = await dotnet.run(['package', 'search', 'project', '--format', 'json', '--take', '5'])
    expect(found.stdout).toContain('"Project.Lib"')
    expect(found.stdout).toContain('"Project.Next"')
    const project = dotnet.project('Adding', {})
    const added = await dotnet.run(['add', project, 'package', 'Project.Lib'])
    expect([added.code, added.text]).toEqual([0, expect.stringContaining("'1.2.0'")])
  })

  test('symbols beside a package stay at home while no symbol server is advertised', async () => {
    const project = dotnet.project('Project.Symbols', {
      properties: { Version: '1.0.0', Description: 'x', IncludeSymbols: 'true', SymbolPackageFormat: 'snupkg' },
      files: { 'A.cs': 'public class A;' },
    })
    const path = await dotnet.pack(project)
    proxy.forget()
    const pushed = await dotnet.run(['nuget', 'push', path, '--source', 'lode', '--api-key', secret])
    expect([pushed.code, pushed.text]).toEqual([0, expect.stringContaining('Your package was pushed.')])
    expect(proxy.requests.filter(({ method }) => method === 'PUT').map(({ path, status }) => [path, status])).toEqual([
      ['/api/v2/package/', 201],
    ])
  })
})
