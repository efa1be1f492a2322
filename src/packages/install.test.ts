import { expect, test } from 'vitest'
import { installTabs } from './install.ts'

const source = 'https://packages.example/v3/index.json'

function tabs(packageTypes: readonly string[], developmentDependency = false) {
  return installTabs({
    id: 'Contoso.Core',
    version: '2.4.1',
    metadata: { packageTypes, developmentDependency },
    source,
  })
}

test('a library can be added in every usual way, the command line first', () => {
  expect(tabs(['Dependency']).map((tab) => tab.kind)).toEqual([
    'dotnet',
    'package-reference',
    'central',
    'package-manager',
    'paket',
    'script',
  ])
  expect(tabs(['Dependency'])[0]?.text).toBe(`dotnet add package Contoso.Core --version 2.4.1 --source ${source}`)
})

test('a tool is installed, globally or locally, in whatever case its type is written', () => {
  expect(tabs(['DotnetTool']).map((tab) => tab.kind)).toEqual(['tool-global', 'tool-local'])
  expect(tabs(['dotnettool'])[0]?.text).toBe(
    `dotnet tool install --global Contoso.Core --version 2.4.1 --add-source ${source}`,
  )
})

test('a template is installed with dotnet new', () => {
  expect(tabs(['Template'])).toEqual([
    { kind: 'template', text: `dotnet new install Contoso.Core@2.4.1 --add-source ${source}` },
  ])
})

test('over plain HTTP, dotnet new takes a source only when forced', () => {
  const insecure = 'http://localhost:5633/v3/index.json'
  const metadata = { packageTypes: ['Template'], developmentDependency: false }
  expect(installTabs({ id: 'Contoso.Core', version: '2.4.1', metadata, source: insecure })[0]?.text).toBe(
    `dotnet new install Contoso.Core@2.4.1 --add-source ${insecure} --force`,
  )
})

test('an MSBuild SDK is named by a project', () => {
  expect(tabs(['MSBuildSdk'])[0]?.text).toBe('<Project Sdk="Contoso.Core/2.4.1">')
})

test('a development dependency does not flow to consumers', () => {
  expect(tabs(['Dependency'], true)[1]?.text).toContain('<PrivateAssets>all</PrivateAssets>')
})

test('an unknown type is treated as a library', () => {
  expect(tabs(['SomethingElse'])[0]?.kind).toBe('dotnet')
})
