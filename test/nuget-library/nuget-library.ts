import { spawnSync } from 'node:child_process'
import { copyFileSync, globSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { temporaryFolder } from '../temporary-folder.ts'

/** A kind of question and what it is about: `['compare', '1.0.0', '2.0.0']`. See Program.cs beside this file. */
export type Question = readonly [kind: string, ...texts: string[]]

/** Asks NuGet's own library. Answers come in the order of the questions; null stands for what it cannot parse. */
export type NuGetLibrary = (questions: readonly Question[]) => unknown[]

type Sdk = { readonly folder: string; readonly runtimeFolder: string; readonly runtimeVersion: string }

/** The newest .NET SDK of version 10 and its runtime, or null where there is none. */
export function findSdk(): Sdk | null {
  const list = (option: string): string => spawnSync('dotnet', [option], { encoding: 'utf8' }).stdout ?? ''
  const sdk = /^(10\.\S+) \[(.+)\]$/gm.exec(list('--list-sdks'))
  const runtime = /^Microsoft\.NETCore\.App (10\.\S+) \[(.+)\]$/gm.exec(list('--list-runtimes'))
  if (!sdk?.[1] || !sdk[2] || !runtime?.[1] || !runtime[2]) return null
  return {
    folder: join(sdk[2], sdk[1]),
    runtimeFolder: join(runtime[2], runtime[1]),
    runtimeVersion: runtime[1],
  }
}

const libraries = ['Versioning', 'Frameworks', 'Packaging', 'Common', 'Configuration'].map(
  (name) => `NuGet.${name}.dll`,
)

/** Compiles Program.cs against the libraries within the SDK, by its compiler alone: no project, no restore, no network. */
export function buildNuGetLibrary(sdk: Sdk): NuGetLibrary {
  const folder = temporaryFolder()
  const program = join(folder, 'program.dll')
  for (const name of [...libraries, 'Newtonsoft.Json.dll']) copyFileSync(join(sdk.folder, name), join(folder, name))
  const runtime = globSync(join(sdk.runtimeFolder, '{System,Microsoft,netstandard,mscorlib}*.dll'))
  const managed = runtime.filter((path) => !/\.Native\.dll$|DiaSymReader/.test(basename(path)))
  const args = [
    ...['-nologo', '-nostdlib', '-langversion:latest', '-nullable:enable', '-nowarn:1701'],
    `-out:${program}`,
    ...[...managed, ...libraries.map((name) => join(folder, name))].map((path) => `-r:${path}`),
    join(import.meta.dirname, 'Program.cs'),
  ]
  const response = join(folder, 'csc.rsp')
  writeFileSync(response, args.map((text) => `"${text}"`).join('\n'))
  dotnet(['exec', join(sdk.folder, 'Roslyn/bincore/csc.dll'), '-noconfig', `@${response}`])
  const framework = { name: 'Microsoft.NETCore.App', version: sdk.runtimeVersion }
  writeFileSync(join(folder, 'program.runtimeconfig.json'), JSON.stringify({ runtimeOptions: { framework } }))
  return (questions) => JSON.parse(dotnet(['exec', program], JSON.stringify(questions))) as unknown[]
}

function dotnet(args: readonly string[], input = ''): string {
  const run = spawnSync('dotnet', args, { input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (run.status !== 0) throw new Error(run.stdout + run.stderr)
  return run.stdout
}
