import { expect, test } from 'vitest'
import { installTabs, type InstallTab } from './install.ts'

const source = 'https://packages.example/v3/index.json'

function tabs(packageTypes: readonly string[], others: { developmentDependency?: boolean; version?: string } = {}) {
  const { developmentDependency = false, version = '2.4.1' } = others
  return installTabs({ id: 'Contoso.Core', version, metadata: { packageTypes, developmentDependency }, source })
}

const kinds = (found: readonly InstallTab[]) => found.map(({ kind }) => kind)
const text = (found: readonly InstallTab[], kind: InstallTab['kind']) =>
  found
    .find((one) => one.kind === kind)
    ?.snippets.map((snippet) => snippet.text)
    .join('\n--\n')

const library = [
  'dotnet', 'package-manager', 'package-reference', 'central', 'paket', 'script', 'file-based', 'cake',
] // prettier-ignore
const tool = ['tool-global', 'tool-local', 'tool-once', 'cake', 'nuke']

test.each([
  [['Dependency'], library],
  [['SomethingElse'], library],
  [['DotnetTool'], tool],
  [['dotnettool'], tool],
  [
    ['DotnetTool', 'McpServer'],
    ['mcp', ...tool],
  ],
  [['Template'], ['template']],
  [['MSBuildSdk'], ['sdk', 'file-based']],
])('a package of the types %j has the tabs %j', (types, expected) => {
  expect(kinds(tabs(types))).toEqual(expected)
})

test.each([
  ['dotnet', `dotnet add package Contoso.Core --version 2.4.1 --source ${source}`],
  ['package-manager', `NuGet\\Install-Package Contoso.Core -Version 2.4.1 -Source ${source}`],
  ['package-reference', '<PackageReference Include="Contoso.Core" Version="2.4.1" />'],
  [
    'central',
    '<PackageVersion Include="Contoso.Core" Version="2.4.1" />\n--\n<PackageReference Include="Contoso.Core" />',
  ],
  ['paket', `source ${source}\nnuget Contoso.Core 2.4.1`],
  ['script', `#i "nuget: ${source}"\n#r "nuget: Contoso.Core, 2.4.1"`],
  ['file-based', `#:property RestoreAdditionalProjectSources=${source}\n#:package Contoso.Core@2.4.1`],
  ['cake', `#addin nuget:${source}?package=Contoso.Core&version=2.4.1`],
] as const)('a library, by %s', (kind, expected) => {
  expect(text(tabs(['Dependency']), kind)).toBe(expected)
})

test.each([
  ['tool-global', `dotnet tool install --global Contoso.Core --version 2.4.1 --add-source ${source}`],
  [
    'tool-local',
    `dotnet new tool-manifest\ndotnet tool install --local Contoso.Core --version 2.4.1 --add-source ${source}`,
  ],
  ['tool-once', `dnx Contoso.Core@2.4.1 --add-source ${source}`],
  ['cake', `#tool dotnet:${source}?package=Contoso.Core&version=2.4.1`],
  ['nuke', 'nuke :add-package Contoso.Core --version 2.4.1'],
] as const)('a tool, by %s', (kind, expected) => {
  expect(text(tabs(['DotnetTool']), kind)).toBe(expected)
})

test('an MCP server is configured in VS Code by JSON that names version and source', () => {
  const json = JSON.parse(text(tabs(['DotnetTool', 'McpServer']), 'mcp') ?? '') as unknown
  const args = ['Contoso.Core@2.4.1', '--source', source, '--yes']
  expect(json).toEqual({ servers: { 'Contoso.Core': { type: 'stdio', command: 'dnx', args } } })
})

test('Cake takes a prerelease only when told', () => {
  const version = '3.0.0-rc.1'
  expect(text(tabs(['Dependency'], { version }), 'cake')).toMatch(/&version=3\.0\.0-rc\.1&prerelease$/)
})

test('a template is installed with dotnet new', () => {
  expect(text(tabs(['Template']), 'template')).toBe(`dotnet new install Contoso.Core@2.4.1 --add-source ${source}`)
})

test('over plain HTTP, dotnet new takes a source only when forced', () => {
  const insecure = 'http://localhost:5633/v3/index.json'
  const metadata = { packageTypes: ['Template'], developmentDependency: false }
  const found = installTabs({ id: 'Contoso.Core', version: '2.4.1', metadata, source: insecure })
  expect(text(found, 'template')).toBe(`dotnet new install Contoso.Core@2.4.1 --add-source ${insecure} --force`)
})

test('an MSBuild SDK is named by a project, or by a file-based app', () => {
  expect(text(tabs(['MSBuildSdk']), 'sdk')).toBe('<Project Sdk="Contoso.Core/2.4.1">')
  expect(text(tabs(['MSBuildSdk']), 'file-based')).toBe('#:sdk Contoso.Core@2.4.1')
})

test('a development dependency does not flow to consumers', () => {
  const found = tabs(['Dependency'], { developmentDependency: true })
  for (const kind of ['package-reference', 'central'] as const) {
    expect(text(found, kind)).toContain('<PrivateAssets>all</PrivateAssets>')
  }
})
