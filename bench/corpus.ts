import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Insertable } from 'kysely'
import { openBlobs } from '../src/blobs/open.ts'
import { parseConfig, type Config } from '../src/config.ts'
import type { Db } from '../src/db/database.ts'
import type { VersionsTable } from '../src/db/tables/packages.ts'
import { openDatabase } from '../src/db/open.ts'
import type { CatalogState } from '../src/feed/catalog-store.ts'
import { insertOwner } from '../src/packages/owner-store.ts'
import { buildNupkg } from '../test/build-nupkg.ts'
import { importPackage } from '../test/import-package.ts'

export function configOf(env: NodeJS.ProcessEnv): Config {
  const config = parseConfig(env)
  if (!config.ok) throw new Error(JSON.stringify(config.error))
  return config.value
}

/** Bytes that do not compress, so that a package has about this size. */
function ballast(bytes: number): Record<string, Uint8Array> {
  return { 'lib/net8.0/x.dll': randomBytes(bytes) }
}

const dependencies = [
  { targetFramework: 'net8.0', dependencies: [{ id: 'Bench.Large', version: '1.0.0' }] },
  { targetFramework: 'netstandard2.0', dependencies: [{ id: 'Bench.Many', version: '[1.0.0,2.0.0)' }] },
]

/** The packages of the comparison with nginx: an ordinary one, one of 50 MB, one with `many` versions. */
export async function importPackages(env: NodeJS.ProcessEnv, many: number): Promise<void> {
  const config = configOf(env)
  const db = openDatabase(config)
  const deps = { db, blobs: await openBlobs(config), now: () => new Date() }
  for (let minor = 0; minor < 10; minor++) {
    const description = 'What an ordinary package says of itself in one or two sentences. '.repeat(3)
    const options = { id: 'Bench.Small', version: `1.${minor}.0`, description, dependencies, files: ballast(9000) }
    await importPackage(deps, await buildNupkg(options))
  }
  await importPackage(deps, await buildNupkg({ id: 'Bench.Large', files: ballast(50_000_000) }))
  for (let i = 0; i < many; i++) {
    await importPackage(deps, await buildNupkg({ id: 'Bench.Many', version: `1.${i}.0`, dependencies }))
  }
  await db.close()
}

/** Words by falling frequency: word 0 is in almost every package, the last ones in a few. */
export const words: readonly string[] = Array.from({ length: 20_000 }, (_, i) => wordOf(i))

function wordOf(i: number): string {
  const hex = createHash('sha256').update(`word ${i}`).digest()
  const syllables = [
    'ka',
    'lo',
    'mi',
    'ru',
    'te',
    'so',
    'na',
    'vi',
    'do',
    'pe',
    'gra',
    'sta',
    'qui',
    'zen',
    'tor',
    'bel',
  ]
  return Array.from({ length: 3 + (i % 2) }, (_, n) => syllables[(hex[n] ?? 0) % 16]).join('')
}

function randomWord(): string {
  return words[Math.floor(words.length ** Math.random()) - 1] ?? 'ka'
}

const rowsAtOnce = 1000
/** Many: the indexes of random keys are written page by page, so that small transactions are bound by the disk. */
const packagesInTransaction = 20_000

/** Packages as rows alone, without files, of one version or more each. IDs end in `P` and a number from `from` on. */
export async function insertPackages(
  env: NodeJS.ProcessEnv,
  count: number,
  options: { readonly from?: number; readonly versions?: number } = {},
): Promise<readonly string[]> {
  const db = openDatabase(configOf(env))
  const { from: first = 0, versions = 1 } = options
  const made: string[] = []
  for (let from = 0; from < count; from += packagesInTransaction) {
    await db.transaction(async (tx) => {
      const end = Math.min(count, from + packagesInTransaction)
      for (let next = from; next < end; next += rowsAtOnce) {
        const ids = Array.from({ length: Math.min(rowsAtOnce, end - next) }, (_, i) => {
          return `${randomWord()}.${randomWord()}.P${first + next + i}`
        })
        for (let minor = 0; minor < versions; minor++) await insertBatch(tx, ids, `1.${minor}.0`)
        made.push(...ids)
      }
    })
  }
  await db.close()
  return made
}

/** One package of many versions, as rows alone. */
export async function insertVersions(env: NodeJS.ProcessEnv, id: string, count: number): Promise<void> {
  const db = openDatabase(configOf(env))
  await db.transaction(async (tx) => {
    for (let i = 0; i < count; i++) await insertBatch(tx, [id], `1.${i}.0`)
  })
  await db.close()
}

