import { deprecationDocument } from '../packages/deprecation.ts'
import { hasReadme, type Commit, type Package, type PackageVersion } from '../packages/package.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { commitProperties } from './catalog-time.ts'
import { dependencyGroups } from './dependency-groups.ts'
import {
  catalogLeafUrl,
  fileUrl,
  nupkgUrl,
  packagePageUrl,
  registrationIndexUrl,
  registrationLeafUrl,
  registrationPageUrl,
  type FeedBase,
  type Hive,
} from './urls.ts'

/** What a registration document is about: one package's versions, ascending, as the hive at `base` shows them. */
export type RegistrationOf = {
  readonly base: FeedBase
  readonly hive: Hive
  readonly package: Pick<Package, 'lowerId' | 'isVerified'>
  /** All versions, lowest first; those that the hive leaves out are left out here. */
  readonly versions: readonly PackageVersion[]
}

const leavesPerPage = 64
const mostInlined = 127
/** What `published` says of unlisted versions: older clients look at nothing else. */
const unlistedTime = '1900-01-01T00:00:00+00:00'

/**
 * The registration index, or null when the hive has no version. Pages are inlined up to 127 versions. Protocol.md §5.3.
 * `verified` is ours, of the same meaning as in search; it is there where it is true.
 */
export function registrationIndex(of: RegistrationOf): object | null {
  const versions = versionsInHive(of)
  if (versions.length === 0) return null
  const id = registrationIndexUrl(of.base, of.hive, of.package.lowerId)
  const pages = splitIntoPages(versions)
  return {
    '@id': id,
    '@type': ['catalog:CatalogRoot', 'PackageRegistration', 'catalog:Permalink'],
    ...newestCommit(versions),
    count: pages.length,
    ...(of.package.isVerified && { verified: true }),
    items:
      versions.length <= mostInlined
        ? pages.map((page) => inlinedPage(of, id, page))
        : pages.map((page) => pageStub(of, page)),
  }
}

/** The page with exactly these bounds (lower case), or null when the index names no such page. */
export function registrationPage(of: RegistrationOf, bounds: { lower: string; upper: string }): object | null {
  const page = splitIntoPages(versionsInHive(of)).find(
    (leaves) => leaves[0]?.version.lower === bounds.lower && leaves.at(-1)?.version.lower === bounds.upper,
  )
  if (!page) return null
  return { ...pageStub(of, page), items: page.map((version) => leafItem(of, version)), parent: indexUrl(of) }
}

/** The leaf of one version (lower case), or null when the hive does not have it. Protocol.md §5.7. */
export function registrationLeaf(of: RegistrationOf, lowerVersion: string): object | null {
  const version = versionsInHive(of).find((candidate) => candidate.version.lower === lowerVersion)
  if (!version) return null
  const id = leafUrl(of, version)
  return {
    '@id': id,
    '@type': ['Package', 'http://schema.nuget.org/catalog#Permalink'],
    catalogEntry: entryUrl(of, version),
    listed: version.isListed,
    packageContent: nupkgUrl(of.base, of.package.lowerId, version.version.lower),
    published: publishedText(version),
    registration: indexUrl(of),
  }
}

/** Only the newest hive has packages that need SemVer 2.0.0. Old clients cannot read those. Protocol.md §2.4. */
function versionsInHive({ hive, versions }: RegistrationOf): readonly PackageVersion[] {
  return hive === 'reg-gz2' ? versions : versions.filter((version) => !version.isSemVer2)
}

type Leaves = readonly PackageVersion[]

function splitIntoPages(versions: Leaves): readonly Leaves[] {
  const pages: Leaves[] = []
  for (let start = 0; start < versions.length; start += leavesPerPage) {
    pages.push(versions.slice(start, start + leavesPerPage))
  }
  return pages
}

function pageStub(of: RegistrationOf, leaves: Leaves) {
  const [first, last] = boundsOf(leaves)
  return {
    '@id': registrationPageUrl(of.base, of.hive, of.package.lowerId, first.version.lower, last.version.lower),
    '@type': 'catalog:CatalogPage',
    ...newestCommit(leaves),
    count: leaves.length,
    lower: first.version.normalized,
    upper: last.version.normalized,
  }
}

