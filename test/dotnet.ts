import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buildNupkg } from './build-nupkg.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Whether this machine has the client. Journeys without it are skipped, and `npm test` says so. */
export const hasDotnet = /^10\./m.test(spawnSync('dotnet', ['--list-sdks'], { encoding: 'utf8' }).stdout ?? '')

export type DotnetResult = {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** Both, in the order they were written: the stock client puts errors on either. */
  readonly text: string
  readonly ms: number
}

/** The stock client as a person has it: a home, caches and settings of its own, and one gallery as its only source. */
export type Dotnet = {
  /** Where its projects lie; a nuget.config with the source `lode` is in there. */
  readonly folder: string
  run(
    args: readonly string[],
    options?: { cwd?: string; env?: Readonly<Record<string, string>> },
  ): Promise<DotnetResult>
  /** The same for lines as they are typed into a terminal. */
  shell(lines: string, options: { cwd: string; env?: Readonly<Record<string, string>> }): Promise<DotnetResult>
  /** Writes a small package of this ID and pushes it to the gallery. */
  push(
    key: string,
    pkg: { readonly id: string; readonly version?: string },
    options?: { more?: readonly string[]; env?: Readonly<Record<string, string>> },
  ): Promise<DotnetResult>
  /** Forgets every package and document it has seen, so that the next command asks the gallery again. */
  forgetDownloads(): void
  /** Writes a project with these files beside its .csproj, and answers its folder. */
  project(name: string, project: Project): string
  /** Packs a project made by `project`, and answers the path of the nupkg. Takes 3 to 6 s. */
  pack(folder: string): Promise<string>
}

export type Project = {
  /** MSBuild properties, such as `PackageId`, `Version`, `PackAsTool`. */
  readonly properties?: Readonly<Record<string, string>>
  /** Package references: ID → version or range. */
  readonly packages?: Readonly<Record<string, string>>
  /** Further files by relative path. */
  readonly files?: Readonly<Record<string, string>>
  /** Further XML inside `<Project>`. */
  readonly xml?: string
}

export type SourceOptions = {
  readonly userName?: string
  /** Basic credentials: a key, on a private gallery. */
  readonly password?: string
}

export function openDotnet(
  server: { readonly url: string },
  source: SourceOptions = {},
  folder: string = temporaryFolder(),
): Dotnet {
  const home = join(folder, '.home')
  const caches = [join(home, 'packages'), join(home, 'http-cache'), join(home, 'scratch')] as const
  mkdirSync(home, { recursive: true })
  writeFileSync(join(folder, 'nuget.config'), renderNugetConfig(`${server.url}/v3/index.json`, source))
  const env = {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    TMPDIR: process.env.TMPDIR,
    DOTNET_ROOT: process.env.DOTNET_ROOT,
    HOME: home,
    DOTNET_CLI_HOME: home,
    NUGET_PACKAGES: caches[0],
    NUGET_HTTP_CACHE_PATH: caches[1],
    NUGET_SCRATCH: caches[2],
    NUGET_PLUGINS_CACHE_PATH: join(home, 'plugins-cache'),
    NUGET_XMLDOC_MODE: 'skip',
    NUGET_CERT_REVOCATION_MODE: 'offline',
    DOTNET_CLI_TELEMETRY_OPTOUT: '1',
    DOTNET_CLI_UI_LANGUAGE: 'en',
    DOTNET_CLI_USE_MSBUILD_SERVER: '0',
    DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE: 'true',
    DOTNET_ADD_GLOBAL_TOOLS_TO_PATH: 'false',
    DOTNET_GENERATE_ASPNET_CERTIFICATE: 'false',
    DOTNET_NOLOGO: '1',
    MSBUILDDISABLENODEREUSE: '1',
    MSBUILDTERMINALLOGGER: 'off',
  }

  const dotnet: Dotnet = {
    folder,
    run: (args, options = {}) =>
      runProgram('dotnet', withoutServers(args), { cwd: options.cwd ?? folder, env: { ...env, ...options.env } }),
    shell: (lines, options) =>
      runProgram('bash', ['-ec', lines], {
        cwd: options.cwd,
        env: { ...env, UseSharedCompilation: 'false', ...options.env }, // or a compiler would stay behind
      }),
    async push(key, pkg, { more = [], ...options } = {}) {
      const path = join(folder, `${pkg.id}.${pkg.version ?? '1.0.0'}.nupkg`)
      writeFileSync(path, await buildNupkg(pkg))
      return dotnet.run(['nuget', 'push', path, '--source', 'lode', '--api-key', key, ...more], options)
    },
    forgetDownloads() {
      for (const cache of caches) rmSync(cache, { recursive: true, force: true })
    },
    project(name, project) {
      writeFiles(join(folder, name), { [`${name}.csproj`]: renderProject(project), ...project.files })
      return join(folder, name)
    },
    async pack(project) {
      const target = join(project, 'packed')
      const packed = await dotnet.run(['pack', '--output', target, '-v', 'quiet'], { cwd: project })
      const file = packed.code === 0 ? readdirSync(target).find((name) => name.endsWith('.nupkg')) : undefined
      if (file === undefined) throw new Error(`dotnet pack ended with ${packed.code}:\n${packed.text}`)
      return join(target, file)
    },
  }
  return dotnet
}

const buildCommands = new Set(['build', 'pack', 'publish', 'restore', 'run', 'test'])

/** Commands that build would leave compilers and MSBuild nodes behind. */
function withoutServers(args: readonly string[]): readonly string[] {
  if (!buildCommands.has(args[0] ?? '')) return args
  return [args[0] ?? '', '--disable-build-servers', ...args.slice(1)]
}

function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: Readonly<Record<string, string | undefined>> },
): Promise<DotnetResult> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (data: string) => {
      stdout += data
      text += data
    })
    child.stderr.setEncoding('utf8').on('data', (data: string) => {
      stderr += data
      text += data
    })
    child.once('error', reject)
    child.once('close', (code) =>
      resolve({ code: code ?? -1, stdout, stderr, text, ms: performance.now() - startedAt }),
    )
  })
}

function renderNugetConfig(serviceIndex: string, { userName, password }: SourceOptions): string {
  const credentials = `<packageSourceCredentials><lode>
    <add key="Username" value="${escapeXml(userName ?? 'anyone')}" /><add key="ClearTextPassword" value="${escapeXml(password ?? '')}" />
    <add key="ValidAuthenticationTypes" value="basic" />
  </lode></packageSourceCredentials>`
  return `<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <packageSources><clear /><add key="lode" value="${escapeXml(serviceIndex)}" allowInsecureConnections="true" /></packageSources>
  <fallbackPackageFolders><clear /></fallbackPackageFolders>
  ${password === undefined ? '' : credentials}
</configuration>
`
}

/** Targeting packs are in the SDK, so that restoring needs no package but those that a test names. */
function renderProject({ properties = {}, packages = {}, xml = '' }: Project): string {
  const all = { TargetFramework: 'net10.0', UseAppHost: 'false', Nullable: 'enable', ...properties }
  const lines = Object.entries(all).map(([name, value]) => `    <${name}>${escapeXml(value)}</${name}>`)
  const references = Object.entries(packages).map(
    ([id, version]) => `    <PackageReference Include="${escapeXml(id)}" Version="${escapeXml(version)}" />`,
  )
  return `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
${lines.join('\n')}
  </PropertyGroup>
  <ItemGroup>
${references.join('\n')}
  </ItemGroup>
  ${xml}
</Project>
`
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
