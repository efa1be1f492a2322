import type { Logger } from 'pino'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { parseConfig, type Config } from '../config.ts'
import type { Database, DatabaseKind } from '../db/database.ts'
import { migrate } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import { appendCatalogItem } from '../feed/catalog-store.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { parseVersion } from '../nuget/version.ts'
import type { VersionMetadata } from '../packages/package.ts'
import { findPackage, findVersion, insertPackageIfNew, insertVersion, updateListed } from '../packages/store.ts'
import { newDatabaseSetting } from '../../test/databases.ts'
import type { AutocompleteRequest, Search, SearchRequest } from './search.ts'
import { startSearch } from './start.ts'

/** One version to publish; whatever is left out does not matter to the test. */
export type TestVersion = Partial<
  Pick<VersionMetadata, 'title' | 'authors' | 'description' | 'summary' | 'tags' | 'frameworks'>
> & {
  readonly id: string
  readonly version?: string
  readonly isSemVer2?: boolean
  readonly isListed?: boolean
  readonly packageTypes?: readonly string[]
  readonly owners?: readonly string[]
  readonly dependsOn?: readonly string[]
  readonly downloads?: number
  readonly isDeprecated?: boolean
}

/** Rows and catalog items as a push makes them, without files. */
export type TestCatalog = {
  readonly config: Config
  readonly database: Database
  /** Answers the commit time. */
  publish(...versions: readonly TestVersion[]): Promise<number>
  setListed(id: string, version: string, isListed: boolean): Promise<number>
  /** Starts search on the catalog's folder and waits until it has followed everything. */
  startSearch(): Promise<Search>
}

