import type { VersionMetadata } from '../packages/package.ts'
import { currentToken, exactToken, idToken, indexId, indexText } from './analysis.ts'
import { frameworkTokens } from './frameworks.ts'
import type { ListedVersion } from './listed-versions.ts'
import { deprecatedMark } from './ranking.ts'

/** A package as the index reads it: its listed versions that are the latest under some filter. */
export type PackageSource = {
  readonly key: number
  readonly id: string
  readonly lowerId: string
  readonly downloads: number
  readonly owners: readonly string[]
  readonly latest: readonly LatestVersion[]
  /** What answers show of it, or null: see shown.ts. */
  readonly shown: string | null
}

export type LatestVersion = {
  readonly key: number
  readonly id: string
  readonly lowerVersion: string
  readonly createdAtMs: number
  /** When its listing or deprecation last changed, or else when it was made. */
  readonly editedAtMs: number
  /** The filters under which it is the latest: see `filterBit`. */
  readonly filters: number
  readonly isDeprecated: boolean
  readonly metadata: Pick<
    VersionMetadata,
    'title' | 'authors' | 'description' | 'summary' | 'tags' | 'packageTypes' | 'frameworks' | 'dependencyGroups'
  >
}

/** One text of one package in the index. Its row number says popularity, package and filters: see `toRow`. */
export type Document = {
  readonly row: number
  readonly versionKey: number
  readonly id: string
  readonly lowerId: string
  readonly idWords: string
  readonly tagWords: string
  readonly downloads: number
  readonly createdAtMs: number
  readonly editedAtMs: number
  /** What sorting by title compares. */
  readonly sortTitle: string
  readonly words: Readonly<Record<WordColumn, string>>
}

export const wordColumns = ['id', 'title', 'tags', 'description', 'summary', 'authors', 'owners', 'keys'] as const
export type WordColumn = (typeof wordColumns)[number]

/** Each combination of prerelease and SemVer 2.0.0 is one bit: a document carries those it stands for. */
export function filterBit(filter: { readonly prerelease: boolean; readonly semVer2: boolean }): number {
  return 1 << ((filter.prerelease ? 1 : 0) + (filter.semVer2 ? 2 : 0))
}

export const filters = [false, true].flatMap((semVer2) => [false, true].map((prerelease) => ({ prerelease, semVer2 })))
export const filterBits = filters.map(filterBit)

/** The latest of versions in ascending order under each filter: version key → the bits of the filters that choose it. */
export function chooseLatest(
  listed: readonly Pick<ListedVersion, 'key' | 'version' | 'isSemVer2'>[],
): ReadonlyMap<number, number> {
  const chosen = new Map<number, number>()
  for (const filter of filters) {
    const latest = listed.findLast(
      (one) => (filter.prerelease || !one.version.isPrerelease) && (filter.semVer2 || !one.isSemVer2),
    )
    if (latest) chosen.set(latest.key, (chosen.get(latest.key) ?? 0) | filterBit(filter))
  }
  return chosen
}

const packageKeys = 2 ** 32
const bucketsPerDoubling = 6
const lastBucket = 255

/**
 * The row number of a document. Rows in ascending order are rows by falling popularity, in steps of about 12 % of the
 * downloads; within a step older packages come first. A package never has two documents for one filter.
 */
export function toRow(packageKey: number, downloads: number, filterMask: number): number {
  return (toBucket(downloads) * packageKeys + packageKey) * 16 + filterMask
}

export function toBucket(downloads: number): number {
  return lastBucket - Math.min(lastBucket, Math.round(bucketsPerDoubling * Math.log2(1 + downloads)))
}

export function rowToPackageKey(row: number): number {
  return Math.floor(row / 16) % packageKeys
}

export function rowToFilters(row: number): number {
  return row % 16
}

/** What the index holds of a package: nothing when no version is listed. */
export function toDocuments(source: PackageSource): readonly Document[] {
  return source.latest.map((version) => toDocument(source, version))
}

function toDocument(source: PackageSource, version: LatestVersion): Document {
  const { metadata } = version
  const id = indexId(version.id)
  const tags = metadata.tags.map((tag) => tag.trim().toLowerCase())
  const tagWords = indexText(metadata.tags.join(' '))
  const keys = [
    ...id.split(' ').map(idToken),
    exactToken('p', source.lowerId),
    exactToken('v', version.lowerVersion),
    ...tags.map((tag) => exactToken('t', tag)),
    ...source.owners.map((owner) => exactToken('o', owner)),
    ...metadata.packageTypes.map((type) => exactToken('y', type)),
    ...frameworkTokens(metadata.frameworks),
    ...(version.isDeprecated ? [] : [currentToken]),
    ...metadata.dependencyGroups.flatMap(({ dependencies }) => dependencies.map(({ id }) => exactToken('d', id))),
  ]
  return {
    row: toRow(source.key, source.downloads, version.filters),
    versionKey: version.key,
    id: source.id,
    lowerId: source.lowerId,
    idWords: ` ${id} `,
    tagWords: ` ${[...new Set([...tags, ...tagWords.split(' ')])].join(' ')}${version.isDeprecated ? deprecatedMark : ' '}`,
    downloads: source.downloads,
    createdAtMs: version.createdAtMs,
    editedAtMs: version.editedAtMs,
    sortTitle: (metadata.title?.trim() || version.id).toLowerCase().slice(0, 200),
    words: {
      id,
      title:
        metadata.title === null || metadata.title.toLowerCase() === source.lowerId ? '' : indexText(metadata.title),
      tags: tagWords,
      description: indexText(metadata.description),
      summary: indexText(metadata.summary ?? ''),
      authors: indexText(metadata.authors),
      owners: indexText(source.owners.join(' ')),
      keys: [...new Set(keys)].join(' '),
    },
  }
}
