import { insecureFlag, isPlainHttp, pushUrl, sourceUrl, type HelpReader, type HelpSubject } from './gallery.ts'

/** The version of the .NET SDK that the snippets name: the present one with long support. */
const sdk = '10.0'

/** What somebody copies: into a terminal, or as a file. Always whole, and always with this gallery's address. */
export type Snippet = {
  /** The file it belongs into, relative to the repository; null for a terminal. */
  readonly file: string | null
  readonly language: 'shell' | 'powershell' | 'xml' | 'yaml' | 'docker' | 'address'
  readonly text: string
}

/** `nuget.config` reads it from the environment, and so do the pipelines: one name everywhere. */
export const keyVariable = 'LODE_KEY'

const shell = (...lines: string[]): Snippet => ({ file: null, language: 'shell', text: lines.join('\n') })
const file = (name: string, language: 'xml' | 'yaml' | 'docker', lines: readonly string[]): Snippet => ({
  file: name,
  language,
  text: lines.join('\n'),
})

export function addSource(subject: HelpReader): Snippet {
  const credentials = subject.isPrivate
    ? ` --username ${subject.userName ?? 'any'} --password KEY --store-password-in-clear-text`
    : ''
  const name = subject.sourceName
  return shell(`dotnet nuget add source ${sourceUrl(subject)} --name ${name}${credentials}${insecureFlag(subject)}`)
}

export function findInSource(subject: HelpSubject): Snippet {
  return shell(`dotnet package search ${first(subject).id} --source ${subject.sourceName}`)
}

export function addPackage(subject: HelpSubject): Snippet {
  return shell(`dotnet add package ${first(subject).id}`)
}

/** For the settings of an IDE. */
export function sourceAddress(subject: HelpSubject): Snippet {
  return { file: null, language: 'address', text: sourceUrl(subject) }
}

export function setKey(): Snippet {
  return shell(`export ${keyVariable}=KEY`)
}

export function setKeyOnWindows(): Snippet {
  return { file: null, language: 'powershell', text: `$env:${keyVariable} = "KEY"` }
}

/** `nuget.config` with this gallery beside nuget.org. */
export function nugetConfig(subject: HelpSubject): Snippet {
  return file('nuget.config', 'xml', configLines(subject, []))
}

/** The same with a mapping: IDs of these patterns come from here alone, everything else from nuget.org. */
export function mappedConfig(subject: HelpSubject): Snippet {
  const own = subject.patterns.map((pattern) => `      <package pattern="${escapeXml(pattern)}" />`)
  return file(
    'nuget.config',
    'xml',
    configLines(subject, [
      '  <packageSourceMapping>',
      '    <packageSource key="nuget.org">',
      '      <package pattern="*" />',
      '    </packageSource>',
      `    <packageSource key="${subject.sourceName}">`,
      ...own,
      '    </packageSource>',
      '  </packageSourceMapping>',
    ]),
  )
}

function configLines(subject: HelpSubject, more: readonly string[]): readonly string[] {
  const url = sourceUrl(subject)
  const insecure = isPlainHttp(subject) ? ' allowInsecureConnections="true"' : ''
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<configuration>',
    '  <packageSources>',
    '    <clear />',
    '    <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />',
    `    <add key="${subject.sourceName}" value="${escapeXml(url)}"${insecure} />`,
    '  </packageSources>',
    ...(subject.isPrivate ? credentialLines(subject) : []),
    ...more,
    '</configuration>',
  ]
}

function credentialLines({ sourceName, userName }: HelpSubject): readonly string[] {
  return [
    '  <packageSourceCredentials>',
    `    <${sourceName}>`,
    `      <add key="Username" value="${userName ?? 'any'}" />`,
    `      <add key="ClearTextPassword" value="%${keyVariable}%" />`,
    `    </${sourceName}>`,
    '  </packageSourceCredentials>',
  ]
}

export function pack(): Snippet {
  return shell('dotnet pack --configuration Release --output packages')
}

export function push(subject: Pick<HelpSubject, 'baseUrl' | 'isPrivate'>, files = '"packages/*.nupkg"'): Snippet {
  return shell(`dotnet nuget push ${files} --api-key KEY --source ${pushUrl(subject)}${insecureFlag(subject)}`)
}

/** Over plain http the client deletes only at a source that was set up to allow it: here there is no flag for that. */
export function unlist(subject: HelpSubject): Snippet {
  const { id, version } = first(subject)
  const source = isPlainHttp(subject) ? subject.sourceName : pushUrl(subject)
  return shell(`dotnet nuget delete ${id} ${version} --api-key KEY --source ${source} --non-interactive`)
}

