import type { DependencyGroup, PackageVersion, VersionMetadata } from '../packages/package.ts'
import { isPlumbing, type ContentFile } from './folder.ts'

/** Null on the side where there is nothing. */
export type Change<T> = { readonly before: T | null; readonly after: T | null }

export type FileChange = Change<ContentFile> & { readonly path: string }
export type DependencyChange = Change<string> & { readonly targetFramework: string | null; readonly id: string }
export type FieldChange = Change<string> & { readonly field: ComparedField }

/** What differs between two versions; what packing adds by itself is left out. */
export type Comparison = {
  readonly fields: readonly FieldChange[]
  readonly dependencies: readonly DependencyChange[]
  /** Null when it is not known what is in one of them. */
  readonly files: ComparedFiles | null
}

/** Changed files, and how many are the same in both. */
export type ComparedFiles = { readonly changed: readonly FileChange[]; readonly same: number }

/** Files are null in rows of before they were kept. */
export type ComparedVersion = { readonly version: PackageVersion; readonly files: readonly ContentFile[] | null }

export function compareContents(before: ComparedVersion, after: ComparedVersion): Comparison {
  return {
    fields: compareFields(before.version.metadata, after.version.metadata),
    dependencies: compareDependencies(
      before.version.metadata.dependencyGroups,
      after.version.metadata.dependencyGroups,
    ),
    files: before.files && after.files && compareFiles(before.files, after.files),
  }
}

/** Every key of either side, sorted, with what each side has. */
function pair<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): readonly (Change<T> & { key: string })[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort()
  return keys.map((key) => ({ key, before: before.get(key) ?? null, after: after.get(key) ?? null }))
}

/** Files of the same path are the same when size and checksum are; rows without checksums are compared by size. */
function compareFiles(before: readonly ContentFile[], after: readonly ContentFile[]): ComparedFiles {
  const byPath = (files: readonly ContentFile[]) =>
    new Map(files.filter(({ path }) => !isPlumbing(path)).map((file) => [file.path, file]))
  const pairs = pair(byPath(before), byPath(after))
  const changed = pairs.filter((found) => !isSame(found))
  return {
    changed: changed.map(({ key, ...change }) => ({ path: key, ...change })),
    same: pairs.length - changed.length,
  }
}

function isSame({ before, after }: Change<ContentFile>): boolean {
  if (before?.sizeBytes !== after?.sizeBytes) return false
  if (!before?.location || !after?.location) return true
  return before.location.crc32 === after.location.crc32
}

function compareDependencies(
  before: readonly DependencyGroup[],
  after: readonly DependencyGroup[],
): readonly DependencyChange[] {
  const byKey = (groups: readonly DependencyGroup[]) =>
    new Map(
      groups.flatMap(({ targetFramework, dependencies }) =>
        dependencies.map(({ id, range }) => [
          `${targetFramework ?? ''} ${id.toLowerCase()}`,
          { targetFramework, id, range },
        ]),
      ),
    )
  return pair(byKey(before), byKey(after)).flatMap(({ before: old, after: now }) => {
    const any = now ?? old
    if (!any || old?.range === now?.range) return []
    const { targetFramework, id } = any
    return [{ targetFramework, id, before: old?.range ?? null, after: now?.range ?? null }]
  })
}

const comparedFields = {
  title: (of) => of.title,
  authors: (of) => of.authors,
  description: (of) => of.description,
  summary: (of) => of.summary,
  tags: (of) => of.tags.join(', '),
  license: (of) => of.license?.text ?? of.licenseUrl,
  projectUrl: (of) => of.projectUrl,
  repository: (of) => of.repository?.url,
  commit: (of) => of.repository?.commit,
  packageTypes: (of) => of.packageTypes.join(', '),
  frameworks: (of) => of.frameworks.join(', '),
  minClientVersion: (of) => of.minClientVersion,
  copyright: (of) => of.copyright,
} satisfies Readonly<Record<string, (of: VersionMetadata) => string | null | undefined>>

export type ComparedField = keyof typeof comparedFields

function compareFields(before: VersionMetadata, after: VersionMetadata): readonly FieldChange[] {
  const fields = Object.keys(comparedFields) as ComparedField[]
  return fields.flatMap((field) => {
    const [old, now] = [comparedFields[field](before) || null, comparedFields[field](after) || null]
    return old === now ? [] : [{ field, before: old, after: now }]
  })
}
