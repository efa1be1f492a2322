import { describe, expect, test } from 'vitest'
import { buildNuspec } from '../../test/build-nupkg.ts'
import type { DependencyGroupOptions } from '../../test/build-nupkg.ts'
import { parseNuspec } from './nuspec.ts'
import type { DependencyGroup, NuspecRefusal } from './nuspec.ts'

function read(xml: string): readonly DependencyGroup[] | NuspecRefusal['code'] {
  const nuspec = parseNuspec(Buffer.from(xml))
  return nuspec.ok ? nuspec.value.dependencyGroups : nuspec.error.code
}

function readGroups(...dependencies: readonly DependencyGroupOptions[]): ReturnType<typeof read> {
  return read(buildNuspec({ dependencies }))
}

function readVersion(version: string): ReturnType<typeof read> {
  return readGroups({ dependencies: [{ id: 'B', version }] })
}

describe('the dependencies of a package', () => {
  test('a flat list is for any framework', () => {
    const flat = buildNuspec({ metadata: '<dependencies><dependency id="B" version="1.0" /></dependencies>' })
    expect(read(flat)).toMatchObject([{ targetFramework: null, dependencies: [{ id: 'B' }] }])
  })

  test('beside groups a flat list is ignored, as by the client', () => {
    const both = '<dependencies><dependency id="B" version="1.0" /><group targetFramework="net8.0" /></dependencies>'
    expect(read(buildNuspec({ metadata: both }))).toEqual([{ targetFramework: 'net8.0', dependencies: [] }])
  })

  test('no dependencies at all are no groups', () => {
    expect(read(buildNuspec())).toEqual([])
    expect(read(buildNuspec({ metadata: '<dependencies />' }))).toEqual([])
  })

  test.each(['*', '1.*', '1.0.0-*', '[1.*, 2.0)'])('protocol 30: the floating version %s is refused', (version) => {
    expect(readVersion(version)).toBe('nuspec-dependency-floating')
  })

  test('protocol 30: a dependency that is listed twice in a group is refused, in two groups it is fine', () => {
    const [upper, lower] = [
      { id: 'B', version: '1.0' },
      { id: 'b', version: '2.0' },
    ] as const
    expect(readGroups({ dependencies: [upper, lower] })).toBe('nuspec-dependency-duplicate')
    expect(readGroups({ targetFramework: 'net8.0', dependencies: [upper] }, { dependencies: [lower] })).toHaveLength(2)
  })

  test('protocol 30: two groups for one framework are refused, however it is written', () => {
    const group = (targetFramework?: string): DependencyGroupOptions => ({ targetFramework, dependencies: [] })
    expect(readGroups(group('.NETFramework4.6.2'), group('net462'))).toBe('nuspec-dependency-group-duplicate')
    expect(readGroups(group(), group('any'))).toBe('nuspec-dependency-group-duplicate')
  })

  test('protocol 30: build metadata in a bound is refused', () => {
    expect(readVersion('1.0.0+x')).toBe('nuspec-dependency-metadata')
    expect(readVersion('[1.0.0, 2.0.0+x]')).toBe('nuspec-dependency-metadata')
  })

  test('protocol 30: a framework that no client knows is refused, a newer one of a known kind is fine', () => {
    expect(readGroups({ targetFramework: 'notaframework', dependencies: [] })).toBe('nuspec-framework-unsupported')
    expect(readGroups({ targetFramework: 'portable-net45-x', dependencies: [] })).toBe('nuspec-framework-unsupported')
    expect(readGroups({ targetFramework: 'net11.0', dependencies: [] })).toHaveLength(1)
  })

  test.each(['', 'x', '(1.0)', '(,)', '1.0.0-1'])('the version %j is refused', (version) => {
    expect(readVersion(version)).toBe('nuspec-dependency-version-invalid')
  })

  test('a dependency without version or with an odd ID is refused', () => {
    const one = (attributes: string): string =>
      buildNuspec({ metadata: `<dependencies><dependency ${attributes} /></dependencies>` })
    expect(read(one('id="B"'))).toBe('nuspec-dependency-version-invalid')
    expect(read(one('version="1.0"'))).toBe('nuspec-dependency-id-invalid')
    expect(read(one('id="a..b" version="1.0"'))).toBe('nuspec-dependency-id-invalid')
  })

  test('dependencies beyond what V2 feeds can write are refused', () => {
    const many = Array.from({ length: 2000 }, (_, i) => ({ id: `Contoso.Dependency${i}`, version: '1.0.0' }))
    expect(readGroups({ dependencies: many })).toBe('nuspec-dependencies-too-long')
    expect(readGroups({ dependencies: many.slice(0, 500) })).toHaveLength(1)
  })

  test('assemblies of the .NET Framework must name known frameworks', () => {
    const assembly = '<frameworkAssembly assemblyName="System" targetFramework="net45, nope" />'
    expect(read(buildNuspec({ metadata: `<frameworkAssemblies>${assembly}</frameworkAssemblies>` }))).toBe(
      'nuspec-framework-unsupported',
    )
  })
})