const metadata: VersionMetadata = {
  title: null,
  authors: 'Somebody',
  description: 'A package.',
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

export const silentLog = { info() {}, error() {} } as unknown as Logger

export async function openTestCatalog(kind: DatabaseKind = 'sqlite'): Promise<TestCatalog> {
  const parsed = parseConfig({ LODE_DATA: temporaryFolder(), LODE_DATABASE: await newDatabaseSetting(kind) })
  if (!parsed.ok) throw new Error(parsed.error[0]?.message)
  const config = parsed.value
  const database = openDatabase(config)
  await migrate(database)
  onTestFinished(() => database.close())
  let last = 0

  return {
    config,
    database,
    async publish(...versions) {
      for (const version of versions) last = await publishOne(database, version)
      return last
    },
    async setListed(id, text, isListed) {
      last = await database.transaction(async (tx) => {
        const found = await findPackage(tx, toLowerId(id))
        const version = found && (await findVersion(tx, found.key, text))
        if (!found || !version) throw new Error(`no ${id} ${text}`)
        await updateListed(tx, [version.key], isListed, new Date())
        return await append(tx, found.key, id, text)
      })
      return last
    },
    async startSearch() {
      const search = await startSearch({ config, log: silentLog })
      onTestFinished(() => search.close())
      if (!(await search.reached(last, 10_000))) throw new Error('search does not follow')
      await untilRebuilt(search, database)
      return search
    },
  }
}

/** A new index is filled behind the start; the empty query counts what is in it. */
async function untilRebuilt(search: Search, database: Database): Promise<void> {
  const { packages } = await database.read
    .selectFrom('versions')
    .select((select) => select.fn.count<number>('package_key').distinct().as('packages'))
    .where('listed', '=', 1)
    .executeTakeFirstOrThrow()
  for (let attempt = 0; attempt < 500; attempt++) {
    if ((await search.query(searchFor(''))).totalHits >= Number(packages)) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('search is not rebuilt')
}

async function publishOne(database: Database, test: TestVersion): Promise<number> {
  const version = parseVersion(test.version ?? '1.0.0')
  if (!version) throw new Error(`bad version ${test.version}`)
  return await database.transaction(async (tx) => {
    const now = new Date()
    const { package: pkg } = await insertPackageIfNew(tx, { id: test.id, lowerId: toLowerId(test.id), now })
    if (test.downloads !== undefined) {
      await tx.updateTable('packages').set({ downloads: test.downloads }).where('id', '=', pkg.key).execute()
    }
    await insertVersion(tx, {
      packageKey: pkg.key,
      id: test.id,
      version,
      verbatimVersion: version.original,
      isSemVer2: test.isSemVer2 ?? version.isSemVer2,
      isListed: test.isListed ?? true,
      createdAt: now,
      publishedAt: now,
      lastEditedAt: null,
      pushedBy: null,
      sha512: '',
      sizeBytes: 0,
      blobKey: `${test.id}/${version.lower}`,
      metadata: { ...metadata, dependencyGroups: toGroups(test.dependsOn ?? []), ...pickMetadata(test) },
      files: {
        nuspec: { offset: 0, compressedBytes: 0, sizeBytes: 0, method: 0 },
        readme: null,
        icon: null,
        license: null,
      } as never,
      entries: [],
    })
    if (test.isDeprecated) await deprecate(tx, pkg.key)
    for (const owner of test.owners ?? []) await insertTestOwner(tx, pkg.key, owner)
    return await append(tx, pkg.key, test.id, version.lower)
  })
}

async function deprecate(tx: Tx, packageKey: number): Promise<void> {
  const deprecation = JSON.stringify({ reasons: ['Legacy'], message: null, alternate: null })
  await tx.updateTable('versions').set({ deprecation }).where('package_key', '=', packageKey).execute()
}

function toGroups(ids: readonly string[]): VersionMetadata['dependencyGroups'] {
  return ids.map((id) => ({ targetFramework: 'net8.0', dependencies: [{ id, range: '[1.0.0, )' }] }))
}

function pickMetadata(test: TestVersion): Partial<VersionMetadata> {
  const { title, authors, description, summary, tags, packageTypes, frameworks } = test
  const given = { title, authors, description, summary, tags, packageTypes, frameworks }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

type Tx = Parameters<Parameters<Database['transaction']>[0]>[0]

async function insertTestOwner(tx: Tx, packageKey: number, name: string): Promise<void> {
  const lower = name.toLowerCase()
  const values = { kind: 'user', name, lower_name: lower, plain_name: lower, created_at: 0 } as const
  await tx
    .insertInto('accounts')
    .values({ ...values, is_admin: 0, contact_allowed: 0, notify_push: 0 } as never)
    .onConflict((conflict) => conflict.column('lower_name').doNothing())
    .execute()
  const { id } = await tx.selectFrom('accounts').select('id').where('lower_name', '=', lower).executeTakeFirstOrThrow()
  await tx
    .insertInto('package_owners')
    .values({ package_key: packageKey, account_id: id, added_at: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

function append(tx: Tx, packageKey: number, id: string, version: string): Promise<number> {
  const item = { kind: 'details', packageKey, lowerId: toLowerId(id), id } as const
  return appendCatalogItem(tx, { ...item, version: { full: version, lower: version }, now: new Date() })
}

export function searchFor(text: string, others: Partial<SearchRequest> = {}): SearchRequest {
  const usual = { skip: 0, take: 20, prerelease: true, semVer2: true, packageType: null, frameworks: null } as const
  return { sortBy: 'relevance', hidesDeprecated: false, ...usual, ...others, text }
}

/** Lower-case IDs, best first. */
export async function findIds(
  search: Search,
  text: string,
  others?: Partial<SearchRequest>,
): Promise<readonly string[]> {
  return (await search.query(searchFor(text, others))).hits.map(({ lowerId }) => lowerId)
}

export async function completeIds(
  search: Search,
  text: string,
  others: Partial<AutocompleteRequest> = {},
): Promise<readonly string[]> {
  const usual = { skip: 0, take: 20, prerelease: true, semVer2: true, packageType: null } as const
  return (await search.autocompleteIds({ ...usual, ...others, text })).ids
}
