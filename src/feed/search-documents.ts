import { deprecationDocument } from '../packages/deprecation.ts'
import type { Package, PackageVersion } from '../packages/package.ts'
import type { VersionSummary } from '../packages/store.ts'
import { iconUrl, licenseUrl } from './registration.ts'
import { hiveUrl, registrationIndexUrl, registrationLeafUrl, type FeedBase, type Hive } from './urls.ts'

/** One ID of a search answer. `versions` are those that the request may see, ascending; `latest` is the last of them. */
export type SearchResult = {
  readonly package: Pick<Package, 'id' | 'lowerId' | 'downloads' | 'isVerified'>
  readonly versions: readonly Pick<VersionSummary, 'version' | 'downloads'>[]
  readonly latest: PackageVersion
  readonly owners: readonly string[]
}

const vocabulary = 'http://schema.nuget.org/schema#'

/** Addresses of results lead to the hive that has their versions. Protocol.md §6.2. */
export function hiveFor(semVer2: boolean): Hive {
  return semVer2 ? 'reg-gz2' : 'reg-gz1'
}

/** The answer of the search service, of items that are JSON already. Protocol.md §6.2. */
export function searchResponse(
  base: FeedBase,
  filter: { readonly semVer2: boolean },
  totalHits: number,
  items: readonly string[],
): string {
  const context = { '@vocab': vocabulary, '@base': hiveUrl(base, hiveFor(filter.semVer2)) }
  return `{"@context":${JSON.stringify(context)},"totalHits":${totalHits},"data":[${items.join(',')}]}`
}

/** One ID as JSON, with the addresses of the hive that has its versions: the index keeps this (search/shown.ts). */
export function renderSearchItem(base: FeedBase, hive: Hive, result: SearchResult): string {
  return JSON.stringify(searchItem(base, hive, result))
}

function searchItem(base: FeedBase, hive: Hive, { package: pkg, versions, latest, owners }: SearchResult) {
  const { metadata } = latest
  const registration = registrationIndexUrl(base, hive, pkg.lowerId)
  return {
    '@id': registration,
    '@type': 'Package',
    registration,
    id: pkg.id,
    version: latest.version.full,
    description: metadata.description,
    summary: metadata.summary ?? '',
    title: metadata.title ?? pkg.id,
    ...present('iconUrl', iconUrl(base, latest)),
    ...present('licenseUrl', licenseUrl(base, latest)),
    ...present('projectUrl', metadata.projectUrl),
    tags: metadata.tags,
    authors: [metadata.authors],
    owners,
    totalDownloads: pkg.downloads,
    verified: pkg.isVerified,
    packageTypes: metadata.packageTypes.map((name) => ({ name })),
    versions: versions.map(({ version, downloads }) => ({
      version: version.full,
      downloads,
      '@id': registrationLeafUrl(base, hive, pkg.lowerId, version.lower),
    })),
    ...(latest.deprecation && { deprecation: deprecationDocument(latest.deprecation) }),
    vulnerabilities: [],
  }
}

function present(name: string, value: string | null): object {
  return value === null ? {} : { [name]: value }
}

/** IDs, or versions of one ID, for completion. Protocol.md §6.7. */
export function autocompleteResponse(totalHits: number, data: readonly string[]): object {
  return { '@context': { '@vocab': vocabulary }, totalHits, data }
}

/** Of ascending versions the ones that a search may see: listed, and within what the request asked for. */
export function visibleVersions<T extends Pick<VersionSummary, 'isListed' | 'isSemVer2' | 'version'>>(
  ascending: readonly T[],
  filter: { readonly prerelease: boolean; readonly semVer2: boolean },
): readonly T[] {
  return ascending.filter(
    ({ isListed, isSemVer2, version }) =>
      isListed && (filter.prerelease || !version.isPrerelease) && (filter.semVer2 || !isSemVer2),
  )
}
