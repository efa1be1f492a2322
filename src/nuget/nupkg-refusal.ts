import type { EntryNameProblem } from './entry-names.ts'
import { describeNuspecRefusal } from './nuspec-refusal.ts'
import type { NuspecRefusal } from './nuspec-refusal.ts'
import { quote } from './refusal-text.ts'

/** Why a zip is refused as a package. Names of entries are raw here; `describeNupkgRefusal` makes them safe. */
export type ZipRefusal =
  | { readonly code: 'nupkg-not-a-zip' }
  | { readonly code: 'nupkg-zip64' }
  | { readonly code: 'nupkg-ambiguous'; readonly reason: string } // the reason is zip.js's, for logs
  | { readonly code: 'nupkg-hidden-content'; readonly offset: number }
  | { readonly code: 'nupkg-too-many-entries'; readonly count: number; readonly limit: number }
  | { readonly code: 'nupkg-too-much-content'; readonly totalBytes: number; readonly limit: number }
  | { readonly code: 'nupkg-encrypted'; readonly entry: string }
  | { readonly code: 'nupkg-method'; readonly entry: string }
  | { readonly code: 'nupkg-entry-name'; readonly entry: string; readonly problem: EntryNameProblem }
  | { readonly code: 'nupkg-entry-clash'; readonly entry: string; readonly other: string }
  | { readonly code: 'nupkg-link'; readonly entry: string }
  | { readonly code: 'nupkg-second-name'; readonly entry: string }
  | { readonly code: 'nupkg-future'; readonly entry: string }
  | { readonly code: 'nupkg-entry-size'; readonly entry: string }

/** The files that a manifest can point to. */
export type NamedFile = 'icon' | 'readme' | 'license'

/** Why the files within a readable zip make no package. */
export type ContentRefusal =
  | { readonly code: 'nupkg-nuspec-missing' }
  | { readonly code: 'nupkg-nuspec-several'; readonly entry: string; readonly other: string }
  | { readonly code: 'nupkg-nuspec-misplaced'; readonly entry: string }
  | { readonly code: 'nupkg-entry-damaged'; readonly entry: string }
  | { readonly code: 'nupkg-file-missing'; readonly file: NamedFile; readonly path: string }
  | { readonly code: 'nupkg-file-too-large'; readonly file: NamedFile | 'nuspec'; readonly limit: number }
  | { readonly code: 'nupkg-file-empty'; readonly file: NamedFile }
  | { readonly code: 'nupkg-file-not-text'; readonly file: NamedFile }
  | { readonly code: 'nupkg-icon-not-an-image' }
  | { readonly code: 'nupkg-mcp-server-json' }

/** Why a push is refused for what it contains. */
export type NupkgRefusal = ZipRefusal | ContentRefusal | NuspecRefusal

type Own = ZipRefusal | ContentRefusal
type Sentences = { readonly [C in Own['code']]: (refusal: Extract<Own, { readonly code: C }>) => string }

const packAgain = 'pack the project again with dotnet pack'

const nameProblems: Readonly<Record<EntryNameProblem, string>> = {
  empty: 'it is empty',
  'too-long': 'it has more than 500 characters or 50 folders',
  'control-character': 'it has a control character',
  'double-backslash': 'it has two backslashes in a row',
  absolute: 'it starts with a slash',
  'drive-letter': 'it starts with a drive letter',
  colon: 'it has a colon, which on Windows names another stream of a file',
  device: 'it is the name of a device of Windows',
  'dot-or-space-at-end': 'a file or folder in it ends with a dot or space, which Windows drops',
  outside: 'it leads out of the package',
  'odd-segment': 'it has an empty folder name or one of dots and spaces only',
  'not-utf-8': 'it is not UTF-8',
}

const sentences: Sentences = {
  'nupkg-not-a-zip': () => `The file is not a package, or it is cut short; ${packAgain} and push the .nupkg file.`,
  'nupkg-zip64': () => 'The package uses ZIP64, which clients cannot sign; have fewer and smaller files in it.',
  'nupkg-ambiguous': () => `The package is damaged, or tools would read it in different ways; ${packAgain}.`,
  'nupkg-hidden-content': () => `The package holds bytes that belong to none of its listed files; ${packAgain}.`,
  'nupkg-too-many-entries': (r) =>
    `The package has ${r.count} files; at most ${r.limit} are allowed, so put some of them into an archive within it.`,
  'nupkg-too-much-content': (r) =>
    `The files of the package would take ${r.totalBytes} bytes when extracted; at most ${r.limit} are allowed for its ` +
    'size, so remove the largest.',
  'nupkg-encrypted': (r) => `The entry ${quote(r.entry)} is encrypted; store it without a password.`,
  'nupkg-method': (r) => `The entry ${quote(r.entry)} has an unusual compression; use deflate or none.`,
  'nupkg-entry-name': (r) => `The entry ${quote(r.entry)} has a name that is not allowed: ${nameProblems[r.problem]}.`,
  'nupkg-entry-clash': (r) =>
    `The entries ${quote(r.entry)} and ${quote(r.other)} would be the same file or folder on some disks; rename one.`,
  'nupkg-link': (r) => `The entry ${quote(r.entry)} is a link or a special file; put a plain file in its place.`,
  'nupkg-second-name': (r) =>
    `The entry ${quote(r.entry)} has a second name in its zip fields, which clients ignore; ${packAgain}.`,
  'nupkg-future': (r) =>
    `The entry ${quote(r.entry)} is dated more than a day in the future; check the clock and pack again.`,
  'nupkg-entry-size': (r) => `The entry ${quote(r.entry)} does not have the size that its header says; ${packAgain}.`,
  'nupkg-nuspec-missing': () => `The package has no .nuspec file in its root; ${packAgain}.`,
  'nupkg-nuspec-several': (r) =>
    `The package has two .nuspec files, ${quote(r.entry)} and ${quote(r.other)}; keep only the one in its root.`,
  'nupkg-nuspec-misplaced': (r) =>
    `The .nuspec file ${quote(r.entry)} is not in the root of the package; move it there.`,
  'nupkg-entry-damaged': (r) =>
    `The entry ${quote(r.entry)} is damaged or has another size than it says; ${packAgain}.`,
  'nupkg-file-missing': (r) =>
    `The ${r.file} in the nuspec is the file ${quote(r.path)}, which is not in the package; include it (case matters).`,
  'nupkg-file-too-large': (r) => `The ${r.file} file has more than ${r.limit} bytes; make it smaller.`,
  'nupkg-file-empty': (r) => `The ${r.file} file is empty; write something into it or do not name it in the nuspec.`,
  'nupkg-file-not-text': (r) => `The ${r.file} file is not UTF-8 text; save it as UTF-8.`,
  'nupkg-mcp-server-json': () => 'The file .mcp/server.json is not a JSON object of at most 1 MB; correct it.',
  'nupkg-icon-not-an-image': () => 'The icon is neither a PNG nor a JPEG image; save it as one.',
}

/** Whether a refusal is about the package file and its manifest: their codes say so. */
export function isNupkgRefusal<R extends { readonly code: string }>(refusal: R): refusal is R & NupkgRefusal {
  return /^(?:nupkg|nuspec)-/.test(refusal.code)
}

/** One sentence for the publisher: what is wrong and what to do. ASCII; text from the package is cut and quoted. */
export function describeNupkgRefusal(refusal: NupkgRefusal): string {
  const own = (sentences as Readonly<Record<string, ((refusal: NupkgRefusal) => string) | undefined>>)[refusal.code]
  return own ? own(refusal) : describeNuspecRefusal(refusal as NuspecRefusal)
}
