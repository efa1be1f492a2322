import type { EntryLocation, Nupkg } from '../nuget/nupkg.ts'
import type { FrameworkAssembly } from '../nuget/nuspec.ts'
import type { NuGetVersion } from '../nuget/version.ts'
import type { Deprecation } from './deprecation.ts'

/** All versions under one ID. */
export type Package = {
  readonly key: number
  /** As its first push wrote it. */
  readonly id: string
  readonly lowerId: string
  readonly createdAt: Date
  readonly downloads: number
  readonly lockedAt: Date | null
  /** Rises with every change that any document about this package shows. */
  readonly revision: number
  /** One of its owners owns a reserved prefix that its ID belongs to. */
  readonly isVerified: boolean
}

/** One ID at one version. */
export type PackageVersion = {
  readonly key: number
  readonly packageKey: number
  /** The ID in this version's own letter case. */
  readonly id: string
  readonly version: NuGetVersion
  readonly verbatimVersion: string
  readonly isSemVer2: boolean
  readonly isListed: boolean
  readonly createdAt: Date
  /** When it was pushed; unlisting does not change it. */
  readonly publishedAt: Date
  readonly lastEditedAt: Date | null
  readonly pushedBy: number | null
  readonly sha512: string
  readonly sizeBytes: number
  readonly blobKey: string
  readonly metadata: VersionMetadata
  readonly files: PackageFiles
  readonly downloads: number
  /** The newest commit of the catalog that is about this version. */
  readonly commit: Commit
  readonly deprecation: Deprecation | null
  /** When owners wrote a README for it in the gallery, which is shown in the place of the package's own; or null. */
  readonly readmeWrittenAt: Date | null
}

/** One entry in the catalog's log: `us` is its time in microseconds since 1970, which no other commit has. */
export type Commit = { readonly us: number; readonly id: string }

/** A file in a nupkg, named as the package's directory names it. */
export type PackageEntry = {
  readonly name: string
  readonly sizeBytes: number
  readonly compressedBytes: number
  /** Where it lies in the nupkg. Null in rows of before this was kept. */
  readonly location: EntryLocation | null
}

/** What a row keeps of each file: the last three are missing in rows of before they were kept. */
type EntryCells = readonly [
  name: string,
  sizeBytes: number,
  compressedBytes: number,
  dataOffset?: number,
  isStored?: 0 | 1,
  crc32?: number,
]

export function stringifyEntries(entries: readonly EntryLocation[]): string {
  const cells = entries.map(({ name, sizeBytes, compressedBytes, dataOffset, method, crc32 }): EntryCells => {
    return [name, sizeBytes, compressedBytes, dataOffset, method === 'stored' ? 1 : 0, crc32]
  })
  return JSON.stringify(cells)
}

export function parseEntries(json: string): readonly PackageEntry[] {
  const rows = JSON.parse(json) as readonly EntryCells[]
  return rows.map(([name, sizeBytes, compressedBytes, dataOffset, isStored, crc32]) => {
    const own = { name, sizeBytes, compressedBytes }
    if (dataOffset === undefined || crc32 === undefined) return { ...own, location: null }
    return { ...own, location: { ...own, dataOffset, method: isStored ? 'stored' : 'deflated', crc32 } }
  })
}

/** What pages and feed documents show of a manifest. Ranges are normalized text. */
export type VersionMetadata = {
  readonly title: string | null
  readonly authors: string
  readonly description: string
  readonly summary: string | null
  readonly releaseNotes: string | null
  readonly copyright: string | null
  readonly language: string | null
  readonly tags: readonly string[]
  readonly projectUrl: string | null
  readonly iconUrl: string | null
  readonly licenseUrl: string | null
  readonly license: { readonly type: 'expression' | 'file'; readonly text: string } | null
  readonly requireLicenseAcceptance: boolean
  readonly developmentDependency: boolean
  readonly minClientVersion: string | null
  readonly repository: {
    readonly type: string | null
    readonly url: string | null
    readonly branch: string | null
    readonly commit: string | null
  } | null
  /** Never empty: `Dependency` when the manifest declares none. */
  readonly packageTypes: readonly string[]
  readonly dependencyGroups: readonly DependencyGroup[]
  /** Short names of what the package is for, sorted: `net8.0`. Rows of before this was kept have none. */
  readonly frameworks: readonly string[]
  readonly isSigned: boolean
  // Rows of before these were kept for the catalog lack them.
  /** Paths in the package, as the manifest writes them with `/`. */
  readonly iconFile?: string | null
  readonly readmeFile?: string | null
  readonly serviceable?: boolean
  /** The versions that the manifest gives to `packageTypes`, in their order. */
  readonly packageTypeVersions?: readonly (string | null)[]
  readonly frameworkAssemblies?: readonly FrameworkAssembly[]
}

export type DependencyGroup = {
  /** Short name such as `net8.0`; null means any framework. */
  readonly targetFramework: string | null
  readonly dependencies: readonly { readonly id: string; readonly range: string }[]
}

/** The metadata of a version's row. Rows that were written before a property was kept lack it. */
export function parseMetadata(json: string): VersionMetadata {
  const stored = JSON.parse(json) as Omit<VersionMetadata, 'frameworks'> & Partial<VersionMetadata>
  return { ...stored, frameworks: stored.frameworks ?? [] }
}

/** Where in the nupkg the files lie that are served on their own: one range read finds each. */
export type PackageFiles = {
  readonly nuspec: EntryLocation
  readonly readme: EntryLocation | null
  readonly icon: EntryLocation | null
  readonly license: EntryLocation | null
}

/** Whether there is a README to show: the package's own, or one that was written in the gallery. */
export function hasReadme(version: Pick<PackageVersion, 'files' | 'readmeWrittenAt'>): boolean {
  return version.files.readme !== null || version.readmeWrittenAt !== null
}

/** The part of a manifest that is kept in the version's row. */
export function toVersionMetadata(nupkg: Nupkg): VersionMetadata {
  const { nuspec } = nupkg
  return {
    title: nuspec.title,
    authors: nuspec.authors,
    description: nuspec.description,
    summary: nuspec.summary,
    releaseNotes: nuspec.releaseNotes,
    copyright: nuspec.copyright,
    language: nuspec.language,
    tags: nuspec.tags,
    projectUrl: nuspec.projectUrl,
    iconUrl: nuspec.iconUrl,
    licenseUrl: nuspec.licenseUrl,
    license: nuspec.license && { type: nuspec.license.type, text: nuspec.license.text },
    requireLicenseAcceptance: nuspec.requireLicenseAcceptance,
    developmentDependency: nuspec.developmentDependency,
    minClientVersion: nuspec.minClientVersion,
    repository: nuspec.repository,
    packageTypes: nuspec.packageTypes.length > 0 ? nuspec.packageTypes.map((type) => type.name) : ['Dependency'],
    dependencyGroups: nuspec.dependencyGroups.map((group) => ({
      targetFramework: group.targetFramework,
      dependencies: group.dependencies.map(({ id, range }) => ({ id, range: range.normalized })),
    })),
    frameworks: nupkg.frameworks,
    isSigned: nupkg.isSigned,
    iconFile: nuspec.icon,
    readmeFile: nuspec.readme,
    serviceable: nuspec.serviceable,
    packageTypeVersions: nuspec.packageTypes.map((type) => type.version),
    frameworkAssemblies: nuspec.frameworkAssemblies,
  }
}