/** Makes a user the owner of a package, so that it may be pushed to. */
export async function giveTo(env: NodeJS.ProcessEnv, id: string, userName: string): Promise<void> {
  const db = openDatabase(configOf(env))
  await db.transaction(async (tx) => {
    const user = await tx
      .selectFrom('accounts')
      .select('id')
      .where('lower_name', '=', userName)
      .executeTakeFirstOrThrow()
    const found = tx.selectFrom('packages').select('id').where('lower_id', '=', id.toLowerCase())
    await insertOwner(tx, (await found.executeTakeFirstOrThrow()).id, user.id, new Date())
  })
  await db.close()
}

/** Small packages that a project can refer to; answers their IDs. All have the version 1.0.0. */
export async function importLibraries(env: NodeJS.ProcessEnv, count: number): Promise<readonly string[]> {
  const config = configOf(env)
  const db = openDatabase(config)
  const deps = { db, blobs: await openBlobs(config), now: () => new Date() }
  const ids = Array.from({ length: count }, (_, i) => `Bench.Library${i}`)
  for (const id of ids)
    await importPackage(deps, await buildNupkg({ id, files: ballast(20_000 + (id.length % 7) * 9000) }))
  await db.close()
  return ids
}

async function insertBatch(tx: Db, ids: readonly string[], version: string): Promise<void> {
  const now = Date.now()
  const count = ids.length
  const packages = ids.map((id) => ({
    package_id: id,
    lower_id: id.toLowerCase(),
    created_at: now,
    downloads: Math.floor(10 ** (Math.random() * 6)),
    revision: 1,
  }))
  const keys = await tx
    .insertInto('packages')
    .values(packages)
    .onConflict((conflict) =>
      conflict.column('lower_id').doUpdateSet((set) => ({ revision: set('packages.revision', '+', 1) })),
    )
    .returning(['id', 'package_id'])
    .execute()
  const head = await tx.selectFrom('catalog_head').selectAll().executeTakeFirstOrThrow()
  const start = Math.max(head.committed_us, now * 1000)
  const state: CatalogState = {
    isListed: true,
    publishedAt: now,
    lastEditedAt: null,
    deprecation: null,
    deletedAt: null,
  }
  const items = keys.map((row, i) => ({
    committed_us: start + 1 + i,
    commit_id: randomUUID(),
    sequence: head.item_count + i,
    state: JSON.stringify(state),
    kind: 'details' as const,
    package_key: row.id,
    lower_id: row.package_id.toLowerCase(),
    package_id: row.package_id,
    full_version: version,
    lower_version: version,
  }))
  const versions = await tx
    .insertInto('versions')
    .values(
      items.map((item) => ({
        ...versionRow(item, version, now),
        committed_us: item.committed_us,
        commit_id: item.commit_id,
      })),
    )
    .returning('id')
    .execute()
  await tx
    .insertInto('version_entries')
    .values(versions.map(({ id }) => ({ version_key: id, entries: '[["x.nuspec",700,350]]' })))
    .execute()
  for (let i = 0; i < items.length; i += 500) {
    await tx
      .insertInto('catalog_items')
      .values(items.slice(i, i + 500))
      .execute()
  }
  await tx
    .updateTable('catalog_head')
    .set((row) => ({
      committed_us: start + count,
      change_number: row('change_number', '+', count),
      item_count: row('item_count', '+', count),
    }))
    .execute()
}

function versionRow(
  { package_key, package_id }: { readonly package_key: number; readonly package_id: string },
  version: string,
  now: number,
): Insertable<VersionsTable> {
  const sha512 = createHash('sha512').update(`${package_id} ${version}`).digest()
  const text = (length: number) => Array.from({ length }, randomWord).join(' ')
  return {
    package_key,
    package_id,
    verbatim_version: version,
    full_version: version,
    normalized_version: version,
    lower_version: version,
    is_prerelease: 0,
    is_semver2: 0,
    listed: 1,
    created_at: now,
    published_at: now,
    last_edited_at: null,
    pushed_by: null,
    sha512: sha512.toString('base64'),
    size_bytes: 10_000,
    blob_key: `${sha512.toString('hex')}.${randomBytes(8).toString('hex')}`,
    metadata: JSON.stringify({ ...emptyMetadata, description: text(20), tags: text(4).split(' ') }),
    files: JSON.stringify({
      nuspec: { name: 'x.nuspec', dataOffset: 0, compressedBytes: 0, sizeBytes: 0, method: 'stored', crc32: 0 },
      readme: null,
      icon: null,
      license: null,
    }),
    downloads: 0,
  }
}

const emptyMetadata = {
  title: null,
  authors: 'Bench',
  summary: null,
  releaseNotes: null,
  copyright: null,
  language: null,
  projectUrl: null,
  iconUrl: null,
  licenseUrl: null,
  license: { type: 'expression', text: 'MIT' },
  requireLicenseAcceptance: false,
  developmentDependency: false,
  minClientVersion: null,
  repository: null,
  packageTypes: ['Dependency'],
  dependencyGroups: [],
  isSigned: false,
}
