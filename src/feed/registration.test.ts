import { describe, expect, test } from 'vitest'
import { parseVersion } from '../nuget/version.ts'
import type { DependencyGroup, PackageVersion, VersionMetadata } from '../packages/package.ts'
import { registrationIndex, registrationLeaf, registrationPage } from './registration.ts'
import type { Json } from '../../test/ask.ts'
import { mainFeed, type Hive } from './urls.ts'

const base = mainFeed('https://packages.contoso.com')
const metadata: VersionMetadata = {
  title: null,
  authors: 'Ann, Bob',
  description: 'Does things.',
  summary: null,
  releaseNotes: null,
  copyright: null,
  language: null,
  tags: [],
  projectUrl: null,
  iconUrl: null,
  licenseUrl: null,
  license: null,
  requireLicenseAcceptance: false,
  developmentDependency: false,
  minClientVersion: null,
  repository: null,
  packageTypes: ['Dependency'],
  dependencyGroups: [],
  frameworks: [],
  isSigned: false,
}
const entry = { name: 'x', dataOffset: 0, compressedBytes: 1, sizeBytes: 1, method: 'stored', crc32: 0 } as const

function version(
  text: string,
  differs: Partial<PackageVersion> = {},
  shows: Partial<VersionMetadata> = {},
): PackageVersion {
  const parsed = parseVersion(text)
  if (!parsed) throw new Error(text)
  const at = new Date('2026-08-01T10:11:12.345Z')
  return {
    key: 1,
    packageKey: 1,
    id: 'Contoso.Core',
    version: parsed,
    verbatimVersion: text,
    isSemVer2: parsed.isSemVer2,
    isListed: true,
    createdAt: at,
    publishedAt: at,
    lastEditedAt: null,
    pushedBy: null,
    sha512: '',
    sizeBytes: 1,
    blobKey: '',
    metadata: { ...metadata, ...shows },
    files: { nuspec: entry, readme: null, icon: null, license: null },
    downloads: 0,
    commit: { us: at.getTime() * 1000, id: '7f0f8a5c-6a0e-4f0d-9e57-4ddf1f0a7a01' },
    deprecation: null,
    readmeWrittenAt: null,
    ...differs,
  }
}

function of(versions: readonly PackageVersion[], hive: Hive = 'reg-gz2') {
  return { base, hive, package: { lowerId: 'contoso.core', isVerified: false }, versions }
}

function indexOf(versions: readonly PackageVersion[], hive?: Hive): Json {
  return JSON.parse(JSON.stringify(registrationIndex(of(versions, hive)))) as Json
}

function entryOf(only: PackageVersion): Json {
  return indexOf([only]).items?.[0]?.items?.[0]?.catalogEntry as Json
}

function manyVersions(count: number): PackageVersion[] {
  return Array.from({ length: count }, (_, i) => version(`1.0.${i}`))
}

describe('line 57: pages of the registration index', () => {
  test('protocol 57: 127 versions are all inlined, 64 to a page', () => {
    const index = indexOf(manyVersions(127))
    const pages = index.items as unknown as Record<string, unknown>[]
    expect(index.count).toBe(2)
    expect(pages.map(({ count, lower, upper, '@id': id }) => [count, lower, upper, id])).toEqual([
      [64, '1.0.0', '1.0.63', 'https://packages.contoso.com/v3/reg-gz2/contoso.core/index.json#page/1.0.0/1.0.63'],
      [63, '1.0.64', '1.0.126', 'https://packages.contoso.com/v3/reg-gz2/contoso.core/index.json#page/1.0.64/1.0.126'],
    ])
    expect(pages.map(({ items }) => (items as unknown[]).length)).toEqual([64, 63])
  })

  test('protocol 57: 128 versions are all on pages of their own, which have the bounds that the index names', () => {
    const versions = manyVersions(129)
    const pages = indexOf(versions).items as unknown as Record<string, unknown>[]
    expect(pages.map(({ count, items }) => [count, items])).toEqual([
      [64, undefined],
      [64, undefined],
      [1, undefined],
    ])
    const page = registrationPage(of(versions), { lower: '1.0.64', upper: '1.0.127' }) as unknown as Json
    expect(page['@id']).toBe(pages[1]?.['@id'])
    expect(page.items?.length).toBe(64)
    expect(page.parent).toBe('https://packages.contoso.com/v3/reg-gz2/contoso.core/index.json')
    expect(registrationPage(of(versions), { lower: '1.0.64', upper: '1.0.128' })).toBeNull()
  })
})

