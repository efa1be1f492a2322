import type { Question } from './nuget-library.ts'

/** Where we differ from NuGet's own library on purpose, and why. */
const reasons: readonly (readonly [reason: string, ...questions: Question[]])[] = [
  [
    'a dependency whose version is left out accepts any; the library leaves that case to its caller',
    ['range', ''],
    ['range', ' '],
    ['range', '\u00a0'],
  ],
  [
    'to the library a star right after a digit is another digit; for us it is floating, and so refused',
    ['range', '1*'],
  ],
  ['a full name without a name: the library makes one of the next part', ['framework', ',Version=v4.0']],
  ['frameworks of a portable library must be known, each of them', ['framework', 'portable-net45+foo']],
  [
    'numbered profiles stay numbers: the table of what they stood for is of no use to anybody who packs today',
    ['framework', 'portable-Profile7'],
    ['framework', '.NETPortable,Version=v4.5,Profile=Profile111'],
  ],
  ['the gallery refuses letters that become two when lower-cased', ['id', '\u0130']],
  ['the gallery refuses text that is not in normal form C', ['id', 'e\u0301']],
  ['a pattern of .NET that ends with $ allows a line feed at the end', ['id', 'a\n']],
  ['the library asks for the length elsewhere', ['id', 'a'.repeat(101)]],
  [
    'SPDX has no WITH after parentheses; the library drops parentheses around one license before it looks',
    ['license', '(GPL-2.0-only) WITH Classpath-exception-2.0'],
  ],
]

/** The questions as JSON. */
export const differences: ReadonlySet<string> = new Set(
  reasons.flatMap(([, ...questions]) => questions.map((question) => JSON.stringify(question))),
)

/** Made-up texts that fall under one of the reasons above. */
export function isKnownDifference([kind, text = '']: Question): boolean {
  if (kind === 'range') return text.trim() === '' || /^\s*[[(]?\s*\d+\*/.test(text)
  return kind === 'id' && text.normalize('NFC') !== text
}
