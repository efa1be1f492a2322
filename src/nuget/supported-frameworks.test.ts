import { describe, expect, test } from 'vitest'
import { supportedFrameworks } from './supported-frameworks.ts'
import type { FrameworkFacts } from './supported-frameworks.ts'

const library: FrameworkFacts = { id: 'Contoso', packageTypes: [], dependencyGroups: [], frameworkReferences: [] }
const tool: FrameworkFacts = { ...library, packageTypes: [{ name: 'DotnetTool', version: null }] }
const group = (targetFramework: string | null) => ({ targetFramework, dependencies: [] })

describe('the frameworks of a package', () => {
  test.each<[entry: string, framework: string]>([
    ['lib/net8.0/Contoso.dll', 'net8.0'],
    ['lib/net45/_._', 'net45'],
    ['lib/net8.0-windows10.0.19041/de/Contoso.resources.dll', 'net8.0-windows10.0.19041'],
    ['LIB/NETSTANDARD2.0/Contoso.dll', 'netstandard2.0'],
    ['lib/Contoso.dll', 'net'],
    ['lib/any/Contoso.dll', 'dotnet'],
    ['ref/netstandard1.3/Contoso.dll', 'netstandard1.3'],
    ['runtimes/win-x64/lib/net6.0/Contoso.dll', 'net6.0'],
    ['contentFiles/cs/net472/a.cs', 'net472'],
    ['contentFiles/any/any/a.txt', 'any'],
    ['build/Contoso.targets', 'any'],
    ['build/net462/contoso.props', 'net462'],
    ['buildMultiTargeting/Contoso.props', 'any'],
  ])('%s says %s', (entry, framework) => {
    expect(supportedFrameworks(library, [entry])).toEqual([framework])
  })

  test.each([
    'lib/readme.txt',
    'lib/net8.0/',
    'lib/notaframework/Contoso.dll',
    'ref/Contoso.dll',
    'runtimes/win-x64/native/contoso.dll',
    'build/Other.targets',
    'build/net462/Other.targets',
    'tools/net8.0/any/Contoso.dll',
    'content/net8.0/a.txt',
    'Contoso.nuspec',
  ])('%s says nothing', (entry) => {
    expect(supportedFrameworks(library, [entry])).toEqual([])
  })

  test('a tool is for the frameworks of its tools folder', () => {
    const entries = ['tools/net8.0/any/Contoso.dll', 'tools/net9.0/linux-x64/contoso', 'tools/init.ps1']
    expect(supportedFrameworks(tool, entries)).toEqual(['net8.0', 'net9.0'])
  })

  test('a package of dependencies only is for the frameworks of its groups; beside files these do not count', () => {
    const facts = {
      ...library,
      dependencyGroups: [group('net8.0'), group(null), group('net462')],
      frameworkReferences: [{ targetFramework: 'net9.0', names: ['Microsoft.AspNetCore.App'] }],
    }
    expect(supportedFrameworks(facts, ['Contoso.nuspec'])).toEqual(['net462', 'net8.0', 'net9.0'])
    expect(supportedFrameworks(facts, ['lib/netstandard2.0/_._'])).toEqual(['netstandard2.0'])
  })

  test('each is there once, and there is an end to them', () => {
    const entries = ['lib/net8.0/a.dll', 'ref/net8.0/a.dll', 'lib/net8.0/b.dll']
    expect(supportedFrameworks(library, entries)).toEqual(['net8.0'])
    const many = Array.from({ length: 500 }, (_, i) => `lib/net${i + 5}.0/a.dll`)
    expect(supportedFrameworks(library, many)).toHaveLength(100)
  })
})
