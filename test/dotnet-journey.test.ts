import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { buildNupkg, type NupkgOptions } from './build-nupkg.ts'
import { hasDotnet, openDotnet, type Dotnet, type DotnetResult } from './dotnet.ts'
import { createKey, createUser } from './people.ts'
import { startRecordingProxy, type RecordingProxy } from './recording-proxy.ts'
import { startTestServer, type TestServer } from './server.ts'

/** Writes a package where the client finds it. */
async function writeNupkg(dotnet: Dotnet, options: NupkgOptions & { id: string }): Promise<string> {
  const path = join(dotnet.folder, `${options.id}.${options.version ?? '1.0.0'}.nupkg`)
  writeFileSync(path, await buildNupkg(options))
  return path
}

/** The versions that a restore chose, by ID. */
async function restoredVersions(project: string): Promise<Record<string, string>> {
  const assets = JSON.parse(await readFile(join(project, 'obj', 'project.assets.json'), 'utf8')) as {
    libraries: Record<string, unknown>
  }
  return Object.fromEntries(Object.keys(assets.libraries).map((library) => library.split('/') as [string, string]))
}

describe.skipIf(!hasDotnet)('the stock client', { timeout: 120_000 }, () => {
  let server: TestServer
  let proxy: RecordingProxy
  let dotnet: Dotnet
  let ann: Account
  let secret = ''

  beforeAll(async () => {
    server = await startTestServer({ settings: { LODE_MAX_PACKAGE_BYTES: '100000' } })
    proxy = await startRecordingProxy(server)
    dotnet = openDotnet(proxy)
    ann = await createUser(server, { name: 'ann' })
    secret = await createKey(server, ann)
  })
  afterAll(async () => {
    await proxy.close()
    await server.close()
  })

  function push(path: string, key = secret, ...more: string[]): Promise<DotnetResult> {
    return dotnet.run(['nuget', 'push', path, '--source', 'lode', '--api-key', key, ...more])
  }

  /** Many versions are pushed without the client, which takes a second for each. */
  async function publish(options: NupkgOptions): Promise<void> {
    const body = new Uint8Array(await buildNupkg(options))
    const headers = { 'X-NuGet-ApiKey': secret }
    const answer = await fetch(`${server.url}/api/v2/package/`, { method: 'PUT', headers, body })
    expect([answer.status, answer.statusText]).toEqual([201, expect.any(String)])
  }

  async function readPage(path: string): Promise<string> {
    return (await fetch(proxy.url + path)).text()
  }

  /** The arguments of a command that a package page shows. */
  async function shownCommand(path: string, pattern: RegExp): Promise<readonly string[]> {
    const command = pattern.exec(await readPage(path))?.[1]
    if (command === undefined) throw new Error(`no command on ${path}`)
    return command.trim().split(' ')
  }

  test('gallery 5, protocol 8: a push answers 201, warns of a key that ends soon, and restores at once', async () => {
    const path = await writeNupkg(dotnet, { id: 'Journey.First', version: '1.0.0' })
    const endingKey = await createKey(server, ann, { days: 5 })
    const pushed = await push(path, endingKey)
    expect(pushed.text).toContain('Created')
    expect(pushed.text).toContain('Your package was pushed.')
    expect(pushed.text).toMatch(/warn : .*expires/)
    expect(pushed.code).toBe(0)

    const consumer = dotnet.project('First', { packages: { 'Journey.First': '1.0.0' } })
    const restored = await dotnet.run(['restore'], { cwd: consumer })
    expect(restored.text).not.toMatch(/warn|error/)
    expect(await restoredVersions(consumer)).toEqual({ 'Journey.First': '1.0.0' })

    const page = await fetch(`${server.url}/packages/Journey.First/1.0.0`)
    expect(page.status).toBe(200)
    await expect.poll(async () => (await fetch(`${server.url}/packages?q=Journey.First`)).text()).toContain('1.0.0')
  })

  test('gallery 40, protocol 7 and 45: a version that exists is refused in words, and skipped when asked to', async () => {
    const path = await writeNupkg(dotnet, { id: 'Journey.First', version: '1.0.0' })
    const [again, skipped] = await Promise.all([push(path), push(path, secret, '--skip-duplicate')])
    expect(again.text).toContain(
      '409 (Journey.First 1.0.0 already exists. Versions cannot be replaced: push a higher one.)',
    )
    expect(again.code).toBe(1)
    expect(skipped.text).toContain('already exists')
    expect(skipped.code).toBe(0)
  })

  test('protocol 7: the client prints why a key was refused', async () => {
    const expiring = await createKey(server, ann, { days: 1 })
    const narrow = await createKey(server, ann, { globs: ['Contoso.*'] })
    const path = await writeNupkg(dotnet, { id: 'Journey.Refused' })
    const start = server.clock.now()
    server.clock.advance(2 * 86_400_000)
    try {
      const [unknown, expired, outside] = await Promise.all([
        push(path, 'no-such-key'),
        push(path, expiring),
        push(path, narrow),
      ])
      expect(unknown.text).toMatch(/403 \(.*key.*\)/i)
      expect(expired.text).toMatch(/403 \(.*expired.*API Keys.*\)/i)
      expect(outside.text).toMatch(/403 \(.*Journey\.Refused.*\)/)
      expect([unknown.code, expired.code, outside.code]).toEqual([1, 1, 1])
    } finally {
      server.clock.set(start)
    }
  })

  test('protocol 33: a package over the limit is 413, and the client says so', async () => {
    const files = { 'lib/net10.0/a.dll': randomBytes(300_000) }
    const refused = await push(await writeNupkg(dotnet, { id: 'Journey.Large', files }))
    expect(refused.text).toMatch(/413 \(.*larger than.*\)/)
    expect(refused.code).toBe(1)
    expect((await fetch(`${server.url}/v3/flat/journey.large/index.json`)).status).toBe(404)
  })

  test('protocol 55 and 56: transitive SemVer 2.0.0 dependencies and unlisted versions restore without registration', async () => {
    const on = (id: string, version: string) => [{ targetFramework: 'net8.0', dependencies: [{ id, version }] }]
    await publish({ id: 'Journey.Leaf', version: '3.0.0-beta.1+build.7' })
    await publish({ id: 'Journey.Middle', version: '2.0.0-rc.1', dependencies: on('Journey.Leaf', '3.0.0-beta.1') })
    await publish({ id: 'Journey.Top', version: '1.0.0', dependencies: on('Journey.Middle', '[2.0.0-rc.1, )') })
    await publish({ id: 'Journey.Top', version: '1.1.0', dependencies: on('Journey.Middle', '[2.0.0-rc.1, )') })
    const removed = await dotnet.run([
      'nuget',
      'delete',
      'Journey.Top',
      '1.1.0',
      '--source',
      'lode',
      '--api-key',
      secret,
      '--non-interactive',
    ])
    expect(removed.text).toContain('was deleted successfully')
    expect(removed.code).toBe(0)

    const consumer = dotnet.project('Transitive', { packages: { 'Journey.Top': '[1.1.0]' } })
    proxy.forget()
    proxy.block(/^\/v3\/reg/)
    try {
      const restored = await dotnet.run(['restore'], { cwd: consumer })
      expect(restored.text).not.toMatch(/warn|error/)
      expect(restored.code).toBe(0)
    } finally {
      proxy.block(null)
    }
    expect(await restoredVersions(consumer)).toEqual({
      'Journey.Leaf': '3.0.0-beta.1',
      'Journey.Middle': '2.0.0-rc.1',
      'Journey.Top': '1.1.0',
    })
    expect(proxy.requests.filter(({ status }) => status !== 200)).toEqual([])
  })

  test('gallery 46: after unlisting, "add package" takes the newest version that is listed', async () => {
    const project = dotnet.project('Newest', {})
    const added = await dotnet.run(['add', project, 'package', 'Journey.Top'])
    expect(added.text).toContain("'1.0.0'")
    expect(await restoredVersions(project)).toMatchObject({ 'Journey.Top': '1.0.0' })
  })

  test('protocol 64: an exact search lists the versions', async () => {
    await publish({ id: 'Journey.First', version: '1.2.0' })
    const found = await dotnet.run(['package', 'search', 'Journey.First', '--exact-match', '--format', 'json'])
    expect(found.code).toBe(0)
    const answer = JSON.parse(found.stdout) as { searchResult: { packages: { id: string; version: string }[] }[] }
    expect(answer.searchResult.flatMap((source) => source.packages.map(({ version }) => version))).toEqual([
      '1.0.0',
      '1.2.0',
    ])
  })

  test('protocol 68: a tool is found, installed by the command on its page, and runs', async () => {
    const project = dotnet.project('Journey.Tool', {
      properties: {
        OutputType: 'Exe',
        PackAsTool: 'true',
        ToolCommandName: 'journey',
        Version: '4.5.6',
        Description: 'Says hello.',
      },
      files: { 'Program.cs': 'System.Console.WriteLine("hello from the tool");' },
    })
    expect((await push(await dotnet.pack(project))).code).toBe(0)
    await expect.poll(() => readPage('/packages?packagetype=dotnettool')).toContain('4.5.6')
    const command = await shownCommand('/packages/Journey.Tool', /dotnet (tool install --global [^<\n]+)/)
    const tools = join(dotnet.folder, 'tools')
    // `dotnet tool search` asks nuget.org alone, whatever nuget.config says.
    const [found, installed] = await Promise.all([
      dotnet.run(['package', 'search', 'Journey.Tool', '--format', 'json']),
      dotnet.run(command.map((word) => (word === '--global' ? `--tool-path=${tools}` : word))),
    ])
    expect(installed.text).toContain("Tool 'journey.tool' (version '4.5.6') was successfully installed.")
    expect(found.text).toContain('4.5.6')
    const run = await promisify(execFile)(join(tools, 'journey'), { env: { ...process.env, DOTNET_NOLOGO: '1' } })
    expect(run.stdout).toBe('hello from the tool\n')
  })

  test('a template is installed by the command that its page shows', async () => {
    const template = {
      $schema: 'http://json.schemastore.org/template',
      author: 'Ann',
      classifications: ['Test'],
      identity: 'Journey.Template.One',
      name: 'Journey template',
      shortName: 'journey',
      tags: { type: 'item' },
    }
    await publish({
      id: 'Journey.Template',
      packageTypes: ['Template'],
      files: { 'content/one/.template.config/template.json': JSON.stringify(template), 'content/one/a.txt': 'a' },
    })
    const installed = await dotnet.run(await shownCommand('/packages/Journey.Template', /dotnet (new install [^<\n]+)/))
    expect(installed.text).toContain('Success: Journey.Template@1.0.0 installed')
    expect(installed.text).toContain('journey')
    expect(installed.code).toBe(0)
  })
})

