import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { buildNupkg } from '../../test/build-nupkg.ts'
import { createClock } from '../../test/clock.ts'
import { forEachDatabase } from '../../test/databases.ts'
import { importPackage } from '../../test/import-package.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openFileBlobs } from '../blobs/file-blobs.ts'
import type { Database } from '../db/database.ts'
import { startDownloadCounter } from './downloads.ts'

const xplat = 'NuGet xplat/7.0.0'

async function openGallery(open: () => Promise<Database>) {
  const clock = createClock(new Date('2026-11-24T23:59:59Z'))
  const deps = { db: await open(), blobs: await openFileBlobs(temporaryFolder()), now: clock.now }
  for (const version of ['1.0.0', '2.0.0']) await importPackage(deps, await buildNupkg({ id: 'Contoso.Core', version }))
  await importPackage(deps, await buildNupkg({ id: 'Contoso.Other' }))
  const rows = await deps.db.read.selectFrom('versions').select(['id']).orderBy('id').execute()
  const [first = 0, second = 0, other = 0] = rows.map((row) => row.id)
  const start = (db: Database = deps.db) => {
    const counter = startDownloadCounter({ db, now: clock.now, log: pino({ level: 'silent' }) })
    onTestFinished(() => counter.stop())
    return counter
  }
  const versionTotals = async () =>
    (await deps.db.read.selectFrom('versions').select('downloads').orderBy('id').execute()).map((row) => row.downloads)
  const packageTotals = async () =>
    (await deps.db.read.selectFrom('packages').select('downloads').orderBy('id').execute()).map((row) => row.downloads)
  const daily = () =>
    deps.db.read
      .selectFrom('download_counts')
      .selectAll()
      .orderBy('version_key')
      .orderBy('day')
      .orderBy('client')
      .execute()
  return { deps, clock, start, first, second, other, versionTotals, packageTotals, daily }
}

forEachDatabase('download counts', (open) => {
  test('are kept by version, day in UTC and client, and add up', async () => {
    const { clock, start, first, second, daily, versionTotals, packageTotals } = await openGallery(open)
    const counter = start()
    counter.count(first, xplat)
    counter.count(first, xplat)
    counter.count(first, 'Paket/8.0.3')
    clock.advance(1000) // midnight
    counter.count(first, xplat)
    await counter.flush()
    counter.count(first, xplat)
    counter.count(second, xplat)
    expect(await versionTotals()).toEqual([4, 0, 0])
    await counter.stop()

    const day = Math.floor(Date.parse('2026-11-24') / 86_400_000)
    expect(await daily()).toEqual(
      [
        { version_key: first, day, client: xplat, downloads: 2 },
        { version_key: first, day, client: 'Paket/8.0.3', downloads: 1 },
        { version_key: first, day: day + 1, client: xplat, downloads: 2 },
        { version_key: second, day: day + 1, client: xplat, downloads: 1 },
      ].toSorted((a, b) => a.version_key - b.version_key || a.day - b.day || (a.client < b.client ? -1 : 1)),
    )
    expect(await versionTotals()).toEqual([5, 1, 0])
    expect(await packageTotals()).toEqual([6, 0])
  })

  test('of several processes that write at once are all there', async () => {
    const { start, first, second, other, versionTotals, packageTotals } = await openGallery(open)
    const counters = [start(), start(), start()]
    for (let round = 0; round < 10; round++) {
      for (const counter of counters) for (const key of [other, second, first]) counter.count(key, xplat)
      await Promise.all(counters.map((counter) => counter.flush()))
    }
    expect(await versionTotals()).toEqual([30, 30, 30])
    expect(await packageTotals()).toEqual([60, 30])
  })

  test('of a version whose row is gone are dropped, and hold nothing up', async () => {
    const { start, first, daily, versionTotals } = await openGallery(open)
    const counter = start()
    counter.count(4711, xplat)
    counter.count(first, xplat)
    await counter.flush()
    expect(await versionTotals()).toEqual([1, 0, 0])
    expect((await daily()).map((row) => row.version_key)).toEqual([first])
  })

  test('of a deleted version still count: its row stays', async () => {
    const { deps, start, first, versionTotals } = await openGallery(open)
    await deps.db.transaction(async (tx) => {
      await tx.updateTable('versions').set({ deleted_at: 1, deletion: 'soft' }).where('id', '=', first).execute()
    })
    const counter = start()
    counter.count(first, xplat)
    await counter.flush()
    expect(await versionTotals()).toEqual([1, 0, 0])
  })

  test('that could not be written wait for the next time', async () => {
    const { deps, start, first, versionTotals } = await openGallery(open)
    let isBroken = true
    const transaction: Database['transaction'] = (work) =>
      isBroken ? Promise.reject(new Error('no disk')) : deps.db.transaction(work)
    const counter = start({ ...deps.db, transaction })
    counter.count(first, xplat)
    await counter.flush()
    counter.count(first, xplat)
    isBroken = false
    await counter.flush()
    expect(await versionTotals()).toEqual([2, 0, 0])
  })

  test('of made-up clients are counted together after two hundred a day', async () => {
    const { clock, start, first, daily } = await openGallery(open)
    const counter = start()
    for (let i = 0; i < 230; i++) counter.count(first, `NuGet xplat/1.${i}.0`)
    counter.count(first, 'NuGet xplat/1.0.0')
    clock.advance(1000)
    counter.count(first, xplat)
    await counter.flush()
    const rows = await daily()
    expect(rows).toHaveLength(202)
    expect(rows.find((row) => row.client === 'other')?.downloads).toBe(30)
    expect(rows.find((row) => row.client === 'NuGet xplat/1.0.0')?.downloads).toBe(2)
    expect(rows.find((row) => row.client === xplat)?.downloads).toBe(1)
  })
})