function inlinedPage(of: RegistrationOf, indexId: string, leaves: Leaves) {
  const [first, last] = boundsOf(leaves)
  return {
    ...pageStub(of, leaves),
    '@id': `${indexId}#page/${first.version.lower}/${last.version.lower}`,
    items: leaves.map((version) => leafItem(of, version)),
    parent: indexId,
  }
}

function boundsOf(leaves: Leaves): readonly [PackageVersion, PackageVersion] {
  const [first, last] = [leaves[0], leaves.at(-1)]
  if (!first || !last) throw new Error('a registration page has at least one leaf')
  return [first, last]
}

function leafItem(of: RegistrationOf, version: PackageVersion) {
  const id = leafUrl(of, version)
  const content = nupkgUrl(of.base, of.package.lowerId, version.version.lower)
  return {
    '@id': id,
    '@type': 'Package',
    ...commitProperties(version.commit),
    catalogEntry: catalogEntry(of, version, content),
    packageContent: content,
    registration: indexUrl(of),
  }
}

/** What clients show of a version. Absent text is `""`, as on nuget.org. Protocol.md §5.6. */
function catalogEntry(of: RegistrationOf, version: PackageVersion, packageContent: string) {
  const { metadata } = version
  const id = entryUrl(of, version)
  return {
    '@id': id,
    '@type': 'PackageDetails',
    authors: metadata.authors,
    ...(metadata.dependencyGroups.length > 0 && {
      dependencyGroups: dependencyGroups(id, metadata.dependencyGroups, (lowerId) =>
        registrationIndexUrl(of.base, of.hive, lowerId),
      ),
    }),
    ...(version.deprecation && { deprecation: deprecationDocument(version.deprecation) }),
    description: metadata.description,
    iconUrl: iconUrl(of.base, version) ?? '',
    id: version.id,
    language: metadata.language ?? '',
    licenseExpression: metadata.license?.type === 'expression' ? metadata.license.text : '',
    licenseUrl: licenseUrl(of.base, version) ?? '',
    listed: version.isListed,
    minClientVersion: metadata.minClientVersion ?? '',
    packageContent,
    projectUrl: metadata.projectUrl ?? '',
    published: publishedText(version),
    ...(hasReadme(version) && {
      readmeUrl: `${packagePageUrl(of.base, version.id, version.version.normalized)}#readme`,
    }),
    requireLicenseAcceptance: metadata.requireLicenseAcceptance,
    summary: metadata.summary ?? '',
    tags: metadata.tags.length > 0 ? metadata.tags : [''],
    title: metadata.title ?? '',
    version: version.version.full,
  }
}

/** The embedded icon as the flat container serves it, else the address in the manifest, else null. */
export function iconUrl(base: FeedBase, version: PackageVersion): string | null {
  if (!version.files.icon) return version.metadata.iconUrl
  return fileUrl(base, toLowerId(version.id), version.version.lower, 'icon')
}

/** The package's own licence page when it declares a licence, else the address in the manifest, else null. */
export function licenseUrl(base: FeedBase, version: PackageVersion): string | null {
  if (!version.metadata.license) return version.metadata.licenseUrl
  return `${packagePageUrl(base, version.id, version.version.normalized)}/license`
}

function publishedText(version: PackageVersion): string {
  return version.isListed ? version.publishedAt.toISOString().replace('Z', '+00:00') : unlistedTime
}

function indexUrl({ base, hive, package: pkg }: RegistrationOf): string {
  return registrationIndexUrl(base, hive, pkg.lowerId)
}

function leafUrl({ base, hive, package: pkg }: RegistrationOf, { version }: PackageVersion): string {
  return registrationLeafUrl(base, hive, pkg.lowerId, version.lower)
}

/** The catalog's leaf of the newest change to the version. */
function entryUrl({ base, package: pkg }: RegistrationOf, { commit, version }: PackageVersion): string {
  return catalogLeafUrl(base, commit, pkg.lowerId, version.lower)
}

function newestCommit(versions: Leaves) {
  const newest = versions.reduce<Commit | null>(
    (found, { commit }) => (found && found.us > commit.us ? found : commit),
    null,
  )
  return newest && commitProperties(newest)
}