describe.skipIf(!hasDotnet)('the stock client and a private gallery', { timeout: 120_000 }, () => {
  let server: TestServer
  let proxy: RecordingProxy
  let secret = ''

  beforeAll(async () => {
    server = await startTestServer({ settings: { LODE_READS: 'private' } })
    proxy = await startRecordingProxy(server)
    secret = await createKey(server, await createUser(server, { name: 'ann' }))
  })
  afterAll(async () => {
    await proxy.close()
    await server.close()
  })

  test('protocol 50 and 49: with credentials in nuget.config, push needs no other key and restore works', async () => {
    const dotnet = openDotnet(proxy, { userName: 'whoever', password: secret })
    for (const id of ['Private.A', 'Private.B', 'Private.C']) {
      const path = await writeNupkg(dotnet, { id })
      const pushed = id === 'Private.A' ? await dotnet.run(['nuget', 'push', path, '--source', 'lode']) : null
      if (pushed) expect([pushed.code, pushed.text]).toEqual([0, expect.stringContaining('Your package was pushed.')])
      else await publishPrivately(path)
    }
    const packages = { 'Private.A': '1.0.0', 'Private.B': '1.0.0', 'Private.C': '1.0.0' }
    const consumer = dotnet.project('Consumer', { packages })
    dotnet.forgetDownloads()
    proxy.forget()
    const restored = await dotnet.run(['restore'], { cwd: consumer })
    expect(restored.text).not.toMatch(/warn|error/)
    expect(await restoredVersions(consumer)).toEqual(packages)
    // SDK 10.0.401 does not pre-authenticate: it waits for a challenge at each address, once.
    const refused = proxy.requests.filter(({ status }) => status === 401).map(({ path }) => path)
    expect(new Set(refused).size).toBe(refused.length)
    expect(proxy.requests.filter(({ status }) => status !== 401 && status !== 200)).toEqual([])
  })

  test('protocol 48: without a key, or with a wrong one, nothing is read and Basic is asked for', async () => {
    const paths = [
      '/v3/index.json',
      '/v3/query?q=private',
      '/v3/reg/private.a/index.json',
      '/v3/flat/private.a/index.json',
      '/v3/flat/private.a/1.0.0/private.a.1.0.0.nupkg',
    ]
    const basic = (password: string) => ({ Authorization: `Basic ${Buffer.from(`x:${password}`).toString('base64')}` })
    for (const path of paths) {
      for (const headers of [{}, basic('wrong')]) {
        const refused = await fetch(server.url + path, { headers })
        expect([path, refused.status, refused.headers.get('WWW-Authenticate')]).toEqual([
          path,
          401,
          expect.stringMatching(/^Basic realm=/),
        ])
      }
      expect((await fetch(server.url + path, { headers: basic(secret) })).status).toBe(200)
    }
    const stranger = openDotnet(proxy)
    const refused = await stranger.run(['restore'], {
      cwd: stranger.project('Stranger', { packages: { 'Private.A': '1.0.0' } }),
    })
    expect(refused.text).toContain('401')
    expect(refused.code).toBe(1)
  })

  async function publishPrivately(path: string): Promise<void> {
    const headers = { 'X-NuGet-ApiKey': secret }
    const body = new Uint8Array(await readFile(path))
    expect((await fetch(`${server.url}/api/v2/package/`, { method: 'PUT', headers, body })).status).toBe(201)
  }
})
