import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildNupkg } from './build-nupkg.ts'
import { hasDotnet, openDotnet, type Dotnet, type DotnetResult } from './dotnet.ts'
import { createKey, createUser } from './people.ts'
import { startTestServer, type TestServer } from './server.ts'

/** Packages of every kind that people make with the SDK, used from the gallery as their only source. */
describe.skipIf(!hasDotnet)('what dotnet pack makes', { timeout: 180_000 }, () => {
  let server: TestServer
  let dotnet: Dotnet
  let secret = ''
  beforeAll(async () => {
    server = await startTestServer()
    dotnet = openDotnet(server)
    secret = await createKey(server, await createUser(server))
  })
  afterAll(() => server.close())

  function push(path: string): Promise<DotnetResult> {
    return dotnet.run(['nuget', 'push', path, '--source', 'lode', '--api-key', secret])
  }

  test('a library is pushed; a tool that uses it is built from the gallery, pushed, installed and run', async () => {
    const about = { Authors: 'Contoso', Description: 'Greets.' }
    const library = dotnet.project('Contoso.Greeting', {
      properties: { ...about, Version: '1.2.3-beta.4' },
      files: { 'Greeting.cs': 'public static class Greeting { public static string Text => "hello from 1.2.3"; }' },
    })
    const pushed = await push(await dotnet.pack(library))
    expect(pushed.text).toContain('Your package was pushed.')
    expect(pushed.code).toBe(0)

    const tool = dotnet.project('Contoso.Greeter', {
      properties: { ...about, Version: '1.0.0', OutputType: 'Exe', PackAsTool: 'true', ToolCommandName: 'greet' },
      packages: { 'Contoso.Greeting': '1.2.3-beta.4' },
      files: { 'Program.cs': 'System.Console.WriteLine(Greeting.Text);' },
    })
    expect((await push(await dotnet.pack(tool))).code).toBe(0)

    const tools = join(dotnet.folder, 'tools')
    const installed = await dotnet.run(['tool', 'install', 'Contoso.Greeter', '--tool-path', tools])
    expect(installed.text).toContain("'1.0.0'")
    expect(spawnSync(join(tools, 'greet'), { encoding: 'utf8' }).stdout).toBe('hello from 1.2.3\n')
  })

  test('a package of templates is pushed, installed and makes a project', async () => {
    const template = {
      $schema: 'http://json.schemastore.org/template',
      author: 'Contoso',
      classifications: ['Test'],
      identity: 'Contoso.Page',
      name: 'Contoso page',
      shortName: 'contoso-page',
      sourceName: 'Sample',
    }
    const path = join(dotnet.folder, 'templates.nupkg')
    const files = {
      'content/page/.template.config/template.json': JSON.stringify(template),
      'content/page/Sample.txt': 'This is Sample.',
    }
    writeFileSync(path, await buildNupkg({ id: 'Contoso.Templates', packageTypes: ['Template'], files }))
    expect((await push(path)).code).toBe(0)

    // On plain http this command wants --force, whatever nuget.config allows.
    const installed = await dotnet.run(['new', 'install', 'Contoso.Templates', '--force'])
    expect(installed.text).toContain('contoso-page')
    const made = await dotnet.run(['new', 'contoso-page', '--name', 'Shop', '--output', join(dotnet.folder, 'shop')])
    expect(made.code).toBe(0)
    expect(existsSync(join(dotnet.folder, 'shop', 'Sample.txt'))).toBe(false)
    expect(readFileSync(join(dotnet.folder, 'shop', 'Shop.txt'), 'utf8')).toBe('This is Shop.')
  })

  test('what the client pulls back is byte for byte what was pushed', async () => {
    const bytes = await buildNupkg({ id: 'Contoso.Bytes', version: '2.0.0' })
    const path = join(dotnet.folder, 'bytes.nupkg')
    writeFileSync(path, bytes)
    expect((await push(path)).code).toBe(0)
    const consumer = dotnet.project('Consumer', { packages: { 'Contoso.Bytes': '[2.0.0]' } })
    const restored = await dotnet.run(['restore'], { cwd: consumer })
    expect(restored.text).toContain('Restored')
    const kept = join(dotnet.folder, '.home/packages/contoso.bytes/2.0.0/contoso.bytes.2.0.0.nupkg')
    expect(readFileSync(kept).equals(bytes)).toBe(true)
  })
})