test('protocol 58: a package that needs SemVer 2.0.0 is only in the newest hive', () => {
  const versions = [version('1.0.0'), version('1.1.0', { isSemVer2: true }), version('2.0.0-beta.1')]
  expect(indexOf(versions, 'reg-gz1').items?.[0]?.count).toBe(1)
  expect(indexOf(versions, 'reg-gz2').items?.[0]?.count).toBe(3)
  expect(registrationIndex(of([version('2.0.0+sha')], 'reg'))).toBeNull()
  expect(registrationLeaf(of(versions, 'reg'), '1.1.0')).toBeNull()
})

test('protocol 58: addresses in a document stay inside its hive', () => {
  const text = JSON.stringify(registrationIndex(of([version('1.0.0')], 'reg-gz1')))
  expect(text).toContain('/v3/reg-gz1/contoso.core/1.0.0.json')
  expect(text).not.toMatch(/\/v3\/reg(-gz2)?\//)
})

test('protocol 59: an unlisted version stays, published in 1900', () => {
  const shown = entryOf(version('1.0.0', { isListed: false }))
  expect([shown.listed, shown.published]).toEqual([false, '1900-01-01T00:00:00+00:00'])
  expect(entryOf(version('1.0.0')).published).toBe('2026-08-01T10:11:12.345+00:00')
})

test('protocol 63: an empty group is kept, a group for any framework has none named, ranges are text', () => {
  const dependencyGroups: DependencyGroup[] = [
    { targetFramework: 'net8.0', dependencies: [] },
    { targetFramework: null, dependencies: [{ id: 'Fabrikam.Json', range: '[1.0.0, )' }] },
  ]
  const groups = entryOf(version('1.0.0', {}, { dependencyGroups })).dependencyGroups as unknown as Record<
    string,
    Json
  >[]
  expect(groups[0]?.targetFramework).toBe('net8.0')
  expect(groups[0]).not.toHaveProperty('dependencies')
  expect(groups[1]).not.toHaveProperty('targetFramework')
  expect(groups[1]?.dependencies?.[0]).toMatchObject({
    id: 'Fabrikam.Json',
    range: '[1.0.0, )',
    registration: 'https://packages.contoso.com/v3/reg-gz2/fabrikam.json/index.json',
  })
  expect(entryOf(version('1.0.0'))).not.toHaveProperty('dependencyGroups')
})

test('§5.6: the entry shows the full version, joined authors, and empty text for what is absent', () => {
  expect(entryOf(version('1.0.0-Beta+sha.1'))).toMatchObject({
    id: 'Contoso.Core',
    version: '1.0.0-Beta+sha.1',
    authors: 'Ann, Bob',
    title: '',
    summary: '',
    iconUrl: '',
    licenseUrl: '',
    licenseExpression: '',
    tags: [''],
    listed: true,
    requireLicenseAcceptance: false,
    packageContent: 'https://packages.contoso.com/v3/flat/contoso.core/1.0.0-beta/contoso.core.1.0.0-beta.nupkg',
  })
})

test('§5.6: what is embedded is shown at our own addresses', () => {
  const files = { nuspec: entry, readme: entry, icon: entry, license: null }
  const license = { type: 'expression', text: 'MIT' } as const
  const shown = entryOf(
    version('1.0.0', { files }, { license, licenseUrl: 'https://licenses.nuget.org/MIT', iconUrl: 'https://x/y.png' }),
  )
  expect(shown).toMatchObject({
    iconUrl: 'https://packages.contoso.com/v3/flat/contoso.core/1.0.0/icon',
    licenseUrl: 'https://packages.contoso.com/packages/Contoso.Core/1.0.0/license',
    licenseExpression: 'MIT',
  })
  expect(shown.readmeUrl).toMatch(/^https:\/\/packages\.contoso\.com\/packages\/Contoso\.Core\/1\.0\.0#readme$/)
})

test('§5.7: the leaf says where the content is and whether it is listed', () => {
  expect(registrationLeaf(of([version('1.0.0')]), '1.0.0')).toMatchObject({
    '@id': 'https://packages.contoso.com/v3/reg-gz2/contoso.core/1.0.0.json',
    listed: true,
    registration: 'https://packages.contoso.com/v3/reg-gz2/contoso.core/index.json',
  })
  expect(registrationLeaf(of([version('1.0.0')]), '1.0.1')).toBeNull()
})