/** One line of a pipeline, where the key is in the environment; a version that is there already is no fault. */
function pushInPipeline(subject: HelpSubject): string {
  return `dotnet nuget push "packages/*.nupkg" --api-key "$${keyVariable}" --source ${pushUrl(subject)} --skip-duplicate${insecureFlag(subject)}`
}

function packInPipeline(tag: string): string {
  return `dotnet pack --configuration Release --output packages -p:Version="\${${tag}#v}"`
}

export function gitHubActions(subject: HelpSubject): Snippet {
  const key = [`        env:`, `          ${keyVariable}: \${{ secrets.${keyVariable} }}`]
  return file('.github/workflows/publish.yml', 'yaml', [
    'name: Publish',
    '',
    'on:',
    '  push:',
    "    tags: ['v*']",
    '',
    'jobs:',
    '  publish:',
    '    runs-on: ubuntu-latest',
    '    permissions:',
    '      contents: read',
    '    steps:',
    '      - uses: actions/checkout@v5',
    '      - uses: actions/setup-dotnet@v5',
    '        with:',
    `          dotnet-version: ${sdk}.x`,
    `      - run: ${packInPipeline('GITHUB_REF_NAME')}`,
    ...(subject.isPrivate ? key : []),
    `      - run: ${pushInPipeline(subject)}`,
    ...key,
  ])
}

/** Variables of a project's settings are in the environment of every job. */
export function gitLab(subject: HelpSubject): Snippet {
  return file('.gitlab-ci.yml', 'yaml', [
    'publish:',
    `  image: mcr.microsoft.com/dotnet/sdk:${sdk}`,
    '  rules:',
    '    - if: $CI_COMMIT_TAG =~ /^v/',
    '  script:',
    `    - ${packInPipeline('CI_COMMIT_TAG')}`,
    `    - ${pushInPipeline(subject)}`,
  ])
}

export function azureDevOps(subject: HelpSubject): Snippet {
  const key = ['    env:', `      ${keyVariable}: $(${keyVariable})`]
  return file('azure-pipelines.yml', 'yaml', [
    'trigger:',
    '  branches:',
    "    exclude: ['*']",
    '  tags:',
    "    include: ['v*']",
    '',
    'pool:',
    '  vmImage: ubuntu-latest',
    '',
    'steps:',
    '  - task: UseDotNet@2',
    '    inputs:',
    `      version: ${sdk}.x`,
    `  - bash: ${packInPipeline('BUILD_SOURCEBRANCHNAME')}`,
    '    displayName: Pack',
    ...(subject.isPrivate ? key : []),
    `  - bash: ${pushInPipeline(subject)}`,
    '    displayName: Push',
    ...key,
  ])
}

/** The key comes as a secret of the build (BuildKit), which no layer keeps. */
export function dockerfile({ isPrivate }: HelpSubject): Snippet {
  const secret = isPrivate ? `--mount=type=secret,id=lode_key,env=${keyVariable} ` : ''
  return file('Dockerfile', 'docker', [
    '# syntax=docker/dockerfile:1',
    `FROM mcr.microsoft.com/dotnet/sdk:${sdk} AS build`,
    'WORKDIR /src',
    'COPY . .',
    `RUN ${secret}dotnet publish App --configuration Release --output /app`,
    '',
    `FROM mcr.microsoft.com/dotnet/aspnet:${sdk}`,
    'WORKDIR /app',
    'COPY --from=build /app .',
    'ENTRYPOINT ["dotnet", "App.dll"]',
  ])
}

/** What was built outside would be taken for what is built inside. */
export function dockerIgnore(): Snippet {
  return file('.dockerignore', 'docker', ['**/bin', '**/obj', '.git'])
}

export function dockerBuild({ isPrivate }: HelpSubject): Snippet {
  return isPrivate
    ? shell(`export ${keyVariable}=KEY`, `docker build --secret id=lode_key,env=${keyVariable} --tag app .`)
    : shell('docker build --tag app .')
}

export function packagesProps({ packages }: HelpSubject): Snippet {
  return file('Directory.Packages.props', 'xml', [
    '<Project>',
    '  <PropertyGroup>',
    '    <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>',
    '  </PropertyGroup>',
    '  <ItemGroup>',
    ...packages.map(({ id, version }) => `    <PackageVersion Include="${escapeXml(id)}" Version="${version}" />`),
    '  </ItemGroup>',
    '</Project>',
  ])
}

export function packageReferences({ packages }: HelpSubject): Snippet {
  return file('*.csproj', 'xml', [
    '<ItemGroup>',
    ...packages.map(({ id }) => `  <PackageReference Include="${escapeXml(id)}" />`),
    '</ItemGroup>',
  ])
}

function first({ packages }: HelpSubject): { readonly id: string; readonly version: string } {
  return packages[0] ?? { id: 'Contoso.Core', version: '1.0.0' }
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
