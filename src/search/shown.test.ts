import { expect, test } from 'vitest'
import { parseVersion } from '../nuget/version.ts'
import { mainFeed } from '../feed/urls.ts'
import { filterBit } from './documents.ts'
import { fillItem, readShown, storeShown, type VersionRow } from './shown.ts'

const pkg = { id: 'A.B', lowerId: 'a.b', isVerified: true, revision: 7, downloads: 42 }

function listed(key: number, text: string, isSemVer2 = false) {
  const version = parseVersion(text)
  if (!version) throw new Error(text)
  return { key, version, isSemVer2, downloads: key }
}

function row(key: number, text: string, description: string): VersionRow {
  const metadata = { authors: 'Ann', description, tags: [], packageTypes: ['Dependency'], title: null, summary: null }
  const files = { nuspec: null, readme: null, icon: { name: 'icon.png' }, license: null }
  return {
    ...{ id: key, package_key: 1, package_id: 'A.B', full_version: text, verbatim_version: text },
    ...{ listed: 1, is_semver2: 0, created_at: 0, published_at: 0, downloads: key, deprecation: null },
    ...{ metadata: JSON.stringify(metadata), files: JSON.stringify(files) },
  } as VersionRow
}

const bits = (prerelease: boolean, semVer2: boolean) => filterBit({ prerelease, semVer2 })

test('each filter has its item, alike ones are kept once, and addresses are those of whoever asks', () => {
  const versions = [listed(1, '1.0.0'), listed(2, '1.1.0-beta')]
  const stored = storeShown(pkg, ['ann'], versions, [row(1, '1.0.0', 'old'), row(2, '1.1.0-beta', 'new')]) ?? ''
  expect(stored.split('\n')).toHaveLength(3)
  const stable = readShown(stored, bits(false, true))
  expect(stable).toMatchObject({ revision: 7, downloads: 42 })
  const base = mainFeed('https://packages.contoso.com/nuget')
  const item = JSON.parse(fillItem(stable?.item ?? '', base, 'reg-gz2')) as Record<string, unknown>
  expect(item).toMatchObject({
    '@id': 'https://packages.contoso.com/nuget/v3/reg-gz2/a.b/index.json',
    version: '1.0.0',
    description: 'old',
    verified: true,
    totalDownloads: 42,
    iconUrl: 'https://packages.contoso.com/nuget/v3/flat/a.b/1.0.0/icon',
    versions: [
      { version: '1.0.0', downloads: 1, '@id': 'https://packages.contoso.com/nuget/v3/reg-gz2/a.b/1.0.0.json' },
    ],
  })
  const prerelease = readShown(stored, bits(true, false))
  expect(JSON.parse(fillItem(prerelease?.item ?? '', base, 'reg-gz1'))).toMatchObject({ version: '1.1.0-beta' })
})

test('what nobody may see has no item, and very many versions are not kept', () => {
  const stored = storeShown(pkg, [], [listed(1, '1.0.0-beta')], [row(1, '1.0.0-beta', 'x')]) ?? ''
  expect(readShown(stored, bits(false, true))).toBeNull()
  expect(readShown(storeShown(pkg, [], [], []) ?? '', bits(true, true))).toBeNull()
  const many = Array.from({ length: 101 }, (_, i) => listed(i + 1, `1.0.${i}`))
  expect(storeShown(pkg, [], many, [])).toBeNull()
})

test('no text of a package is taken for an address', () => {
  const text = '\\u0001 \\x02 site- feed-/ hive- \u2028 " \\'
  const stored = storeShown(pkg, [], [listed(1, '1.0.0')], [row(1, '1.0.0', text)]) ?? ''
  const item = fillItem(readShown(stored, bits(true, true))?.item ?? '', mainFeed('http://h'), 'reg-gz2')
  expect(JSON.parse(item)).toMatchObject({ description: text })
})
