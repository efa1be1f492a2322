import { describe, expect, test } from 'vitest'
import { classifyPath, compareForImport, guessPackage } from './package-path.ts'

describe('the path of a package tells ID and version', () => {
  test.each([
    ['Newtonsoft.Json.13.0.1.nupkg', 'newtonsoft.json', '13.0.1'],
    ['flat/Serilog.2.0.0-beta.1.nupkg', 'serilog', '2.0.0-beta.1'],
    ['newtonsoft.json/13.0.1/newtonsoft.json.13.0.1.nupkg', 'newtonsoft.json', '13.0.1'],
    ['store\\Contoso.Core\\1.0\\Contoso.Core.1.0.nupkg', 'contoso.core', '1.0.0'],
    ['Contoso.Core/1.0.0/Contoso.Core.nupkg', 'contoso.core', '1.0.0'],
    ['contoso.core/1.0.0/package.nupkg', 'contoso.core', '1.0.0'],
    ['Package.2/1.2.3/Package.2.1.2.3.nupkg', 'package.2', '1.2.3'],
    ['Lib.2.Core.1.0.0.nupkg', 'lib.2.core', '1.0.0'],
    ['2019/1.0.0/Contoso.Core.3.1.0.nupkg', 'contoso.core', '3.1.0'],
  ])('%s', (path, lowerId, lowerVersion) => {
    expect(guessPackage(path)).toEqual({ lowerId, lowerVersion })
  })

  test.each(['package.nupkg', '1.nupkg', 'a/b/c.nupkg', 'a/1.0/b/c.nupkg', '.nupkg'])('or nothing: %s', (path) => {
    expect(guessPackage(path)).toBeNull()
  })
})

test('only .nupkg files are packages, and symbols packages are not', () => {
  expect(['A.1.0.0.NUPKG', 'a.1.0.0.symbols.nupkg', 'a.1.0.0.snupkg', 'a.nupkg.sha512'].map(classifyPath)).toEqual([
    'package',
    'symbols',
    'other',
    'other',
  ])
})

test('an import goes by ID, lowest version first, and leaves what tells nothing to the end', () => {
  const paths = ['x.nupkg', 'B.1.10.0.nupkg', 'b/1.9.0/b.1.9.0.nupkg', 'a.2.0.0.nupkg', 'A.2.0.0-rc.nupkg', 'x/y.nupkg']
  const sorted = paths.map((path) => ({ path, guess: guessPackage(path) })).sort(compareForImport)
  expect(sorted.map(({ path }) => path)).toEqual([
    'A.2.0.0-rc.nupkg',
    'a.2.0.0.nupkg',
    'b/1.9.0/b.1.9.0.nupkg',
    'B.1.10.0.nupkg',
    'x.nupkg',
    'x/y.nupkg',
  ])
})
