/** Why a name in a package is refused. */
export type EntryNameProblem =
  | 'empty'
  | 'too-long'
  | 'control-character'
  | 'double-backslash'
  | 'absolute'
  | 'drive-letter'
  | 'colon'
  | 'device'
  | 'dot-or-space-at-end'
  | 'outside'
  | 'odd-segment'
  | 'not-utf-8'

const maxNameLength = 500
const maxDepth = 50

/**
 * Says why an entry of this name may not be extracted, or null. Looks at the name as it is and percent-decoded, because
 * the client decodes it before it writes the file. Source: protocol.md 3.2 (Z3, Z4), NuGet.Client PackageExtractor.cs.
 */
export function refuseEntryName(name: string): EntryNameProblem | null {
  return refuseRawName(name) ?? (name.includes('%') ? refuseRawName(decodeEntryName(name)) : null)
}

function refuseRawName(name: string): EntryNameProblem | null {
  if (name === '') return 'empty'
  if (name.length > maxNameLength) return 'too-long'
  if (/[\x00-\x1f\x7f]/.test(name)) return 'control-character'
  if (name.includes('\\\\')) return 'double-backslash'
  if (/^[\\/]/.test(name)) return 'absolute'
  if (/^[A-Za-z]:/.test(name)) return 'drive-letter'
  const segments = name.split(/[\\/]/)
  if (segments.at(-1) === '') segments.pop() // a folder's own entry
  if (segments.length > maxDepth) return 'too-long'
  // Windows drops dots and spaces at the end of a name, so that `.. ` is `..` there and `...` is the folder itself.
  const hollow = segments.find((segment) => /^[. ]*$/.test(segment))
  if (hollow !== undefined) return hollow.startsWith('..') ? 'outside' : 'odd-segment'
  return refuseOnWindows(segments)
}

/** Names that Windows takes for something else than a file of that name, at any place in the path and in any case. */
const devices = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?: *\.| *$)/i

function refuseOnWindows(segments: readonly string[]): EntryNameProblem | null {
  if (segments.some((segment) => segment.includes(':'))) return 'colon' // another stream of the file before it
  if (segments.some((segment) => devices.test(segment))) return 'device'
  return segments.some((segment) => /[. ]$/.test(segment)) ? 'dot-or-space-at-end' : null
}

/** An escaped character: ASCII on its own, so that invalid bytes beside it do not hide it, or a UTF-8 sequence. */
const escaped =
  /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}/gi

/** The name that the client gives the file: percent-decoded where that is valid, with `/` between folders. */
export function decodeEntryName(name: string): string {
  const decoded = name.replace(escaped, (text) => {
    try {
      return decodeURIComponent(text)
    } catch {
      return text
    }
  })
  return decoded.replaceAll('\\', '/')
}

/** Key under which two entries would be one file on some disk: case, slashes and composed letters do not tell apart. */
export function entryKey(name: string): string {
  return decodeEntryName(name).replace(/\/+/g, '/').replace(/\/$/, '').normalize('NFC').toLowerCase()
}

/** The first two names that cannot both be written: equal by `entryKey`, or one a file and a folder of the other. */
export function findClash(names: readonly string[]): readonly [string, string] | null {
  const byKey = new Map<string, string>()
  for (const name of names) {
    const key = entryKey(name)
    const other = byKey.get(key)
    if (other !== undefined) return [other, name]
    byKey.set(key, name)
  }
  const folders = new Set<string>()
  for (const [key, name] of byKey) {
    const file = findFileAbove(key, byKey, folders)
    if (file !== null) return [file, name]
  }
  return null
}

/** A file whose name is a folder of `key`, or null. `seen` are folders that were looked at before. */
function findFileAbove(key: string, byKey: ReadonlyMap<string, string>, seen: Set<string>): string | null {
  for (let end = key.lastIndexOf('/'); end > 0; end = key.lastIndexOf('/', end - 1)) {
    const folder = key.slice(0, end)
    if (seen.has(folder)) return null
    seen.add(folder)
    const other = byKey.get(folder)
    if (other !== undefined && !/[\\/]$/.test(decodeEntryName(other))) return other
  }
  return null
}
