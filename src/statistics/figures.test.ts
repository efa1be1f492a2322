import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { buildNupkg } from '../../test/build-nupkg.ts'
import { createClock } from '../../test/clock.ts'
import { forEachDatabase } from '../../test/databases.ts'
import { importPackage } from '../../test/import-package.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openFileBlobs } from '../blobs/file-blobs.ts'
import type { Database } from '../db/database.ts'
import { migrate } from '../db/migrate.ts'
import { addDownloads } from '../packages/download-store.ts'
import { createGalleryFigures, mostTopPackages, mostTopVersions, toUsage } from './figures.ts'
import { readCounts, toStatistics } from './package-statistics.ts'
import { dayOf, stepOf, type Period } from './period.ts'

const xplat = 'NuGet xplat/7.0.0'
const today = dayOf(new Date('2026-11-24T12:00:00Z'))

/** Three packages: A with two versions, B and C with one. */
async function openGallery(open: () => Promise<Database>) {
  const clock = createClock(new Date('2026-11-24T12:00:00Z'))
  const deps = { db: await open(), blobs: await openFileBlobs(temporaryFolder()), now: clock.now }
  const keys = new Map<string, number>()
  for (const [id, version] of [
    ['A', '1.0.0'],
    ['A', '2.0.0'],
    ['B', '1.0.0'],
    ['C', '1.0.0'],
  ] as const) {
    await importPackage(deps, await buildNupkg({ id, version, description: `About ${id}.` }))
    const row = await deps.db.read.selectFrom('versions').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
    keys.set(`${id} ${version}`, row.id)
  }
  const count = (what: string, day: number, client: string, downloads: number) =>
    deps.db.transaction((tx) => addDownloads(tx, [{ versionKey: keys.get(what) ?? 0, day, client, downloads }]))
  const unlist = (what: string) =>
    deps.db.transaction((tx) =>
      tx
        .updateTable('versions')
        .set({ listed: 0 })
        .where('id', '=', keys.get(what) ?? 0)
        .execute(),
    )
  const packageKey = async (id: string) =>
    (await deps.db.read.selectFrom('packages').select('id').where('package_id', '=', id).executeTakeFirstOrThrow()).id
  return { deps, clock, count, unlist, packageKey, keys, figures: () => createGalleryFigures(deps) }
}

type OpenDeps = Pick<Awaited<ReturnType<typeof openGallery>>['deps'], 'db'>

/** So many packages like this one, each with one version, as rows without files. Answers their keys. */
async function copyPackages({ db }: OpenDeps, id: string, copies: number): Promise<readonly number[]> {
  return db.transaction(async (tx) => {
    const { id: key, ...pkg } = await tx
      .selectFrom('packages')
      .selectAll()
      .where('package_id', '=', id)
      .executeTakeFirstOrThrow()
    const { id: _, ...version } = await tx
      .selectFrom('versions')
      .selectAll()
      .where('package_key', '=', key)
      .executeTakeFirstOrThrow()
    const ids = Array.from({ length: copies }, (_, i) => `${id}.${i}`)
    const rows = ids.map((copy) => ({ ...pkg, package_id: copy, lower_id: copy.toLowerCase() }))
    const made = await tx.insertInto('packages').values(rows).returning(['id', 'package_id']).execute()
    const versions = made.map((row) => ({
      ...version,
      package_key: row.id,
      package_id: row.package_id,
      blob_key: `${version.blob_key}.${row.id}`,
    }))
    await tx.insertInto('versions').values(versions).execute()
    return made.map((row) => row.id)
  })
}

async function copyVersionsOf({ db }: OpenDeps, packageKey: number, versions: number): Promise<void> {
  await db.transaction(async (tx) => {
    const { id: _, ...row } = await tx
      .selectFrom('versions')
      .selectAll()
      .where('package_key', '=', packageKey)
      .executeTakeFirstOrThrow()
    const texts = Array.from({ length: versions - 1 }, (_, i) => `9.${i}.0`)
    const rows = texts.map((text) => ({
      ...row,
      verbatim_version: text,
      full_version: text,
      normalized_version: text,
      lower_version: text,
      blob_key: `${row.blob_key}.${text}`,
    }))
    await tx.insertInto('versions').values(rows).execute()
  })
}

