import type { FrameworkAssembly } from '../nuget/nuspec.ts'
import { deprecationDocument } from '../packages/deprecation.ts'
import type { PackageEntry, PackageVersion, VersionMetadata } from '../packages/package.ts'
import type { CatalogItem } from './catalog.ts'
import { toTimestamp } from './catalog-time.ts'
import type { CatalogState } from './catalog-store.ts'
import { dependencyGroups } from './dependency-groups.ts'
import { catalogLeafUrl, type FeedBase } from './urls.ts'

/** A version as one commit shows it. Everything but `state` is as it was pushed, so that a leaf never changes. */
export type CommittedVersion = {
  readonly item: CatalogItem
  readonly state: CatalogState
  readonly version: Omit<PackageVersion, 'isListed' | 'lastEditedAt' | 'deprecation'>
  /** Null for versions that were pushed before their files were kept. */
  readonly entries: readonly PackageEntry[] | null
}

/** What the gallery says of unlisted versions, and of those that were never edited. */
const unlistedTime = '1900-01-01T00:00:00Z'
const neverEdited = '0001-01-01T00:00:00Z'

/** The leaf of a push, or of a change to what was pushed. Protocol.md §7.4. */
export function packageDetails(base: FeedBase, { item, state, version, entries }: CommittedVersion): object {
  const { metadata } = version
  const id = leafUrl(base, item)
  return {
    '@id': id,
    '@type': ['PackageDetails', 'catalog:Permalink'],
    ...commitOf(item),
    id: version.id,
    version: version.version.full,
    verbatimVersion: version.verbatimVersion,
    isPrerelease: version.version.isPrerelease,
    created: version.createdAt.toISOString(),
    lastEdited: state.lastEditedAt === null ? neverEdited : new Date(state.lastEditedAt).toISOString(),
    published: state.isListed ? new Date(state.publishedAt).toISOString() : unlistedTime,
    listed: state.isListed,
    ...manifestTexts(metadata),
    packageHash: version.sha512,
    packageHashAlgorithm: 'SHA512',
    packageSize: version.sizeBytes,
    packageTypes: metadata.packageTypes.map((name, i) => ({
      '@id': `${id}#packagetypes/${name}`,
      '@type': 'PackageType',
      name,
      ...someText('version', metadata.packageTypeVersions?.[i]),
    })),
    ...(metadata.dependencyGroups.length > 0 && {
      dependencyGroups: dependencyGroups(id, metadata.dependencyGroups, null),
    }),
    ...frameworkAssemblyGroups(id, metadata.frameworkAssemblies ?? []),
    ...(state.deprecation && { deprecation: deprecationDocument(state.deprecation) }),
    ...(entries && { packageEntries: entries.map((entry) => packageEntry(id, entry)) }),
  }
}

/** The leaf of a version that left the feed. Its number and its past leaves stay. Protocol.md §7.4. */
export function packageDelete(base: FeedBase, item: CatalogItem, deletedAt: number | null): object {
  return {
    '@id': leafUrl(base, item),
    '@type': ['PackageDelete', 'catalog:Permalink'],
    ...commitOf(item),
    id: item.id,
    originalId: item.id,
    version: item.version.full,
    published: new Date(deletedAt ?? Math.floor(item.commit.us / 1000)).toISOString(),
  }
}

function leafUrl(base: FeedBase, { commit, lowerId, version }: CatalogItem): string {
  return catalogLeafUrl(base, commit, lowerId, version.lower)
}

function commitOf({ commit }: CatalogItem) {
  return { 'catalog:commitId': commit.id, 'catalog:commitTimeStamp': toTimestamp(commit.us) }
}

/** What the manifest says, as it says it; what it does not say is left out. */
function manifestTexts(metadata: VersionMetadata) {
  const { license, repository } = metadata
  return {
    authors: metadata.authors,
    description: metadata.description,
    ...someText('summary', metadata.summary),
    ...someText('title', metadata.title),
    ...someText('copyright', metadata.copyright),
    ...someText('language', metadata.language),
    ...someText('releaseNotes', metadata.releaseNotes),
    ...(metadata.tags.length > 0 && { tags: metadata.tags }),
    ...someText('projectUrl', metadata.projectUrl),
    ...someText('iconUrl', metadata.iconUrl),
    ...someText('iconFile', metadata.iconFile),
    ...someText('licenseUrl', metadata.licenseUrl),
    ...someText('licenseExpression', license?.type === 'expression' ? license.text : null),
    ...someText('licenseFile', license?.type === 'file' ? license.text : null),
    ...someText('readmeFile', metadata.readmeFile),
    requireLicenseAcceptance: metadata.requireLicenseAcceptance,
    developmentDependency: metadata.developmentDependency,
    ...(metadata.serviceable !== undefined && { serviceable: metadata.serviceable }),
    ...someText('minClientVersion', metadata.minClientVersion),
    ...(repository && {
      repository: Object.fromEntries(Object.entries(repository).filter(([, text]) => text !== null)),
    }),
  }
}

function someText(name: string, text: string | null | undefined): { readonly [name: string]: string } {
  return text === null || text === undefined ? {} : { [name]: text }
}

/** By target framework, as readers want them; the manifest lists them by assembly. */
function frameworkAssemblyGroups(leafId: string, assemblies: readonly FrameworkAssembly[]) {
  const namesOf = new Map<string, Set<string>>()
  for (const { name, targetFrameworks } of assemblies) {
    for (const framework of targetFrameworks.length > 0 ? targetFrameworks : ['']) {
      namesOf.set(framework, (namesOf.get(framework) ?? new Set()).add(name))
    }
  }
  if (namesOf.size === 0) return {}
  return {
    frameworkAssemblyGroup: [...namesOf].map(([framework, names]) => ({
      '@id': `${leafId}#frameworkassemblygroup${framework === '' ? '' : `/${framework.toLowerCase()}`}`,
      '@type': 'FrameworkAssemblyGroup',
      ...(framework !== '' && { targetFramework: framework }),
      assembly: [...names],
    })),
  }
}

function packageEntry(leafId: string, { name, sizeBytes, compressedBytes }: PackageEntry) {
  return {
    '@id': `${leafId}#${name}`,
    '@type': 'PackageEntry',
    name: name.slice(name.lastIndexOf('/') + 1),
    fullName: name,
    length: sizeBytes,
    compressedLength: compressedBytes,
  }
}
