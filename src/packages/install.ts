import type { VersionMetadata } from './package.ts'

/** One way to install a package: what to type or paste, exactly. */
export type InstallTab = {
  readonly kind:
    | 'dotnet'
    | 'package-manager'
    | 'package-reference'
    | 'central'
    | 'paket'
    | 'script'
    | 'tool-global'
    | 'tool-local'
    | 'template'
    | 'sdk'
  /** Shell commands, XML or directives; several lines are several steps. */
  readonly text: string
}

type Subject = {
  readonly id: string
  readonly version: string
  readonly metadata: Pick<VersionMetadata, 'packageTypes' | 'developmentDependency'>
  /** Service index of this gallery: without it a client would look elsewhere. */
  readonly source: string
}

/** The ways to install this version, the usual one first, by package type (gallery.md §7.6). Each names version and source. */
export function installTabs(subject: Subject): readonly InstallTab[] {
  const types = subject.metadata.packageTypes.map((type) => type.toLowerCase())
  if (types.includes('dotnettool')) return toolTabs(subject)
  if (types.includes('template')) return [{ kind: 'template', text: templateCommand(subject) }]
  if (types.includes('msbuildsdk')) return sdkTabs(subject)
  return libraryTabs(subject)
}

function libraryTabs({ id, version, source, metadata }: Subject): readonly InstallTab[] {
  return [
    { kind: 'dotnet', text: `dotnet add package ${id} --version ${version} --source ${source}` },
    { kind: 'package-reference', text: packageReference(id, version, metadata.developmentDependency) },
    {
      kind: 'central',
      text: `<PackageVersion Include="${id}" Version="${version}" />\n${packageReference(id, null, metadata.developmentDependency)}`,
    },
    { kind: 'package-manager', text: `NuGet\\Install-Package ${id} -Version ${version} -Source ${source}` },
    { kind: 'paket', text: `source ${source}\nnuget ${id} ${version}` },
    { kind: 'script', text: `#i "nuget: ${source}"\n#r "nuget: ${id}, ${version}"` },
  ]
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

function toolTabs({ id, version, source }: Subject): readonly InstallTab[] {
  return [
    { kind: 'tool-global', text: `dotnet tool install --global ${id} --version ${version} --add-source ${source}` },
    {
      kind: 'tool-local',
      text: `dotnet new tool-manifest\ndotnet tool install --local ${id} --version ${version} --add-source ${source}`,
    },
  ]
}

function templateCommand({ id, version, source }: Subject): string {
  // The template engine leaves out plain HTTP sources, allowed in nuget.config or not, unless it is forced.
  const force = source.startsWith('http:') ? ' --force' : ''
  return `dotnet new install ${id}@${version} --add-source ${source}${force}`
}

function sdkTabs({ id, version }: Subject): readonly InstallTab[] {
  return [
    { kind: 'sdk', text: `<Project Sdk="${id}/${version}">` },
    { kind: 'script', text: `#:sdk ${id}@${version}` },
  ]
}
