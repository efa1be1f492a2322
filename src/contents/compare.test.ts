import { expect, test } from 'vitest'
import { readNupkg } from '../nuget/nupkg.ts'
import { toVersionMetadata, type PackageVersion } from '../packages/package.ts'
import { buildNupkg, type NupkgOptions } from '../../test/build-nupkg.ts'
import { compareContents, type ComparedVersion } from './compare.ts'
import { toContentFiles } from './folder.ts'

async function versionOf(options: NupkgOptions): Promise<ComparedVersion> {
  const read = await readNupkg(await buildNupkg(options))
  if (!read.ok) throw new Error(read.error.code)
  const { entries } = read.value
  const version = { metadata: toVersionMetadata(read.value) } as PackageVersion
  return { version, files: toContentFiles(entries.map((location) => ({ ...location, location }))) }
}

const net8 = (version: string, id = 'Other.Lib') => ({ targetFramework: 'net8.0', dependencies: [{ id, version }] })

test('two versions differ in fields, dependencies and files; what packing adds is left out', async () => {
  const before = await versionOf({
    description: 'Old words.',
    dependencies: [net8('1.0.0'), { targetFramework: 'net9.0', dependencies: [{ id: 'Gone.Lib', version: '1.0.0' }] }],
    files: { 'lib/a.txt': 'same', 'lib/b.txt': 'abc', 'lib/c.txt': 'goes' },
  })
  const after = await versionOf({
    version: '2.0.0',
    description: 'New words.',
    dependencies: [net8('2.0.0', 'other.lib'), { targetFramework: 'net9.0', dependencies: [] }],
    files: { 'lib/a.txt': 'same', 'lib/b.txt': 'abd', 'lib/d.txt': 'comes' },
  })
  const { fields, dependencies, files } = compareContents(before, after)
  expect(fields).toEqual([{ field: 'description', before: 'Old words.', after: 'New words.' }])
  expect(dependencies).toEqual([
    { targetFramework: 'net8.0', id: 'other.lib', before: '[1.0.0, )', after: '[2.0.0, )' },
    { targetFramework: 'net9.0', id: 'Gone.Lib', before: '[1.0.0, )', after: null },
  ])
  const shape = files?.changed.map((file) => [file.path, file.before?.sizeBytes ?? null, file.after?.sizeBytes ?? null])
  expect(shape).toEqual([
    ['Lode.Sample.nuspec', expect.any(Number), expect.any(Number)],
    ['lib/b.txt', 3, 3], // of one size: told apart by the checksum
    ['lib/c.txt', 4, null],
    ['lib/d.txt', null, 5],
  ])
  expect(files?.same).toBe(1)
  expect(compareContents({ ...before, files: null }, after)).toMatchObject({ dependencies, files: null })
})

test('a version does not differ from itself', async () => {
  const one = await versionOf({ readme: '# Hello' })
  expect(compareContents(one, one)).toMatchObject({ fields: [], dependencies: [], files: { changed: [] } })
})
