import { expect, test } from 'vitest'
import { findFile, findFolder, isPlumbing, toContentFiles } from './folder.ts'

const entry = (name: string, sizeBytes = 10) => ({ name, sizeBytes, compressedBytes: 5, location: null })
const files = toContentFiles(
  [
    'a.txt',
    'lib/net8.0/B.dll',
    'lib/net8.0/b.xml',
    'Lib/net9.0/B.dll',
    'lib/',
    'content%20files/x%2B.cs',
    'z\\w.txt',
  ].map((name) => entry(name)),
)

test('names are those that clients write, folders have no entry of their own', () => {
  expect(files.map(({ path }) => path)).toEqual([
    'a.txt',
    'lib/net8.0/B.dll',
    'lib/net8.0/b.xml',
    'Lib/net9.0/B.dll',
    'content files/x+.cs',
    'z/w.txt',
  ])
})

test('a folder has what lies directly in it, sorted, with the sums of what is below', () => {
  const root = findFolder(files, '')
  expect(root?.folders).toEqual([
    { path: 'content files', files: 1, sizeBytes: 10 },
    { path: 'lib', files: 3, sizeBytes: 30 },
    { path: 'z', files: 1, sizeBytes: 10 },
  ])
  expect(root?.files.map(({ path }) => path)).toEqual(['a.txt'])
  expect(root?.total).toEqual({ files: 6, sizeBytes: 60 })
  const inner = findFolder(files, 'LIB/NET8.0')
  expect(inner?.path).toBe('lib/net8.0')
  expect(inner?.files.map(({ path }) => path)).toEqual(['lib/net8.0/B.dll', 'lib/net8.0/b.xml'])
})

test('what packing made comes last', () => {
  const names = [
    '[Content_Types].xml',
    '_rels/.rels',
    'package/services/metadata/core-properties/1.psmdcp',
    'a.nuspec',
    'lib/a.dll',
  ]
  const root = findFolder(toContentFiles(names.map((name) => entry(name))), '')
  expect(root?.folders.map(({ path }) => path)).toEqual(['lib', '_rels', 'package'])
  expect(root?.files.map(({ path }) => path)).toEqual(['a.nuspec', '[Content_Types].xml'])
})

test('addresses find files in any letter case, and nothing that is not there', () => {
  expect(findFile(files, 'LIB/net8.0/b.DLL')?.path).toBe('lib/net8.0/B.dll')
  expect(findFile(files, 'lib/net8.0')).toBeNull()
  expect(findFolder(files, 'lib/net')).toBeNull()
  expect(findFolder(files, 'a.txt')).toBeNull()
  expect(findFolder([], '')?.total).toEqual({ files: 0, sizeBytes: 0 })
})

test('what packing adds is told apart from what the author put in', () => {
  const all = ['_rels/.rels', '[Content_Types].xml', 'package/services/metadata/core-properties/1.psmdcp', 'package/a']
  expect(all.map(isPlumbing)).toEqual([true, true, true, false])
})
