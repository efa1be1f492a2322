import type { VersionMetadata } from '../packages/package.ts'

/** One way to install a package. */
export type InstallTab = {
  readonly kind:
    | 'dotnet'
    | 'package-manager'
    | 'package-reference'
    | 'central'
    | 'paket'
    | 'script'
    | 'file-based'
    | 'cake'
    | 'nuke'
    | 'mcp'
    | 'tool-global'
    | 'tool-local'
    | 'tool-once'
    | 'template'
    | 'sdk'
  readonly snippets: readonly Snippet[]
}

/** What to type or paste, exactly: shell commands, XML, JSON or directives; several lines are several steps. */
export type Snippet = {
  /** Where it belongs, when that is not plain. */
  readonly place?: 'central-file' | 'project-file'
  readonly text: string
}

type Subject = {
  readonly id: string
  readonly version: string
  readonly metadata: Pick<VersionMetadata, 'packageTypes' | 'developmentDependency'>
  /** Service index of this gallery: without it a client would look elsewhere. */
  readonly source: string
}

/** The ways to install this version, the usual one first, by package type (gallery.md §7.6). Each names the version. */
export function installTabs(subject: Subject): readonly InstallTab[] {
  const types = subject.metadata.packageTypes.map((type) => type.toLowerCase())
  if (types.includes('mcpserver')) return [tab('mcp', mcpConfiguration(subject)), ...toolTabs(subject)]
  if (types.includes('dotnettool')) return toolTabs(subject)
  if (types.includes('template')) return [tab('template', templateCommand(subject))]
  if (types.includes('msbuildsdk')) return sdkTabs(subject)
  return libraryTabs(subject)
}

function tab(kind: InstallTab['kind'], text: string): InstallTab {
  return { kind, snippets: [{ text }] }
}

function libraryTabs(subject: Subject): readonly InstallTab[] {
  const { id, version, source, metadata } = subject
  const isDevelopment = metadata.developmentDependency
  return [
    tab('dotnet', `dotnet add package ${id} --version ${version} --source ${source}`),
    tab('package-manager', `NuGet\\Install-Package ${id} -Version ${version} -Source ${source}`),
    tab('package-reference', packageReference(id, version, isDevelopment)),
    {
      kind: 'central',
      snippets: [
        { place: 'central-file', text: `<PackageVersion Include="${id}" Version="${version}" />` },
        { place: 'project-file', text: packageReference(id, null, isDevelopment) },
      ],
    },
    tab('paket', `source ${source}\nnuget ${id} ${version}`),
    tab('script', `#i "nuget: ${source}"\n#r "nuget: ${id}, ${version}"`),
    tab('file-based', `#:property RestoreAdditionalProjectSources=${source}\n#:package ${id}@${version}`),
    tab('cake', `#addin ${cakeUri('nuget', subject)}`),
  ]
}

/** Cake leaves prereleases out unless it is told. Source: cakebuild.net, preprocessor directives. */
function cakeUri(scheme: 'nuget' | 'dotnet', { id, version, source }: Subject): string {
  return `${scheme}:${source}?package=${id}&version=${version}${version.includes('-') ? '&prerelease' : ''}`
}

function packageReference(id: string, version: string | null, isDevelopmentDependency: boolean): string {
  const attribute = version === null ? '' : ` Version="${version}"`
  if (!isDevelopmentDependency) return `<PackageReference Include="${id}"${attribute} />`
  return [
    `<PackageReference Include="${id}"${attribute}>`,
    '  <PrivateAssets>all</PrivateAssets>',
    '  <IncludeAssets>runtime; build; native; contentfiles; analyzers; buildtransitive</IncludeAssets>',
    '</PackageReference>',
  ].join('\n')
}

function toolTabs(subject: Subject): readonly InstallTab[] {
  const { id, version, source } = subject
  const install = (scope: string) => `dotnet tool install ${scope} ${id} --version ${version} --add-source ${source}`
  return [
    tab('tool-global', install('--global')),
    tab('tool-local', `dotnet new tool-manifest\n${install('--local')}`),
    tab('tool-once', `dnx ${id}@${version} --add-source ${source}`),
    tab('cake', `#tool ${cakeUri('dotnet', subject)}`),
    tab('nuke', `nuke :add-package ${id} --version ${version}`),
  ]
}

/** The `.vscode/mcp.json` of a server that the .NET SDK fetches and runs. Source: learn.microsoft.com, nuget/concepts/nuget-mcp. */
function mcpConfiguration({ id, version, source }: Subject): string {
  const args = [`${id}@${version}`, '--source', source, '--yes']
  return JSON.stringify({ servers: { [id]: { type: 'stdio', command: 'dnx', args } } }, null, 2)
}

function templateCommand({ id, version, source }: Subject): string {
  // The template engine leaves out plain HTTP sources, allowed in nuget.config or not, unless it is forced.
  const force = source.startsWith('http:') ? ' --force' : ''
  return `dotnet new install ${id}@${version} --add-source ${source}${force}`
}

function sdkTabs({ id, version }: Subject): readonly InstallTab[] {
  return [tab('sdk', `<Project Sdk="${id}/${version}">`), tab('file-based', `#:sdk ${id}@${version}`)]
}
