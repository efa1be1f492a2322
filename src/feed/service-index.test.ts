import { expect, test } from 'vitest'
import { serviceIndex } from './service-index.ts'
import { mainFeed } from './urls.ts'

const base = mainFeed('https://packages.contoso.com')

function typesAt(reads: 'public' | 'private'): Map<string, string> {
  return new Map(serviceIndex(base, { reads }).resources.map((resource) => [resource['@type'], resource['@id']]))
}

test('protocol 2: every required type is there, in the forms that the client asks for', () => {
  const types = typesAt('public')
  for (const type of [
    'PackageBaseAddress/3.0.0',
    'RegistrationsBaseUrl/3.6.0',
    'RegistrationsBaseUrl/Versioned',
    'RegistrationsBaseUrl/3.4.0',
    'RegistrationsBaseUrl',
    'SearchQueryService/3.0.0-beta',
    'SearchQueryService/3.4.0',
    'SearchQueryService/3.5.0',
    'SearchQueryService/Versioned',
    'SearchQueryService/3.0.0-rc',
    'SearchQueryService',
    'SearchAutocompleteService/3.5.0',
    'SearchAutocompleteService/Versioned',
    'PackageBaseAddress/Versioned',
    'PackagePublish/Versioned',
    'ReportAbuseUriTemplate/Versioned',
    'OwnerDetailsUriTemplate/6.11.0',
    'PackageDisplayMetadataUriTemplate/3.0.0-rc',
    'PackageVersionDisplayMetadataUriTemplate/3.0.0-rc',
    'SearchAutocompleteService/3.0.0-beta',
    'PackagePublish/2.0.0',
    'Catalog/3.0.0',
    'ReportAbuseUriTemplate/3.0.0',
    'PackageDetailsUriTemplate/5.1.0',
    'ReadmeUriTemplate/6.13.0',
  ]) {
    expect([type, types.has(type)]).toEqual([type, true])
  }
})

test('what Lode cannot honour is not advertised', () => {
  const types = [...typesAt('public').keys()].join(' ')
  expect(types).not.toMatch(/RepositorySignatures|SymbolPackagePublish|Vulnerability|LegacyGallery/)
})

test('protocol 3: on a private feed every resource is below the folder of the service index', () => {
  for (const [type, id] of typesAt('private')) {
    if (/UriTemplate/.test(type) && !type.startsWith('Readme')) continue // opened in a browser
    expect(id).toMatch(/^https:\/\/packages\.contoso\.com\/v3\//)
  }
  expect(typesAt('public').get('PackagePublish/2.0.0')).toBe('https://packages.contoso.com/api/v2/package')
})