forEachDatabase('what is counted over the gallery', (open) => {
  test('totals are IDs with a listed version, listed versions, and all downloads', async () => {
    const { count, unlist, figures } = await openGallery(open)
    expect((await figures().totals.get()).value).toEqual({ packages: 3, versions: 4, downloads: 0 })
    await count('A 1.0.0', today, xplat, 5)
    await count('B 1.0.0', today - 400, 'browser', 7)
    await unlist('B 1.0.0')
    await unlist('A 1.0.0')
    expect((await figures().totals.get()).value).toEqual({ packages: 2, versions: 2, downloads: 12 })
  })

  test('the most downloaded are told apart by six weeks and all time, and what is unlisted is left out', async () => {
    const { count, unlist, figures } = await openGallery(open)
    await count('A 1.0.0', today - 41, xplat, 2)
    await count('A 2.0.0', today, xplat, 3)
    await count('B 1.0.0', today, xplat, 4)
    await count('B 1.0.0', today - 42, xplat, 100)
    await count('C 1.0.0', today, 'browser', 1)
    const shown = async (asked: 'topEver' | 'topRecently') => {
      const { packages, versions } = (await figures()[asked].get()).value
      return [
        packages.map(({ id, downloads }) => `${id} ${downloads}`),
        versions.map(({ id, version, downloads }) => `${id} ${version} ${downloads}`),
      ]
    }
    expect(await shown('topRecently')).toEqual([
      ['A 5', 'B 4', 'C 1'],
      ['B 1.0.0 4', 'A 2.0.0 3', 'A 1.0.0 2', 'C 1.0.0 1'],
    ])
    expect(await shown('topEver')).toEqual([
      ['B 104', 'A 5', 'C 1'],
      ['B 1.0.0 104', 'A 2.0.0 3', 'A 1.0.0 2', 'C 1.0.0 1'],
    ])
    await unlist('A 2.0.0')
    await unlist('C 1.0.0')
    expect(await shown('topRecently')).toEqual([
      ['A 5', 'B 4'],
      ['B 1.0.0 4', 'A 1.0.0 2'],
    ])
  })

  test('packages whose versions are all unlisted take no place of others in the lists', async () => {
    const { deps, count, unlist, figures } = await openGallery(open)
    await copyPackages(deps, 'A', 2 * mostTopPackages)
    await deps.db.transaction(async (tx) => {
      const hidden = await tx.selectFrom('packages').select('id').where('package_id', 'like', 'A.%').execute()
      const keys = hidden.map(({ id }) => id)
      await tx.updateTable('versions').set({ listed: 0, downloads: 9 }).where('package_key', 'in', keys).execute()
      await tx.updateTable('packages').set({ downloads: 9 }).where('id', 'in', keys).execute()
    })
    await count('B 1.0.0', today, xplat, 1)
    await unlist('C 1.0.0')
    const { packages, versions } = (await figures().topEver.get()).value
    expect([packages.map(({ id }) => id), versions.map(({ id }) => id)]).toEqual([['B'], ['B']])
  })

  test.each(['topEver', 'topRecently'] as const)(
    'a version of a package that is not among the most downloaded is in the list of versions: %s',
    async (asked) => {
      const { deps, count, figures } = await openGallery(open)
      const keys = await copyPackages(deps, 'A', mostTopPackages)
      const each = Math.ceil(mostTopVersions / mostTopPackages) + 1
      for (const key of keys) await copyVersionsOf(deps, key, each)
      const versions = await deps.db.read.selectFrom('versions').select('id').where('package_key', 'in', keys).execute()
      const counts = versions.map(({ id }) => ({ versionKey: id, day: today, client: xplat, downloads: 10 }))
      await deps.db.transaction((tx) => addDownloads(tx, counts))
      await count('B 1.0.0', today, xplat, 15) // fewer than any of the 100 packages, more than any of their versions
      const { value } = await figures()[asked].get()
      expect(value.packages.map(({ id }) => id)).not.toContain('B')
      expect(value.versions).toHaveLength(mostTopVersions)
      expect(value.versions[0]).toMatchObject({ id: 'B', version: '1.0.0', downloads: 15 })
    },
  )

  test('six weeks are six times seven days that end today, and clients are counted by name and version', async () => {
    const { count, figures } = await openGallery(open)
    await count('A 1.0.0', today, xplat, 1)
    await count('A 1.0.0', today - 6, xplat, 2)
    await count('B 1.0.0', today - 7, 'NuGet xplat/6.0.0', 4)
    await count('B 1.0.0', today - 41, 'browser', 8)
    await count('B 1.0.0', today - 42, 'browser', 16)
    const { weeks, clients, plot } = (await figures().usage.get()).value
    expect(weeks.map(({ firstDay, downloads }) => [today - firstDay, downloads])).toEqual([
      [41, 8],
      [34, 0],
      [27, 0],
      [20, 0],
      [13, 4],
      [6, 3],
    ])
    expect(clients).toEqual([
      { name: 'browser', version: '', downloads: 8 },
      { name: 'NuGet xplat', version: '6.0.0', downloads: 4 },
      { name: 'NuGet xplat', version: '7.0.0', downloads: 3 },
    ])
    expect(plot.series.map(({ name, total }) => [name, total])).toEqual([
      ['browser', 8],
      ['NuGet xplat', 7],
    ])
    expect(plot.days).toHaveLength(42)
  })

  test('what was published last is there once per package, newest first, and only what is listed', async () => {
    const { deps, unlist, figures } = await openGallery(open)
    await importPackage(deps, await buildNupkg({ id: 'A', version: '3.0.0-rc', description: 'Newest of A.' }))
    await unlist('C 1.0.0')
    const recent = (await figures().recent.get()).value
    expect(recent.map(({ id, newest, description }) => [id, newest.version.normalized, description])).toEqual([
      ['A', '3.0.0-rc', 'Newest of A.'],
      ['B', '1.0.0', 'About B.'],
    ])
  })

  test('of a package are its versions by client, and steps that add up to the same', async () => {
    const { deps, count, packageKey, keys } = await openGallery(open)
    await count('A 1.0.0', today, xplat, 1)
    await count('A 2.0.0', today - 1, xplat, 2)
    await count('A 2.0.0', today - 60, 'browser', 4)
    await count('B 1.0.0', today, xplat, 8)
    const counted = { packageKey: await packageKey('A'), versionKey: null }
    const one = { packageKey: counted.packageKey, versionKey: keys.get('A 1.0.0') ?? 0 }
    const nameOf = (key: number) => (key === keys.get('A 2.0.0') ? '2.0.0' : undefined)
    const readIn = async (of: typeof counted | typeof one, period: Period) =>
      toStatistics(await readCounts(deps.db.read, of, period, stepOf(period)), nameOf)
    const read = (days: number) => readIn(counted, { first: today - days, last: today })
    const short = await read(7)
    expect(short.total).toBe(3)
    expect(short.byVersion.series).toMatchObject([
      { name: '2.0.0', total: 2 },
      { name: null, total: 1 },
    ])
    expect(short.byClient.series).toMatchObject([{ name: 'NuGet xplat', values: [0, 0, 0, 0, 0, 0, 2, 1] }])
    const long = await read(100)
    expect(long).toMatchObject({ total: 7, byVersion: { step: 7 } })
    expect(long.byClient.series.map(({ name, total }) => [name, total])).toEqual([
      ['browser', 4],
      ['NuGet xplat', 3],
    ])
    expect((await readIn(one, { first: today, last: today })).rows).toEqual([
      { versionKey: one.versionKey, client: xplat, downloads: 1 },
    ])
  })

  test('the migrations make the sums of the counts that are there', async () => {
    const { deps, count } = await openGallery(open)
    await count('A 1.0.0', today, xplat, 1)
    await count('A 2.0.0', today, xplat, 2)
    await count('B 1.0.0', today, 'browser', 4)
    const sums = async () => [
      await deps.db.read.selectFrom('package_days').selectAll().orderBy('package_key').execute(),
      await deps.db.read.selectFrom('client_days').selectAll().orderBy('downloads').execute(),
      await deps.db.read.selectFrom('download_counts').selectAll().orderBy('version_key').execute(),
    ]
    const before = await sums()
    await deps.db.transaction(async (tx) => {
      await sql`drop table package_days`.execute(tx)
      await sql`drop table client_days`.execute(tx)
      await sql`drop index versions_listed`.execute(tx)
      await sql`alter table tickets drop column email_confirmed`.execute(tx)
      await sql`delete from migrations where name in ('0022-statistics', '0027-days-and-addresses')`.execute(tx)
    })
    await migrate(deps.db)
    expect(await sums()).toEqual(before)
    expect(before[1]).toEqual([
      { day: today, client: xplat, downloads: 3 },
      { day: today, client: 'browser', downloads: 4 },
    ])
  })
})

test('without downloads there is nothing to plot', () => {
  expect(toUsage([], { first: today - 41, last: today })).toMatchObject({ clients: [], plot: { series: [] } })
})
