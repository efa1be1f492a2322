import type { Technique } from './technique.ts'
import { refused } from './technique.ts'

/** A package with one more file of this name. */
function named(code: Technique['code'], says: string, names: readonly (string | Uint8Array)[]): readonly Technique[] {
  return names.flatMap((name) => {
    const shown = JSON.stringify(typeof name === 'string' ? name.slice(0, 40) : Buffer.from(name).toString('latin1'))
    const make: Technique['make'] = ({ pack }) => pack([{ name, data: 'content '.repeat(20) }])
    return refused(code, says, { [`has a file named ${shown}`]: make })
  })
}

/** A package with two more files of these names. */
function clashing(pairs: readonly (readonly [string, string])[]): readonly Technique[] {
  return pairs.flatMap(([one, other]) => {
    const make: Technique['make'] = ({ pack }) =>
      pack([
        { name: one, data: 'one '.repeat(20) },
        { name: other, data: 'other '.repeat(20) },
      ])
    const name = `has ${JSON.stringify(one)} beside ${JSON.stringify(other)}`
    return refused('nupkg-entry-clash', 'would be the same file or folder on some disks', { [name]: make })
  })
}

const refusedName = (says: string, names: readonly (string | Uint8Array)[]): readonly Technique[] =>
  named('nupkg-entry-name', says, names)

export const names: readonly Technique[] = [
  ...refusedName('leads out of the package', [
    '../evil.dll',
    '..\\evil.dll',
    'lib/../../evil.dll',
    'lib/net8.0/..\\..\\..\\evil.dll',
    'lib/..',
    '%2e%2e/evil.dll',
    '%2E%2E%2Fevil.dll',
    'lib/%2e%2e%5c..%5cevil.dll',
    '.. /evil.dll',
    'lib/.../evil.dll',
  ]),
  ...refusedName('starts with a slash', ['/etc/evil', '\\evil.dll', '%2fetc/evil', '%5cevil.dll', '//server/share/a']),
  ...refusedName('two backslashes', ['\\\\server\\share\\a', 'lib\\\\a.dll']),
  ...refusedName('starts with a drive letter', ['C:/evil.dll', 'C:evil.dll', 'c%3a/evil.dll', 'C:\\evil.dll']),
  ...refusedName('one of dots and spaces only', [
    'lib//a.dll',
    'lib/./a.dll',
    'lib/ /a.dll',
    'lib%5c%5ca.dll',
    'lib/%2e/a.dll',
  ]),
  ...refusedName('control character', ['a\u0000.dll', 'a%00.dll', 'a\n.dll', 'a\u007f.dll', 'lib/a.dll\u0000.txt']),
  ...refusedName('more than 500 characters or 50 folders', [`lib/${'x'.repeat(500)}`, `${'d/'.repeat(60)}a`]),
  ...refusedName('not UTF-8', [
    Buffer.from([0x61, 0xff, 0xfe]),
    Buffer.from('Größe.txt', 'latin1'),
    Buffer.from('c0ae2f61', 'hex'),
  ]),
  ...refusedName('colon', ['lib/a.dll:stream', 'a.txt::$DATA', 'lib/a%3astream']),
  ...refusedName('device of Windows', ['CON', 'lib/nul.dll', 'aux.txt', 'lib/COM1/a.dll', 'lpt9 .txt', '%43ON']),
  ...refusedName('ends with a dot or space', ['lib/a.dll.', 'lib/a.dll ', 'lib./a.dll', 'lib%20/a.dll']),
  ...clashing([
    ['a.txt', 'A.TXT'],
    ['content/a.txt', 'content\\a.txt'],
    ['a b.txt', 'a%20b.txt'],
    ['gr\u00f6n.txt', 'gro\u0308n.txt'],
    ['\u00e4.txt', '\u00c4.txt'],
    ['tools', 'tools/a.exe'],
    ['A/b/c.txt', 'a/B'],
    ['%61.txt', 'a.txt'],
    ['K.txt', '\u212a.txt'],
  ]),
  ...refused('nupkg-ambiguous', 'damaged, or tools would read it in different ways', {
    'has one name twice': ({ pack }) => pack(['one', 'other'].map((data) => ({ name: 'a.txt', data }))),
  }),
  ...refused('nupkg-entry-name', 'it is empty', {
    'has a file without a name': ({ pack }) => pack([{ name: '', data: 'x' }]),
  }),
]
