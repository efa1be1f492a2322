import { catalogIndexUrl, flatUrl, hiveUrl, type FeedBase } from './urls.ts'

/** One entry of the service index, as clients read it. Protocol.md §1. */
export type Resource = {
  readonly '@id': string
  readonly '@type': string
  readonly comment?: string
  readonly clientVersion?: string
}

export type ServiceIndex = {
  readonly version: '3.0.0'
  readonly resources: readonly Resource[]
  readonly '@context': Readonly<Record<string, string>>
}

/**
 * The service index: only what this Lode can honour. On a private feed the publish address is below the index's own
 * folder, because .NET sends credentials by itself only there (protocol.md §1.2).
 */
export function serviceIndex(base: FeedBase, options: { readonly reads: 'public' | 'private' }): ServiceIndex {
  const publish = options.reads === 'private' ? `${base.feed}package` : `${base.site}/api/v2/package`
  return {
    version: '3.0.0',
    resources: [
      ...named(flatUrl(base), 'Package files and the list of versions', [
        'PackageBaseAddress/3.0.0',
        'PackageBaseAddress/Versioned',
      ]),
      ...registrations(base),
      ...named(`${base.feed}query`, 'Search', searchTypes('SearchQueryService', ['/3.4.0', '/3.5.0'])),
      ...named(`${base.feed}autocomplete`, 'Completion', searchTypes('SearchAutocompleteService', ['/3.5.0'])),
      ...named(publish, 'Push, unlist and relist', ['PackagePublish/2.0.0', 'PackagePublish/Versioned']),
      ...named(catalogIndexUrl(base), 'Log of every change, for mirrors and indexers', ['Catalog/3.0.0']),
      ...pages(base),
      {
        '@id': `${flatUrl(base)}{lower_id}/{lower_version}/readme`,
        '@type': 'ReadmeUriTemplate/6.13.0',
        comment: 'README of a package, as Markdown',
      },
    ],
    '@context': { '@vocab': 'http://schema.nuget.org/services#' },
  }
}

function registrations(base: FeedBase): readonly Resource[] {
  const gz2 = hiveUrl(base, 'reg-gz2')
  const comment = 'Package metadata, SemVer 2.0.0 included'
  const one = `${hiveUrl(base, 'reg')}{id-lower}/`
  return [
    ...named(gz2, comment, ['RegistrationsBaseUrl/3.6.0', 'RegistrationsBaseUrl/Versioned']),
    ...named(hiveUrl(base, 'reg-gz1'), 'Package metadata, SemVer 1.0.0 only', ['RegistrationsBaseUrl/3.4.0']),
    ...named(hiveUrl(base, 'reg'), 'Package metadata, SemVer 1.0.0 only', [
      'RegistrationsBaseUrl/3.0.0-rc',
      'RegistrationsBaseUrl/3.0.0-beta',
      'RegistrationsBaseUrl',
    ]),
    ...named(`${one}index.json`, 'Package metadata of one ID', ['PackageDisplayMetadataUriTemplate/3.0.0-rc']),
    ...named(`${one}{version-lower}.json`, 'Package metadata of one version', [
      'PackageVersionDisplayMetadataUriTemplate/3.0.0-rc',
    ]),
  ]
}

function searchTypes(name: string, further: readonly string[]): readonly string[] {
  return ['/3.0.0-beta', ...further, '/3.0.0-rc', '', '/Versioned'].map((version) => name + version)
}

/**
 * Pages that clients open in a browser. Without a report-abuse address the client falls back to nuget.org's and tells it
 * the names of private packages.
 */
function pages(base: FeedBase): readonly Resource[] {
  const details = `${base.site}/packages/{id}/{version}`
  const types = ['/3.0.0', '/3.0.0-beta', '/3.0.0-rc', '/Versioned'].map(
    (version) => `ReportAbuseUriTemplate${version}`,
  )
  return [
    ...named(details, 'Page of a package version', ['PackageDetailsUriTemplate/5.1.0']),
    ...named(`${base.site}/profiles/{owner}`, 'Page of an owner', ['OwnerDetailsUriTemplate/6.11.0']),
    ...named(`${details}/ReportAbuse`, 'Form to report a package version to the administrators', types),
  ]
}

/** A client takes a `…/Versioned` entry when it is at least this old: the first that knows such entries. */
const firstClient = '4.3.0-alpha'

function named(id: string, comment: string, types: readonly string[]): readonly Resource[] {
  return types.map((type) => ({
    '@id': id,
    '@type': type,
    ...(type.endsWith('/Versioned') ? { clientVersion: firstClient } : {}),
    comment,
  }))
}
