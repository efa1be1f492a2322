import { execFile } from 'node:child_process'
import { readFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildNupkg, type NupkgOptions } from './build-nupkg.ts'
import { createKey, createUser } from './people.ts'
import { startTestServer, type TestServer } from './server.ts'
import { temporaryFolder } from './temporary-folder.ts'

const clientTools = join(import.meta.dirname, '..', 'scripts', 'client-tools.mjs')
const { findClientTool } = (await import(clientTools)) as { findClientTool(command: string): string | null }
const paket = findClientTool('paket')
const pwsh = findClientTool('pwsh')

type Ran = { readonly code: number; readonly text: string }

/** Clients of other makers, each with a home of its own. What they do is in docs/clients.md. */
describe('clients of other makers', { timeout: 180_000 }, () => {
  let server: TestServer
  let secret = ''
  let folder = ''

  beforeAll(async () => {
    server = await startTestServer()
    secret = await createKey(server, await createUser(server, { name: 'ann' }))
    folder = temporaryFolder()
    for (const version of ['1.0.0', '1.1.0', '1.2.0-beta.1']) await publish({ id: 'Clients.Lib', version })
    const dependencies = [
      { targetFramework: 'netstandard2.0', dependencies: [{ id: 'Clients.Lib', version: '[1.0.0, 2.0.0)' }] },
    ]
    await publish({ id: 'Clients.Top', dependencies })
  })
  afterAll(() => server.close())

  async function publish(options: NupkgOptions & { id: string }): Promise<void> {
    const files = { [`lib/netstandard2.0/${options.id}.dll`]: 'a placeholder' }
    const body = Buffer.from(await buildNupkg({ files, ...options }))
    const headers = { 'X-NuGet-ApiKey': secret }
    const answer = await fetch(`${server.url}/api/v2/package/`, { method: 'PUT', headers, body })
    expect(answer.status).toBe(201)
  }

  function run(program: string | null, args: readonly string[], cwd: string): Promise<Ran> {
    const env = {
      PATH: process.env.PATH,
      DOTNET_ROOT: process.env.DOTNET_ROOT,
      LANG: 'C.UTF-8',
      HOME: folder,
      DOTNET_CLI_HOME: folder,
      NUGET_PACKAGES: join(folder, 'packages'),
      DOTNET_NOLOGO: '1',
      DOTNET_CLI_TELEMETRY_OPTOUT: '1',
      POWERSHELL_TELEMETRY_OPTOUT: '1',
      POWERSHELL_UPDATECHECK: 'Off',
      NO_COLOR: '1',
    }
    return new Promise((resolve) => {
      execFile(program ?? '', args, { cwd, env }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? -1) : 0, text: stdout + stderr })
      })
    })
  }

  test.skipIf(!paket)('Paket resolves the highest stable versions in range, locks and downloads them', async () => {
    const project = join(folder, 'paket')
    mkdirSync(project)
    const wanted = ['nuget Clients.Top', 'nuget Clients.Lib < 1.2']
    const settings = [`source ${server.url}/v3/index.json`, 'storage: packages', 'framework: net8.0']
    writeFileSync(join(project, 'paket.dependencies'), [...settings, ...wanted, ''].join('\n'))
    const installed = await run(paket, ['install'], project)
    expect([installed.code, installed.text]).toEqual([0, expect.not.stringContaining('failed')])
    const lock = readFileSync(join(project, 'paket.lock'), 'utf8')
    expect(lock).toContain('Clients.Lib (1.1.0)')
    expect(lock).toContain('Clients.Top (1.0.0)')
    expect(lock).toContain('Clients.Lib (>= 1.0 < 2.0)')
    const dll = join(project, 'packages/Clients.Lib/lib/netstandard2.0/Clients.Lib.dll')
    expect(readFileSync(dll, 'utf8')).toBe('a placeholder')
  })

  test.skipIf(!pwsh)(
    'PSResourceGet finds, publishes, installs and updates a module; a second publish says why not',
    async () => {
      writeFileSync(join(folder, 'journey.ps1'), journeyScript(server.url, secret))
      const ran = await run(pwsh, ['-NoProfile', '-File', 'journey.ps1'], folder)
      const lines = ran.text.split('\n').map((line) => line.trim())
      expect(lines).toContain('newest: 1.1.0')
      expect(lines).toContain('all: 1.0.0 1.1.0 1.2.0-beta.1')
      expect(lines).toContain('range: 1.0.0')
      expect(lines).toContain('module says: hello from 1.2.3')
      expect(lines).toContain('updated: 1.2.3 1.3.0')
      expect(ran.text).toMatch(
        /again: .*409 \(Lode\.Sample 1\.2\.3 already exists\. Versions cannot be replaced: push a higher one\.\)/,
      )
      expect(lines).toContain('saved: Clients.Top')
      expect(ran.code).toBe(0)
    },
  )
})

/** Prints one line for each thing that was tried. */
function journeyScript(url: string, secret: string): string {
  return `
$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
function Show([string] $name, $found) {
  $versions = $found | Sort-Object Version, Prerelease | ForEach-Object { "$($_.Version)" + $(if ($_.Prerelease) { "-$($_.Prerelease)" }) }
  "\${name}: $($versions -join ' ')"
}
Register-PSResourceRepository -Name lode -Uri ${url}/v3/index.json -Trusted
Show newest (Find-PSResource -Name Clients.Lib -Repository lode)
Show all (Find-PSResource -Name Clients.Lib -Version '*' -Prerelease -Repository lode)
Show range (Find-PSResource -Name clients.lib -Version '[1.0.0,1.1.0)' -Repository lode)
New-Item -ItemType Directory ./saved, ./Lode.Sample | Out-Null
Save-PSResource -Name Clients.Top -Version 1.0.0 -Repository lode -Path ./saved -SkipDependencyCheck
"saved: $((Get-ChildItem ./saved).Name)"
New-ModuleManifest -Path ./Lode.Sample/Lode.Sample.psd1 -ModuleVersion 1.2.3 -Author Ann -Description 'A module.' -RootModule Lode.Sample.psm1 -FunctionsToExport Get-Greeting
'function Get-Greeting { "hello from $($MyInvocation.MyCommand.Module.Version)" }' | Set-Content ./Lode.Sample/Lode.Sample.psm1
Publish-PSResource -Path ./Lode.Sample -Repository lode -ApiKey ${secret}
Install-PSResource -Name Lode.Sample -Repository lode
Import-Module Lode.Sample
"module says: $(Get-Greeting)"
try { Publish-PSResource -Path ./Lode.Sample -Repository lode -ApiKey ${secret} } catch { "again: $($_.Exception.Message)" }
Update-ModuleManifest -Path ./Lode.Sample/Lode.Sample.psd1 -ModuleVersion 1.3.0
Publish-PSResource -Path ./Lode.Sample -Repository lode -ApiKey ${secret}
Update-PSResource -Name Lode.Sample -Repository lode
Show updated (Get-InstalledPSResource -Name Lode.Sample)
`
}
