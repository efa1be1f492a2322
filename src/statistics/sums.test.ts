import { expect, test } from 'vitest'
import { buildNupkg } from '../../test/build-nupkg.ts'
import { forEachDatabase } from '../../test/databases.ts'
import { importPackage } from '../../test/import-package.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openFileBlobs } from '../blobs/file-blobs.ts'
import type { Database, Db } from '../db/database.ts'
import { addDownloads } from '../packages/download-store.ts'
import { dayOf } from './period.ts'
import { listWrongSums, rebuildSums } from './sums.ts'

const xplat = 'NuGet xplat/7.0.0'
const today = dayOf(new Date('2026-11-24T12:00:00Z'))

/** Two packages, each downloaded on two days by two clients. */
async function openGallery(open: () => Promise<Database>): Promise<Database> {
  const db = await open()
  const deps = { db, blobs: await openFileBlobs(temporaryFolder()), now: () => new Date('2026-11-24T12:00:00Z') }
  for (const id of ['A', 'B']) await importPackage(deps, await buildNupkg({ id }))
  const versions = await db.read.selectFrom('versions').select('id').orderBy('id').execute()
  const counts = versions.flatMap(({ id: versionKey }) =>
    [today, today - 1].flatMap((day) =>
      [xplat, 'browser'].map((client) => ({ versionKey, day, client, downloads: 5 })),
    ),
  )
  await db.transaction((tx) => addDownloads(tx, counts))
  return db
}

const sumsOf = async (db: Database) => [
  await db.read.selectFrom('package_days').selectAll().orderBy('package_key').orderBy('day').execute(),
  await db.read.selectFrom('client_days').selectAll().orderBy('day').orderBy('client').execute(),
  await db.read.selectFrom('packages').select(['id', 'downloads', 'imported_downloads']).orderBy('id').execute(),
  await db.read.selectFrom('versions').select(['id', 'downloads', 'imported_downloads']).orderBy('id').execute(),
]

forEachDatabase('sums of downloads', (open) => {
  test('agree after counting, and making them anew changes nothing', async () => {
    const db = await openGallery(open)
    const before = await sumsOf(db)
    expect(await listWrongSums(db.read)).toEqual([])
    expect(await rebuildSums(db)).toBe(0)
    expect(await sumsOf(db)).toEqual(before)
  })

  const damages: readonly [string, (tx: Db) => Promise<unknown>, string[]][] = [
    [
      'a day of a package that lacks downloads',
      (tx) => tx.updateTable('package_days').set({ downloads: 7 }).where('package_key', '=', 1).execute(),
      ['A, 2026-11-23 lacks 3', 'A, 2026-11-24 lacks 3'],
    ],
    [
      'days of a package that are gone',
      (tx) => tx.deleteFrom('package_days').where('day', '=', today).execute(),
      ['A, 2026-11-24 lacks 10', 'B, 2026-11-24 lacks 10'],
    ],
    [
      'a day on which nothing was counted',
      (tx) =>
        tx
          .insertInto('package_days')
          .values({ package_key: 2, day: today - 9, downloads: 4 })
          .execute(),
      ['B, 2026-11-15 lacks -4'],
    ],
    [
      'a client that has too many, and one that nobody used',
      async (tx) => {
        await tx
          .updateTable('client_days')
          .set({ downloads: 11 })
          .where('client', '=', xplat)
          .where('day', '=', today)
          .execute()
        await tx.insertInto('client_days').values({ day: today, client: 'curl', downloads: 1 }).execute()
      },
      [`${xplat}, 2026-11-24 lacks -1`, 'curl, 2026-11-24 lacks -1'],
    ],
    [
      'totals that fell back',
      async (tx) => {
        await tx.updateTable('versions').set({ downloads: 1 }).where('id', '=', 1).execute()
        await tx.updateTable('packages').set({ downloads: 1 }).where('id', '=', 1).execute()
      },
      ['A 1.0.0 lacks 19'],
    ],
  ]
  test.each(damages)('finds and mends %s', async (_, damage, expected) => {
    const db = await openGallery(open)
    const before = await sumsOf(db)
    await db.transaction(async (tx) => void (await damage(tx)))
    const found = (await listWrongSums(db.read)).map(({ subject, missing }) => `${subject} lacks ${missing}`)
    expect(found.toSorted()).toEqual(expected.toSorted())
    expect(await rebuildSums(db)).toBeGreaterThan(0)
    expect(await listWrongSums(db.read)).toEqual([])
    expect(await sumsOf(db)).toEqual(before)
  })

  test('takes nothing for wrong that is counted meanwhile', async () => {
    const db = await openGallery(open)
    let isDone = false
    const counting = (async () => {
      while (!isDone) {
        const count = { versionKey: 1, day: today, client: 'curl', downloads: 1 }
        await db.transaction((tx) => addDownloads(tx, [count]))
      }
    })()
    const found = []
    for (let i = 0; i < 20; i++) found.push(...(await listWrongSums(db.read)))
    const mended = await rebuildSums(db)
    isDone = true
    await counting
    expect([found, mended]).toEqual([[], 0])
    expect(await listWrongSums(db.read)).toEqual([])
  })

  test('leaves what other galleries counted where it is', async () => {
    const db = await openGallery(open)
    await db.transaction(async (tx) => {
      await tx.updateTable('packages').set({ downloads: 1020, imported_downloads: 1000 }).where('id', '=', 1).execute()
      await tx.updateTable('versions').set({ downloads: 720, imported_downloads: 700 }).where('id', '=', 1).execute()
    })
    expect(await listWrongSums(db.read)).toEqual([])
  })
})
