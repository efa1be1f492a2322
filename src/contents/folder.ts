import { decodeEntryName, entryKey } from '../nuget/entry-names.ts'
import type { PackageEntry } from '../packages/package.ts'

/** A file in a package, named as clients write it to the disk: with `/` between folders. */
export type ContentFile = PackageEntry & { readonly path: string }

/** What lies directly in a folder of a package, each sorted by name, what packing made last. The root's path is empty. */
export type Folder = {
  readonly path: string
  readonly folders: readonly { readonly path: string; readonly files: number; readonly sizeBytes: number }[]
  readonly files: readonly ContentFile[]
  /** Everything below it. */
  readonly total: { readonly files: number; readonly sizeBytes: number }
}

export function toContentFiles(entries: readonly PackageEntry[]): readonly ContentFile[] {
  return entries
    .map((entry) => ({ ...entry, path: decodeEntryName(entry.name) }))
    .filter(({ path }) => !path.endsWith('/')) // folders may have entries of their own
}

/** The file at a path in any letter case, as addresses are, or null. */
export function findFile(files: readonly ContentFile[], path: string): ContentFile | null {
  const key = entryKey(path)
  return files.find((file) => entryKey(file.path) === key) ?? null
}

/** The folder at a path in any letter case, or null when no file is below it. The root is always there. */
export function findFolder(files: readonly ContentFile[], path: string): Folder | null {
  const key = entryKey(path)
  const below = key === '' ? files : files.filter((file) => entryKey(file.path).startsWith(`${key}/`))
  const [first] = below
  if (!first && key !== '') return null
  const depth = key === '' ? 0 : key.split('/').length
  const own = first?.path.split('/').slice(0, depth).join('/') ?? ''
  const folders = Map.groupBy(
    below.filter((file) => file.path.split('/').length > depth + 1),
    (file) => entryKey(file.path).split('/')[depth] ?? '',
  )
  return {
    path: own,
    folders: sortForReaders([...folders.values()]).map((inside) => ({
      path:
        inside[0]?.path
          .split('/')
          .slice(0, depth + 1)
          .join('/') ?? '',
      ...sumOf(inside),
    })),
    files: sortForReaders(
      below.filter((file) => file.path.split('/').length === depth + 1).map((file) => [file]),
    ).flat(),
    total: sumOf(below),
  }
}

/** By name, and what packing made comes after what the author put in. */
function sortForReaders(groups: readonly (readonly ContentFile[])[]): readonly (readonly ContentFile[])[] {
  const isMade = (group: readonly ContentFile[]) => group.every(({ path }) => isPlumbing(path))
  const nameOf = (group: readonly ContentFile[]) => group[0]?.path ?? ''
  return groups.toSorted(
    (a, b) => Number(isMade(a)) - Number(isMade(b)) || (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0),
  )
}

function sumOf(files: readonly ContentFile[]) {
  return { files: files.length, sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) }
}

/** What packing adds to every package by itself; names among it differ each time. */
export function isPlumbing(path: string): boolean {
  return /^(_rels\/|\[content_types\]\.xml$|package\/services\/metadata\/|\.signature\.p7s$)/i.test(path)
}
